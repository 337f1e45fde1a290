import MigrationSQLite

/// A program that SQLite makes of a statement, as EXPLAIN lists it: the statement's own, or one of a trigger that it sets
/// off. It shows what the authorizer is not told: rows that REPLACE takes away, and what makes the statement fail.
/// (https://sqlite.org/opcode.html)
struct SQLiteProgram {
  struct Instruction {
    var name: String
    var first: Int64
    var second: Int64
    var third: Int64
    var detail: String
  }

  /// Nil for the statement's own.
  var trigger: String?
  var instructions: [Instruction] = []

  /// The statement's own program comes first. Empty where it cannot be prepared.
  static func all(of sql: String, in sandbox: SQLiteSandbox) -> [SQLiteProgram] {
    guard let rows = try? sandbox.run("EXPLAIN " + sql) else { return [] }
    var programs: [SQLiteProgram] = []
    for row in rows where row.count > 5 {
      let instruction = Instruction(
        name: row[1].text ?? "", first: row[2].integer ?? 0, second: row[3].integer ?? 0, third: row[4].integer ?? 0,
        detail: row[5].text ?? "")
      if row[0].integer == 0 {
        let isTrigger = instruction.detail.hasPrefix(Self.mark)
        programs.append(
          SQLiteProgram(trigger: isTrigger ? String(instruction.detail.dropFirst(Self.mark.count)) : nil))
      }
      guard !programs.isEmpty else { continue }
      programs[programs.count - 1].instructions.append(instruction)
    }
    return programs
  }

  private static let mark = "-- TRIGGER "

  /// Tables that it takes rows from, by DELETE or to make room for others. A row that is only changed is not gone.
  var deletions: Set<String> {
    Set(
      instructions.filter { $0.name == "Clear" || ($0.name == "Delete" && $0.second & Self.isUpdate == 0) }
        .map(\.detail).filter { !$0.isEmpty })
  }

  // OPFLAG_ISUPDATE
  private static let isUpdate: Int64 = 0x04

  /// SQLite's functions that fail on some value, as EXPLAIN has them, and which argument it is
  /// (https://sqlite.org/lang_corefunc.html, https://sqlite.org/lang_aggfunc.html). A LIKE with ESCAPE is `like(3)`.
  private static let failingFunctions: [String: (argument: Int64, words: String)] = [
    "abs(1)": (0, "abs() fails on the lowest integer"), "sum(1)": (0, "sum() may be more than an integer holds"),
    "like(3)": (2, "what ESCAPE is given may be more or less than one character"),
    "zeroblob(1)": (0, "zeroblob() may be asked for too much"),
    "randomblob(1)": (0, "randomblob() may be asked for too much"),
    "ntile(1)": (0, "ntile() fails on what is not above 0"),
  ]

  /// What can make it fail, and with it the statement that it is part of; each in a few words.
  var failures: [String] {
    var failures: [String] = []
    for (place, instruction) in instructions.enumerated() {
      let words: String?
      switch (instruction.name, instruction.first) {
      case ("HaltIfNull", _): words = isNeverNull(at: place) ? nil : "\(instruction.detail) may be NULL"
      case ("Halt", 1_299): words = "\(instruction.detail) may be NULL"
      case ("Halt", 2_067), ("Halt", 1_555), ("Halt", 2_579): words = "\(instruction.detail) may be there already"
      case ("Halt", 275): words = "the check \(instruction.detail) may not hold"
      case ("Halt", 1_811): words = "\(trigger ?? "a trigger") raises '\(instruction.detail)'"
      case ("TypeCheck", _): words = "a value may not be of its column's type in \(instruction.detail)"
      case ("Function", _), ("PureFunc", _), ("AggStep", _):
        words = Self.failingFunctions[instruction.detail].flatMap { argument, words in
          isConstant(instruction.second + argument, before: place) ? nil : words
        }
      default: words = nil
      }
      if let words, !failures.contains(words) { failures.append(words) }
    }
    return failures
  }

  /// Whether the register that is held against NULL gets nothing but constants in the same statement.
  private func isNeverNull(at place: Int) -> Bool {
    let register = instructions[place].third
    // A default was put in where it was NULL.
    if place > 1, Instruction.constants.contains(instructions[place - 1].name),
      instructions[place - 1].second == register, instructions[place - 2].name == "NotNull",
      instructions[place - 2].first == register, instructions[place - 2].second == place
    {
      return true
    }
    return isConstant(register, before: place)
  }

  /// Whether the register gets nothing but constants in the same statement.
  private func isConstant(_ register: Int64, before place: Int) -> Bool {
    let start = instructions[..<place].lastIndex { $0.name == "Trace" } ?? 0
    let writers = instructions[start..<place].filter { $0.writes(register) }
    return !writers.isEmpty && writers.allSatisfy { Instruction.constants.contains($0.name) }
  }
}

extension SQLiteProgram.Instruction {
  fileprivate static let constants: Set<String> = ["Integer", "Int64", "Real", "String", "String8", "Blob"]
  private static let toSecond: Set<String> = constants.union([
    "Variable", "Param", "SCopy", "IntCopy", "Rowid", "NewRowid", "Sequence", "Count", "Not", "BitNot", "IsTrue",
    "ZeroOrNull", "RowData", "Offset",
  ])
  private static let toThird: Set<String> = [
    "Column", "VColumn", "Add", "Subtract", "Multiply", "Divide", "Remainder", "Concat", "And", "Or", "BitAnd", "BitOr",
    "ShiftLeft", "ShiftRight", "Function", "PureFunc", "AggValue", "MakeRecord", "RowSetRead",
  ]

  fileprivate func writes(_ register: Int64) -> Bool {
    switch name {
    case "Null": (second...max(second, third)).contains(register)
    case "Copy": (second...max(second, second + third)).contains(register)
    case "Move": (second..<(second + max(third, 1))).contains(register)
    case "SoftNull", "AggFinal", "AddImm": first == register
    default: Self.toSecond.contains(name) ? second == register : Self.toThird.contains(name) && third == register
    }
  }
}
