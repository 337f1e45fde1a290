/// The text of `dev.migrated.Control`, as introspection serves it.
public enum ControlInterface {
  public static var text: String { String(decoding: PackageResources.dev_migrated_Control_varlink, as: UTF8.self) }
}
