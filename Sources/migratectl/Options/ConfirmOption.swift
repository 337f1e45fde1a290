import ArgumentParser

/// Whether a person is asked first.
struct ConfirmOption: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Do not ask for confirmation.")
  var yes = false
}

extension ConfirmOption {
  /// Asks on a terminal; the answer is no unless `word` is typed. Without a terminal a severe action is refused.
  /// - Parameters:
  ///   - action: what would be done, to follow "This will".
  ///   - adding: the options that would have confirmed it.
  func confirm(_ action: String, typing word: String, adding: String = "--yes") throws(Failure) {
    guard !yes else { return }
    guard Terminal.canAsk else { throw .unconfirmed(action, adding: adding) }
    StandardStream.error.write("This will \(SafeText.line(action)).\nType \(SafeText.line(word)) to go on: ")
    guard readLine() == word else { throw .declined }
  }

  /// Asks on a terminal; the answer is no unless it is yes. Without a terminal nobody is asked.
  func confirm(_ action: String) throws(Failure) {
    guard !yes, Terminal.canAsk else { return }
    StandardStream.error.write("This will \(SafeText.line(action)). Go on? [y/N] ")
    let answer = readLine()?.lowercased()
    guard answer == "y" || answer == "yes" else { throw .declined }
  }
}
