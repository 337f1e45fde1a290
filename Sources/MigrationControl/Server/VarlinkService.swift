/// What a server offers: who it is, and its interfaces. `org.varlink.service` is always among them.
public struct VarlinkService: Sendable {
  /// A method as calls find it.
  struct Route: Sendable {
    let interface: VarlinkInterface
    let input: [VarlinkField]
    /// Nil where it is declared and nothing carries it out.
    let method: VarlinkMethod?
  }

  private var routes: [String: Route] = [:]
  private let interfaces: Set<String>

  public init(
    vendor: String, product: String, version: String, url: String, interfaces: [ServedInterface]
  ) throws(ServiceError) {
    var descriptions: [String: String] = [:]
    var names: [String] = []
    let serviceInterface: VarlinkInterface
    do throws(InterfaceSyntaxError) {
      serviceInterface = try VarlinkInterface(
        String(decoding: PackageResources.org_varlink_service_varlink, as: UTF8.self))
    } catch {
      throw .invalidInterface(error)
    }
    for interface in [serviceInterface] + interfaces.map(\.interface) {
      guard descriptions.updateValue(interface.text, forKey: interface.name) == nil else {
        throw .duplicateInterface(interface.name)
      }
      names.append(interface.name)
    }
    let info: JSONObject = [
      "vendor": .string(vendor), "product": .string(product), "version": .string(version), "url": .string(url),
      "interfaces": .array(names.sorted().map { .string($0) }),
    ]
    let texts = descriptions
    let ownMethods: [String: VarlinkMethod] = [
      "GetInfo": .immediate { (_) throws(VarlinkFailure) in info },
      "GetInterfaceDescription": .immediate { (request) throws(VarlinkFailure) in
        let name = request.parameters["interface"]?.string ?? ""
        guard let text = texts[name] else { throw .interfaceNotFound(name) }
        return ["description": .string(text)]
      },
    ]
    self.interfaces = Set(names)
    add(serviceInterface, ownMethods)
    for served in interfaces { add(served.interface, served.methods) }
  }

  private mutating func add(_ interface: VarlinkInterface, _ methods: [String: VarlinkMethod]) {
    for member in interface.members {
      switch member.declaration {
      case .method(let input, _):
        routes["\(interface.name).\(member.name)"] =
          Route(interface: interface, input: input, method: methods[member.name])
      case .type, .error: break
      }
    }
  }

  /// The method that carries out a call whose parameters fit.
  func method(for call: VarlinkCall) throws(VarlinkFailure) -> VarlinkMethod {
    guard let route = routes[call.method] else {
      let dot = call.method.lastIndex(of: ".")
      let interface = dot.map { String(call.method[..<$0]) } ?? call.method
      throw interfaces.contains(interface) ? .methodNotFound(call.method) : .interfaceNotFound(interface)
    }
    guard let method = route.method, call.mode != .upgrade else { throw .methodNotImplemented(call.method) }
    do throws(ParameterFault) {
      try route.interface.check(call.parameters, against: route.input)
    } catch {
      throw .invalidParameter(error.parameter)
    }
    if case .streaming = method, call.mode != .more { throw .expectedMore }
    return method
  }
}
