import MindstateExperiments
import Testing

/// Shares of several processes.
struct SweepShardTests {
  @Test func countsFromOne() throws {
    #expect(try SweepShard(parsing: "1/3") == SweepShard(index: 0, count: 3))
    #expect(try SweepShard(parsing: "3/3") == SweepShard(index: 2, count: 3))
    for text in ["0/3", "4/3", "3", "a/b", "1/0", "", "1/2/3", "-1/2", "auto/0", "auto/x"] {
      #expect(throws: SweepError.self, "\(text)") { _ = try SweepShard(parsing: text, environment: { _ in nil }) }
    }
  }

  @Test(arguments: [
    (
      [
        "SLURM_ARRAY_TASK_ID": "5", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_COUNT": "4",
        "SLURM_ARRAY_TASK_STEP": "2",
      ], 2, 4
    ),
    (["SLURM_PROCID": "3", "SLURM_NTASKS": "8"], 3, 8),
    (["SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_TASK_COUNT": "2", "SLURM_PROCID": "1", "SLURM_NTASKS": "3"], 4, 6),
    (["OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "2", "SLURM_PROCID": "0", "SLURM_NTASKS": "1"], 1, 2),
    (["JOB_COMPLETION_INDEX": "4", "JOB_COMPLETIONS": "5"], 4, 5),
  ])
  func theLauncherTellsIndexAndCount(environment: [String: String], index: Int, count: Int) throws {
    let shard = try SweepShard(parsing: "auto") { environment[$0] }
    #expect(shard == SweepShard(index: index, count: count))
  }

  @Test func kubernetesNeedsTheCount() throws {
    let environment = ["JOB_COMPLETION_INDEX": "2"]
    #expect(try SweepShard(parsing: "auto/3") { environment[$0] } == SweepShard(index: 2, count: 3))
    #expect(throws: SweepError.self) { _ = try SweepShard(parsing: "auto") { environment[$0] } }
    #expect(throws: SweepError.self) { _ = try SweepShard(parsing: "auto/2") { environment[$0] } }
  }

  @Test func irregularArraysAndNoLauncherAreErrors() throws {
    let environment = [
      "SLURM_ARRAY_TASK_ID": "4", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_COUNT": "3",
      "SLURM_ARRAY_TASK_STEP": "2",
    ]
    #expect(throws: SweepError.self) { _ = try SweepShard(parsing: "auto") { environment[$0] } }
    #expect(throws: SweepError.noLauncher) { _ = try SweepShard(parsing: "auto") { _ in nil } }
  }

  @Test func sharesAreAllTasksOnceAndEven() {
    let costs = [7, 3, 3, 9, 1, 4, 4, 2, 8, 5, 5, 6]
    for count in 1...5 {
      let shares = (0..<count).map { SweepShard(index: $0, count: count).share(of: costs) }
      #expect(shares.flatMap { $0 }.sorted() == Array(costs.indices))
      let loads = shares.map { $0.reduce(0) { $0 + costs[$1] } }
      #expect((loads.max() ?? 0) - (loads.min() ?? 0) <= 9)
    }
  }
}
