import Glibc
import MigrationPlan
import Testing

@Suite struct FolderTests {
  @Test func `A folder's plan is migration.yaml and what it names, nothing else`() throws {
    let folder = try Folder()
    try Plan.scaffold(name: "add-full-name").write(to: folder.path + "/plan")
    folder.put("plan/README.md", "not part of it")
    let files = try PlanFiles.load(folder: folder.path + "/plan")
    #expect(files == (try Plan.scaffold(name: "add-full-name")))
    #expect(try Plan.read(files).digest == files.digest)
  }

  @Test func `Everything that is wrong in a folder is told at once`() throws {
    let folder = try Folder()
    folder.put("migration.yaml", Sample.header + "expand:\n  sql: expnd.sql\n  rollback: back\nowner: x\n")
    folder.put("expand.sql", "SELECT 1;")
    mkdir(folder.path + "/back", 0o755)
    #expect(
      folder.wrong == """
        migration.yaml:7:8: error: expand.sql: there is no file "expnd.sql" in the plan's folder [missing-file]
          hint: did you mean "expand.sql"?
        migration.yaml:8:13: error: expand.rollback: "back" is not a regular file [not-a-file]
        migration.yaml:9:1: error: the key "owner" comes twice; the first is in line 3 [duplicate-key]
        """)
  }

  @Test func `A link that leads out of the folder is not followed, one inside is`() throws {
    let folder = try Folder()
    folder.put("secret", "SELECT 'secret';")
    mkdir(folder.path + "/plan", 0o755)
    folder.put("plan/migration.yaml", Sample.header + Sample.expand)
    folder.put("plan/real.sql", "SELECT 1;")
    symlink("../secret", folder.path + "/plan/expand.sql")
    symlink("real.sql", folder.path + "/plan/expand.rollback.sql")
    #expect(
      folder.wrong(in: "plan") == """
        migration.yaml:7:8: error: expand.sql: "expand.sql" is a link that leads out of the plan's folder [file-outside]
          hint: put the file itself into the folder
        """)
  }

  @Test func `A link to a folder outside, or to another folder whose name begins alike, leads out, too`() throws {
    let folder = try Folder()
    mkdir(folder.path + "/plan", 0o755)
    mkdir(folder.path + "/plan2", 0o755)
    folder.put("plan2/expand.sql", "SELECT 1;")
    folder.put("plan2/expand.rollback.sql", "SELECT 1;")
    symlink("../plan2", folder.path + "/plan/sql")
    folder.put(
      "plan/migration.yaml", Sample.header + "expand: { sql: sql/expand.sql, rollback: sql/expand.rollback.sql }")
    #expect(folder.wrong(in: "plan").split(separator: "\n").count { $0.contains("[file-outside]") } == 2)
  }

  @Test(.timeLimit(.minutes(1)))
  func `A pipe is not waited for`() throws {
    let folder = try Folder()
    folder.put("migration.yaml", Sample.header + Sample.expand)
    folder.put("expand.rollback.sql", "SELECT 1;")
    mkfifo(folder.path + "/expand.sql", 0o644)
    #expect(folder.wrong.contains("\"expand.sql\" is not a regular file [not-a-file]"))
  }

  @Test func `A file of more than its bound is not read to its end`() throws {
    let folder = try Folder()
    folder.put("migration.yaml", Sample.header + Sample.expand)
    folder.put("expand.rollback.sql", "SELECT 1;")
    folder.put("expand.sql", "")
    #expect(truncate(folder.path + "/expand.sql", 1 << 40) == 0)
    #expect(folder.wrong.contains("\"expand.sql\" has more than 4096 KiB [too-large]"))
  }

  @Test func `A folder that is none says so`() throws {
    let folder = try Folder()
    folder.put("file", "x")
    #expect(folder.wrong(in: "nowhere") == "\(folder.path)/nowhere: there is no such folder")
    #expect(
      folder.wrong(in: "file")
        == "\(folder.path)/file: is not a folder; a plan is a folder with a migration.yaml in it")
    #expect(folder.wrong.hasPrefix("migration.yaml: error: there is no file \"migration.yaml\" in the plan's folder"))
  }

  @Test func `Writing a plan never overwrites, makes folders, and programs can be run`() throws {
    let folder = try Folder()
    let files = PlanFiles([
      PlanFile(path: "a/b/run.sh", text: "#!/bin/sh\nexit 0\n"), PlanFile(path: "a/data", text: "x"),
    ])
    try files.write(to: folder.path + "/plan")
    #expect(access(folder.path + "/plan/a/b/run.sh", X_OK) == 0)
    var status = stat()
    #expect(stat(folder.path + "/plan/a/data", &status) == 0 && status.st_mode & 0o111 == 0)
    #expect(throws: PlanError.unreadable(folder: folder.path + "/plan/a/b/run.sh", reason: "is there already")) {
      try files.write(to: folder.path + "/plan")
    }
  }

  @Test(arguments: ["../escape", "/etc/escape", "a/../../escape"])
  func `Writing a plan never leaves its folder`(path: String) throws {
    let folder = try Folder()
    #expect(throws: PlanError.self) {
      try PlanFiles([PlanFile(path: path, text: "x")]).write(to: folder.path + "/plan")
    }
    #expect(access(folder.path + "/escape", F_OK) != 0)
  }
}

/// A folder of a test's own, gone afterwards.
private final class Folder {
  let path: String

  init() throws {
    var name = Array("/tmp/migrated-plan-XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else { throw PlanError.unreadable(folder: "/tmp", reason: "no folder for tests") }
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { Self.remove(path) }

  private static func remove(_ path: String) {
    var status = stat()
    if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, let stream = opendir(path) {
      while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { remove("\(path)/\(name)") }
      }
      closedir(stream)
    }
    Glibc.remove(path)
  }

  func put(_ name: String, _ text: String) {
    guard let file = fopen("\(path)/\(name)", "w") else { return }
    fputs(text, file)
    fclose(file)
  }

  var wrong: String { wrong(in: ".") }

  func wrong(in name: String) -> String {
    do {
      _ = try PlanFiles.load(folder: name == "." ? path : "\(path)/\(name)")
      return ""
    } catch {
      return error.description
    }
  }
}
