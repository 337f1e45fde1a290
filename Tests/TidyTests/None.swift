import Testing

/// Every complaint is an issue of the test that calls.
func none(_ complaints: [Complaint], sourceLocation: SourceLocation = #_sourceLocation) {
  for complaint in complaints { Issue.record("\(complaint)", sourceLocation: sourceLocation) }
}
