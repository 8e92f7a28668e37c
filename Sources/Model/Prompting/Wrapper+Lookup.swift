import MindstateStore

extension Wrapper {
  /// The wrapper that a command line or a sweep means by `name`.
  ///
  /// `raw` and `bare` are built in. A value with a slash or ending in `.txt` is the path of a template; any other is
  /// looked up as `NAME.txt` in `directories`, in their order, or without them in the data directory's `wrappers`.
  public init(named name: String, searching directories: [String]? = nil) throws(PromptError) {
    if let wrapper = Self.builtIn.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
      self = wrapper
      return
    }
    if name.utf8.contains(UInt8(ascii: "/")) || name.hasSuffix(".txt") {
      try self.init(path: name)
      return
    }
    if name == "chat" { throw .chatIsNoWrapper }
    // Not `??`, which forgets the type of the error.
    let places: [String]
    if let directories { places = directories } else { places = try DataDirectory.wrapperDirectories() }
    for directory in places {
      let path = "\(directory)/\(name).txt"
      if !name.isEmpty, FileSystem.kind(of: path) == .file {
        try self.init(path: path)
        return
      }
    }
    let known = Self.names(in: places)
    throw .unknownWrapper(name, nearest: nearestName(to: name, in: known), known: known)
  }

  /// All wrappers in the directory at `path`, by name: a set of paraphrases or of irrelevant wrappers.
  /// Subdirectories are not entered.
  public static func all(in path: String) throws(PromptError) -> [Wrapper] {
    let files: [String]
    do { files = try SystemCalls.names(in: path) } catch { throw .file(error) }
    var wrappers: [Wrapper] = []
    for file in files where file.hasSuffix(".txt") && !file.hasPrefix(".") {
      wrappers.append(try Wrapper(path: "\(path)/\(file)"))
    }
    if wrappers.isEmpty { throw .noWrappers(path) }
    return wrappers
  }

  /// The names that can be given, built-in ones first.
  static func names(in directories: [String]) -> [String] {
    var names = builtIn.map(\.name)
    for directory in directories {
      // A directory that cannot be listed adds no name; the error is about the wrapper that was asked for.
      for file in (try? SystemCalls.names(in: directory)) ?? [] where file.hasSuffix(".txt") {
        let name = String(file.dropLast(4))
        if !name.isEmpty, !names.contains(name) { names.append(name) }
      }
    }
    return names
  }
}
