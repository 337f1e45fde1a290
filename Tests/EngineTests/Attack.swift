import Foundation
import Testing

/// Something that a program of a plan must not be able to do, and how to see that it was.
struct Attack: Sendable, CustomTestStringConvertible {
  var name: String
  var script: String
  var succeeded: @Sendable (Yard) -> Bool

  var testDescription: String { name }

  static let all: [Attack] = [
    Attack(name: "forges an approval", script: #"sqlite3 "$JOURNAL" "UPDATE approval SET who = 'everybody'""#) {
      $0.approval == "everybody"
    },
    Attack(name: "reads the journal", script: #"cat "$JOURNAL" > "$BESIDE/copy""#) { !$0.isEmpty("beside/copy") },
    Attack(name: "reads a restore point", script: #"cat "$STATE/copies/copy" > "$BESIDE/copy""#) {
      !$0.isEmpty("beside/copy")
    },
    Attack(name: "removes the journal", script: #"rm -f "$JOURNAL""#) { !$0.file("state/journal.sqlite") },
    Attack(name: "moves the state folder away", script: #"mv "$STATE" "$STATE.old""#) { !$0.file("state") },
    Attack(name: "moves the journal away", script: #"mv "$JOURNAL" "$BESIDE/""#) { !$0.file("state/journal.sqlite") },
    Attack(
      name: "puts another journal in its place",
      script: #"sqlite3 "$BESIDE/j" "CREATE TABLE approval AS SELECT 'everybody' AS who"; mv -f "$BESIDE/j" "$JOURNAL""#
    ) { $0.file("state/journal.sqlite") && !$0.file("beside/j") },
    Attack(name: "cuts the journal", script: #"python3 -c "import os; os.truncate(os.environ['JOURNAL'], 0)""#) {
      $0.isEmpty("state/journal.sqlite")
    },
    Attack(name: "makes a file", script: #"echo x > "$STATE/copies/x""#) { $0.file("state/copies/x") },
    Attack(name: "makes a folder", script: #"mkdir "$STATE/copies/x""#) { $0.file("state/copies/x") },
    Attack(name: "makes a link", script: #"ln -s /etc/passwd "$STATE/plans/x""#) { $0.link("state/plans/x") },
    Attack(name: "gives the journal a second name", script: #"ln "$JOURNAL" "$BESIDE/j""#) { $0.file("beside/j") },
    Attack(name: "changes its plan", script: "echo evil >> p.sh") {
      $0.text("state/plans/p/p.sh")?.contains("evil") == true
    },
    Attack(name: "replaces a folder of its plan", script: #"ln -s "$STATE" sub"#) { $0.link("state/plans/p/sub") },
    Attack(
      name: "goes around by /proc/self/root",
      script: #"sqlite3 "/proc/self/root$JOURNAL" "UPDATE approval SET who = 'everybody'""#
    ) { $0.approval == "everybody" },
    Attack(name: "goes around by another process's folder", script: #"echo x > "/proc/$BYSTANDER/cwd/x""#) {
      $0.file("state/copies/x")
    },
    Attack(name: "opens another process's file", script: #"cat "/proc/$BYSTANDER/fd/0" > "$BESIDE/copy""#) {
      !$0.isEmpty("beside/copy")
    },
    Attack(
      name: "reads another process's memory",
      script: #"""
        python3 -c "
        import os
        pid = os.environ['BYSTANDER']
        start = int(open(f'/proc/{pid}/maps').readline().split('-')[0], 16)
        memory = open(f'/proc/{pid}/mem', 'rb', 0)
        memory.seek(start)
        open(os.environ['BESIDE'] + '/copy', 'wb').write(memory.read(16))"
        """#
    ) { !$0.isEmpty("beside/copy") },
    Attack(name: "ends another process", script: #"kill -KILL "$BYSTANDER""#) { yard in
      for _ in 0..<100 where !yard.bystanderIsGone { usleep(10_000) }
      return yard.bystanderIsGone
    },
  ]
}

extension Yard {
  /// As the kernel has it at once: whoever started it may hear of its end much later.
  var bystanderIsGone: Bool {
    guard let stat = try? String(contentsOfFile: "/proc/\(bystander.processIdentifier)/stat", encoding: .utf8) else {
      return true
    }
    return stat.split(separator: ")").last?.contains("Z") ?? true
  }

  func text(_ name: String) -> String? { try? String(contentsOfFile: folder + "/" + name, encoding: .utf8) }

  /// Nothing is in it, or it is not there.
  func isEmpty(_ name: String) -> Bool {
    (FileManager.default.contents(atPath: folder + "/" + name)?.count ?? 0) == 0
  }

  func link(_ name: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: folder + "/" + name)) != nil
  }
}
