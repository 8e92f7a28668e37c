import MindstateStore

/// One of several processes that share the captures of a sweep.
public struct SweepShard: Sendable, Equatable {
  /// From 0.
  public var index: Int
  public var count: Int

  public init(index: Int, count: Int) {
    self.index = index
    self.count = count
  }

  /// Reads `i/n` with i from 1; `auto`, which asks the launcher's environment; or `auto/n` for a launcher that tells
  /// the index but not the number (Kubernetes).
  public init(parsing text: String) throws(SweepError) {
    try self.init(parsing: text) { SystemCalls.environment($0) }
  }

  package init(parsing text: String, environment: (String) -> String?) throws(SweepError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if parts[0] == "auto", parts.count <= 2 {
      let count = parts.count == 2 ? Int(parts[1]) : nil
      if parts.count == 2, (count ?? 0) < 1 { throw .badShard(text, needed: "auto, or auto/n with n of at least 1") }
      self = try Self.launched(environment, count: count)
      return
    }
    guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]), 1 <= index, index <= count else {
      throw .badShard(text, needed: "i/n with i from 1 to n, or auto")
    }
    self.init(index: index - 1, count: count)
  }

  /// Slurm's array and step multiply: each array task may have several processes.
  private static func launched(_ environment: (String) -> String?, count: Int?) throws(SweepError) -> SweepShard {
    func number(_ name: String) throws(SweepError) -> Int? {
      guard let text = environment(name) else { return nil }
      guard let value = Int(text), value >= 0 else {
        throw .badShard("auto", needed: "\(name) a number, not \"\(text)\"")
      }
      return value
    }
    if let rank = try number("OMPI_COMM_WORLD_RANK"), let size = try number("OMPI_COMM_WORLD_SIZE") {
      return try SweepShard(rank: rank, size: count ?? size, "OMPI_COMM_WORLD_RANK")
    }
    if let index = try number("JOB_COMPLETION_INDEX") {
      let told = try number("JOB_COMPLETIONS")
      guard let size = count ?? told else {
        throw .badShard(
          "auto", needed: "auto/n here: Kubernetes tells a pod its index but not the number of completions")
      }
      return try SweepShard(rank: index, size: size, "JOB_COMPLETION_INDEX")
    }
    let step = try number("SLURM_PROCID")
    let stepTasks = try number("SLURM_STEP_NUM_TASKS")
    let jobTasks = try number("SLURM_NTASKS")
    let tasks = stepTasks ?? jobTasks
    if let task = try number("SLURM_ARRAY_TASK_ID") {
      let first = try number("SLURM_ARRAY_TASK_MIN") ?? 0
      let stride = max(1, try number("SLURM_ARRAY_TASK_STEP") ?? 1)
      let size = try number("SLURM_ARRAY_TASK_COUNT") ?? 1
      guard task >= first, (task - first) % stride == 0 else {
        throw .badShard("auto", needed: "an array of the form 0-n or a-b:step; this one is irregular")
      }
      let array = try SweepShard(rank: (task - first) / stride, size: size, "SLURM_ARRAY_TASK_ID")
      let inner = try SweepShard(rank: step ?? 0, size: max(1, tasks ?? 1), "SLURM_PROCID")
      return SweepShard(index: array.index * inner.count + inner.index, count: array.count * inner.count)
    }
    if let step, let tasks { return try SweepShard(rank: step, size: count ?? tasks, "SLURM_PROCID") }
    throw .noLauncher
  }

  private init(rank: Int, size: Int, _ name: String) throws(SweepError) {
    guard size >= 1, rank < size else {
      throw .badShard("auto", needed: "\(name) (\(rank)) below the number of processes (\(size))")
    }
    self.init(index: rank, count: size)
  }

  /// Which of the tasks are this shard's: the costliest first, each to the shard that has least so far, so that all
  /// shards find the same shares without talking.
  package func share(of costs: [Int]) -> Set<Int> {
    var loads = Array(repeating: 0, count: count)
    var own: Set<Int> = []
    for task in costs.indices.sorted(by: { (costs[$1], $0) < (costs[$0], $1) }) {
      let least = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
      loads[least] += costs[task]
      if least == index { own.insert(task) }
    }
    return own
  }
}
