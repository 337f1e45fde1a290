extension VarlinkInterface {
  /// Holds an object against declared fields: first the members as they come, then the fields that are not there.
  /// Null and absent are the same to a nullable field; a whole number is a `float` too. A text has no NUL in it: what
  /// keeps it, and what shows it, may end there.
  public func check(_ object: JSONObject, against fields: [VarlinkField]) throws(ParameterFault) {
    if let fault = fault(in: object, fields) { throw fault }
  }

  private func fault(in object: JSONObject, _ fields: [VarlinkField]) -> ParameterFault? {
    var found = 0
    for member in object.members {
      guard let field = fields.first(where: { $0.name == member.name }) else {
        return ParameterFault(parameter: member.name, problem: .unknown)
      }
      found += 1
      if let fault = fault(in: member.value, field.type) { return fault.inside(member.name) }
    }
    guard found < fields.count else { return nil }
    for field in fields where !field.isNullable && object[field.name] == nil {
      return ParameterFault(parameter: field.name, problem: .missing)
    }
    return nil
  }

  /// A fault of the value itself has an empty path.
  private func fault(in value: JSONValue, _ type: VarlinkType) -> ParameterFault? {
    switch (type, value) {
    case (.bool, .bool), (.int, .integer), (.float, .number), (.float, .integer), (.object, .object),
      (.nullable, .null):
      return nil
    case (.string, .string(let text)):
      return text.utf8.contains(0) ? ParameterFault(parameter: "", problem: .nul) : nil
    case (.any, _):
      return value == .null ? wrong(value, type) : nil
    case (.nullable(let wrapped), _):
      return fault(in: value, wrapped)
    case (.named(let name), _):
      guard let definition = self.type(name) else { return wrong(value, type) }
      return fault(in: value, definition)
    case (.enumeration(let words), .string(let word)):
      return words.contains(word) ? nil : wrong(value, type)
    case (.structure(let fields), .object(let object)):
      return fault(in: object, fields)
    case (.array(let element), .array(let values)):
      for (index, value) in values.enumerated() {
        if let fault = fault(in: value, element) { return fault.inside("[\(index)]") }
      }
      return nil
    case (.map(let element), .object(let object)):
      for member in object.members {
        if let fault = fault(in: member.value, element) { return fault.inside(member.name) }
      }
      return nil
    case (.bool, _), (.int, _), (.float, _), (.string, _), (.object, _), (.structure, _), (.enumeration, _),
      (.array, _), (.map, _):
      return wrong(value, type)
    }
  }

  private func wrong(_ value: JSONValue, _ type: VarlinkType) -> ParameterFault {
    let found = if case .string(let text) = value, text.count <= 40 { "\"\(text)\"" } else { value.kind }
    return ParameterFault(parameter: "", problem: .wrongType(found: found, expected: type.description))
  }
}

extension ParameterFault {
  /// The same fault, seen from outside the member or element of that name.
  fileprivate func inside(_ name: String) -> ParameterFault {
    let separator = parameter.isEmpty || parameter.hasPrefix("[") ? "" : "."
    return ParameterFault(parameter: name + separator + parameter, problem: problem)
  }
}
