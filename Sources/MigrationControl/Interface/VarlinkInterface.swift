/// An interface as its file describes it.
public struct VarlinkInterface: Sendable, Equatable {
  /// In reverse-domain notation: `org.varlink.service`.
  public let name: String
  /// The comment before it, without the `#`.
  public let documentation: String
  /// In the order of the file.
  public let members: [VarlinkMember]
  /// The file, byte for byte.
  public let text: String

  private let byName: [String: VarlinkMember]

  /// Reads a file in the interface language.
  public init(_ text: String) throws(InterfaceSyntaxError) {
    var parser = InterfaceParser(text)
    let parsed = try parser.interface()
    self.name = parsed.name
    self.documentation = parsed.documentation
    self.members = parsed.members
    self.text = text
    self.byName = Dictionary(uniqueKeysWithValues: parsed.members.map { ($0.name, $0) })
  }

  /// The type of that name; nil also where the name is that of a method or an error.
  public func type(_ name: String) -> VarlinkType? {
    switch byName[name]?.declaration {
    case .type(let type): type
    case .method, .error, nil: nil
    }
  }

  /// Input and output of the method of that name.
  public func method(_ name: String) -> (input: [VarlinkField], output: [VarlinkField])? {
    switch byName[name]?.declaration {
    case .method(let input, let output): (input, output)
    case .type, .error, nil: nil
    }
  }

  /// The parameters of the error of that name.
  public func error(_ name: String) -> [VarlinkField]? {
    switch byName[name]?.declaration {
    case .error(let fields): fields
    case .type, .method, nil: nil
    }
  }
}
