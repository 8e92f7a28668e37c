import MindstateModel
import MindstateNumerics
import MindstateStore

/// The states of all prompts under one condition, at all positions in one pass. Where prompts may lack an answer, the
/// positions that read one go into a file of their own, which has the prompts with one.
struct CapturePiece: SweepPiece {
  let condition: PlannedCondition
  /// Whether there are two files.
  let isSplit: Bool

  init(_ condition: PlannedCondition, _ plan: SweepPlan) {
    self.condition = condition
    isSplit = plan.readsAnswersApart(condition.name)
  }

  var stage: String { "capture" }
  var name: String { condition.name }
  var files: [String] { [condition.captureFile] + (isSplit ? [condition.answerCaptureFile] : []) }

  /// Nothing is read at answers that are not there.
  func written(_ run: SweepRun) throws -> [String] {
    let isAnswered = try !isSplit || run.unanswered().count < run.plan.prompts.prompts.count
    return isAnswered ? files : [condition.captureFile]
  }

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
    let positions = plan.positions(of: condition.name)
    var prompts = Array(zip(plan.prompts.prompts, try run.fed(condition)))
    let answered = prompts.filter { $0.1.answerTokens != nil }
    if plan.mayLackAnswers && !isSplit { prompts = answered }
    if prompts.isEmpty { throw CaptureRunError.nothingAnswered(prompts: plan.prompts.prompts.count) }
    var capture = try CaptureRun(
      plan: sites, positions: positions, fed: prompts.map(\.1), leavingOutUnanswered: isSplit, condition.opened)
    try capture.compute(
      condition.opened.transformer(workers: plan.workers), batchTokens: 8192, progress: progress)
    let readings = try capture.readings()
    if !isSplit { return [content(prompts.map(\.0), readings)] }
    return (answered.isEmpty ? [false] : [false, true]).map { reads in
      content(
        (reads ? answered : prompts).map(\.0),
        zip(positions, readings).filter { $0.0.needsAnswer == reads }.map(\.1))
    }
  }

  private func content(_ prompts: [Prompt], _ readings: [Reading]) -> SweepContent {
    .capture(
      Capture(
        condition: condition.name, wrapper: condition.format.name, model: condition.digest, tool: Tool.description,
        prompts: prompts.map { CapturedPrompt(id: $0.id, group: $0.group, labels: $0.labels) }, readings: readings))
  }
}
