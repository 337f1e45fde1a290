import MigrationStore

let alice = RecordedActor(uid: 1000, user: "alice", pid: 1, verb: "test")
let bob = RecordedActor(uid: 1001, user: "bob", pid: 2, verb: "test")
