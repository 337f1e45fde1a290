/// The types and errors of `dev.migrated.Control`, as they are sent.
public enum Wire {
  public static let interface = "dev.migrated.Control"
}
