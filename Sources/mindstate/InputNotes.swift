import MindstateModel
import MindstateStore

/// What is said on standard error of texts that a model is fed otherwise than their bytes are.
enum InputNotes {
  /// - Parameter wrappers: names or paths; what is none is left to whoever needs it.
  static func say(wrappers: [String], corpora: [String] = [], quiet: Bool) {
    if quiet { return }
    for name in wrappers {
      if let note = (try? Wrapper(named: name))?.note { StandardError.say("mindstate: \(note)\n") }
    }
    for path in corpora where (try? TextFile.readLines(path))?.hadCarriageReturns == true {
      StandardError.say("mindstate: \(path): its lines end in CR LF; they are read as ended by LF\n")
    }
  }
}
