import ArgumentParser
import MindstateNumerics
import MindstateStore

/// What this machine's sgemm reaches: the yardstick of `make bench`, of no use in daily work.
struct CeilingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ceiling", abstract: "Measure sgemm's speed at the shape of a layer, for benchmarks.",
    shouldDisplay: false)

  @Option(help: "Rows.") var m = 2048
  @Option(help: "Columns.") var n = 3072
  @Option(help: "Inner size.") var k = 768
  @Option(help: "Seconds for each of the two ways to use threads.") var seconds = 1.0
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    let threads = Workers(threads: threads.threads).threads
    if m < threads || n < 1 || k < 1 || !(0...600).contains(seconds) {
      throw ValidationError("sizes must be positive, rows at least \(threads), seconds 0 to 600")
    }
    let (m, n, k) = (Double(m), Double(n), Double(k))
    let bytes = 4 * (m * k + k * n + m * n)
    let memory = Double(System.physicalMemory ?? .max)
    if bytes > memory {
      throw ValidationError("three matrices of these sizes take \(bytes / 1e9) GB, and there are \(memory / 1e9)")
    }
  }

  func run() throws {
    let threads = Workers(threads: threads.threads).threads
    let gigaflops = SgemmCeiling.measure(m: m, n: n, k: k, seconds: seconds, threads: threads)
    let fields = JSONObject([
      ("gflops", .number(gigaflops)), ("threads", .integer(threads)), ("kernels", .string(System.blasCore)),
    ])
    try StandardOutput.write(JSON.object(fields).serialized() + "\n")
  }
}
