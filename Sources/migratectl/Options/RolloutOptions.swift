import ArgumentParser

/// Which rollout is meant.
struct RolloutOptions: ParsableArguments {
  @Argument(
    help: "The migration's name.", completion: .custom { words, _, _ in Suggestions(words).migrations })
  var migration: String

  @Option(
    name: .shortAndLong, help: "The target, where the migration has several.",
    completion: .custom { words, _, _ in Suggestions(words).targets })
  var target: String?
}
