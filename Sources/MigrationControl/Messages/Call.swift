/// The methods of `dev.migrated.Control`.
public enum Call {}
