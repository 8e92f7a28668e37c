import MindstateStore

/// The directory with the prompts and wrappers that come with mindstate.
public enum DataDirectory {
  /// The first there is of: the environment variable `MINDSTATE_DATA`; `data` in the working directory; `data` beside
  /// or above the running program, as in a checkout with `.build`; `share/mindstate` of the prefix that the program is
  /// installed under. Nil where there is none.
  ///
  /// A directory counts when it holds `wrappers/qa.txt`, so a `data` of somebody else's is passed over; but a variable
  /// that leads nowhere is an error, since it was set on purpose.
  public static func locate() throws(PromptError) -> String? {
    try locate(
      variable: SystemCalls.environment("MINDSTATE_DATA"), workingDirectory: ".",
      executable: FileSystem.runningProgram())
  }

  /// `locate` with its sources given.
  package static func locate(variable: String?, workingDirectory: String, executable: String?)
    throws(PromptError) -> String?
  {
    if let variable, !variable.isEmpty {
      guard isData(variable) else { throw .badDataDirectory(variable) }
      return variable
    }
    return candidates(workingDirectory: workingDirectory, executable: executable).first(where: isData)
  }

  /// Where wrappers are looked up by name; empty where there is no data directory.
  public static func wrapperDirectories() throws(PromptError) -> [String] {
    guard let directory = try locate() else { return [] }
    return [directory + "/wrappers"]
  }

  private static func candidates(workingDirectory: String, executable: String?) -> [String] {
    var candidates = [workingDirectory == "." ? "data" : workingDirectory + "/data"]
    guard let executable else { return candidates }
    let folder = FileSystem.directory(of: executable)
    var ancestor = folder
    while ancestor != "/", ancestor != "." {
      candidates.append(ancestor + "/data")
      ancestor = FileSystem.directory(of: ancestor)
    }
    candidates.append(FileSystem.directory(of: folder) + "/share/mindstate")
    return candidates
  }

  private static func isData(_ path: String) -> Bool { FileSystem.kind(of: path + "/wrappers/qa.txt") == .file }
}
