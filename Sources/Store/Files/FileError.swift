#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the operating system refused, on which path, and what helps against it, in one line.
public struct FileError: Error, Equatable, Sendable {
  /// What was tried.
  public enum Operation: Equatable, Sendable {
    case read, write, remove, createDirectory
  }

  public let path: String
  public let operation: Operation
  /// The error number of the system (`errno`).
  public let code: CInt

  public init(path: String, operation: Operation, code: CInt) {
    self.path = path
    self.operation = operation
    self.code = code
  }
}

extension FileError: CustomStringConvertible {
  public var description: String {
    "\(path.isEmpty ? "\"\"" : path): cannot \(verb): \(SystemCalls.words(for: code)). \(remedy)"
  }

  private var verb: String {
    switch operation {
    case .read: "read it"
    case .write: "write it"
    case .remove: "remove it"
    case .createDirectory: "make the directory"
    }
  }

  private var remedy: String {
    switch code {
    case ENOENT, ENOTDIR:
      operation == .write || operation == .createDirectory
        ? "Make the directory it is to be in, or name another." : "Check the path."
    case EACCES, EPERM: "Change the permissions or name another path."
    case EISDIR: "Name a file, not a directory."
    case EEXIST: "Remove what is there or name another path."
    case ENOSPC, EDQUOT, EFBIG: "Free some space or name a path on another disk; nothing partial is left."
    case EROFS: "Name a path on a disk that can be written."
    case EIO: "The disk or its connection failed; check it, then try again."
    case EMFILE, ENFILE: "Raise the limit of open files (ulimit -n)."
    case ENOMEM: "Free some memory or raise the limit of mapped memory (ulimit -v)."
    case ENAMETOOLONG: "Name a shorter path."
    case ENODEV: "Copy it to a regular file first."
    default: "Check the path and try again."
    }
  }
}
