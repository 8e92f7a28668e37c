import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Program {
  /// The tool on a terminal of its own, of 80 columns: all that it wrote there, escapes included, and its exit status.
  ///
  /// - Parameter signal: sent once `text` has appeared.
  public static func onTerminal(
    _ arguments: [String], in directory: String = Fixture.repository, columns: Int = 80,
    sending signal: (number: Int32, after: String)? = nil
  ) throws -> (status: Int32, screen: String) {
    let (master, slave) = try pseudoterminal()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["COLUMNS": "\(columns)"]) { $1 }
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    process.standardInput = FileHandle.nullDevice
    let terminal = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
    process.standardOutput = terminal
    process.standardError = terminal
    try process.run()
    try terminal.close()  // The last holder of the other side is the tool: reading ends with it.
    var (bytes, buffer, isSent) = ([UInt8](), [UInt8](repeating: 0, count: 4096), false)
    while true {
      let count = unsafe read(master, &buffer, buffer.count)
      if count <= 0 { break }
      bytes += buffer[..<count]
      if let signal, !isSent, String(decoding: bytes, as: UTF8.self).contains(signal.after) {
        isSent = true
        kill(process.processIdentifier, signal.number)
      }
    }
    process.waitUntilExit()
    close(master)
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }

  /// Both sides of a new terminal.
  private static func pseudoterminal() throws -> (master: Int32, slave: Int32) {
    #if canImport(Glibc)
      // Glibc's own functions for this are not among those that Swift imports.
      let (unlock, askNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)  // TIOCSPTLCK, TIOCGPTN
      let master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
      var (locked, number) = (Int32(0), Int32(0))
      guard master >= 0, unsafe ioctl(master, unlock, &locked) == 0, unsafe ioctl(master, askNumber, &number) == 0
      else {
        throw CocoaError(.fileNoSuchFile)
      }
      let slave = unsafe open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    #else
      let master = posix_openpt(O_RDWR | O_NOCTTY)
      guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0, let name = ptsname(master) else {
        throw CocoaError(.fileNoSuchFile)
      }
      let slave = open(name, O_RDWR | O_NOCTTY)
    #endif
    if slave < 0 { throw CocoaError(.fileNoSuchFile) }
    return (master, slave)
  }
}
