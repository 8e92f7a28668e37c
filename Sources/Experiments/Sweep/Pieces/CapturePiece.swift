import MindstateModel
import MindstateNumerics
import MindstateStore

/// The states of all prompts under one condition, at all positions in one pass.
struct CapturePiece: SweepPiece {
  let condition: PlannedCondition

  var stage: String { "capture" }
  var name: String { condition.name }
  var files: [String] { [condition.captureFile] }

  func key(_ run: SweepRun) throws -> String {
    let plan = run.plan
    return digest([
      condition.name, condition.digest, condition.format.name, try run.feedDigest(of: condition), plan.promptDigest,
      plan.file.sites.map(\.rawValue).joined(separator: ","), "\(plan.file.layers)",
      plan.positions(of: condition.name).map(\.description).joined(separator: ","),
    ])
  }

  func make(_ run: SweepRun, progress: any ProgressReporter) throws -> [SweepContent] {
    let plan = run.plan
    let sites = try SitePlan(sites: plan.file.sites, layers: plan.file.layers, spec: condition.opened.spec)
    var capture = try CaptureRun(
      plan: sites, positions: plan.positions(of: condition.name), fed: try run.fed(condition), condition.opened)
    try capture.compute(
      condition.opened.transformer(workers: plan.workers), batchTokens: 8192, progress: progress)
    return [
      .capture(
        Capture(
          condition: condition.name, wrapper: condition.format.name, model: condition.digest, tool: Tool.description,
          prompts: plan.prompts.prompts.map { CapturedPrompt(id: $0.id, group: $0.group, labels: $0.labels) },
          readings: try capture.readings()))
    ]
  }
}
