import Dispatch
import MindstateNumerics
import MindstateStore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What happens before a command is parsed: signals, memory, and the choice of OpenBLAS's kernels.
enum Startup {
  static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    restartWithBetterKernels()
    System.keepFreedMemory()
    OutOfMemory.end { bytes in ExitCodes.leaveForWantOfMemory(bytes: bytes) }
    for number in [SIGINT, SIGTERM, SIGHUP] { leaveCleanly(on: number) }
  }

  /// Ctrl-C removes half-written files; what was written whole stays. Training finishes its step first.
  private static func leaveCleanly(on number: Int32) {
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
    source.setEventHandler {
      if Interruption.ask(number) {
        return StandardError.say("\nmindstate: stopping after this step; once more to stop at once\n")
      }
      TemporaryFiles.removeAll()
      StandardError.say("\nmindstate: interrupted; nothing unfinished was kept\n")
      _exit(128 + number)
    }
    source.resume()
    unsafe sources.append(source)
  }

  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []  // written before threads start

  /// OpenBLAS picks its kernels by the processor's name when it is loaded, and an older one does not know that a newer
  /// processor has AVX-512. So where that lies idle the program starts itself again with the right name; a setting of
  /// the user's own is left alone, and a second start never happens.
  private static func restartWithBetterKernels() {
    #if os(Linux)
      guard let better = System.betterCoreType else { return }  // nil where the user chose
      unsafe setenv("OPENBLAS_CORETYPE", better, 1)
      _ = unsafe execv("/proc/self/exe", CommandLine.unsafeArgv)
      unsafe unsetenv("OPENBLAS_CORETYPE")  // could not start again: go on as we are
    #endif
  }
}
