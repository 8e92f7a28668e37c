import ArgumentParser
import MindstateExperiments
import MindstateModel
import MindstateProbes
import MindstateTraining

/// The options by which a person does what an error asks for.
///
/// Libraries name the setting, since their users have no command line. This is the one place that knows which option
/// sets it.
struct OptionHint: Equatable {
  var options: [String]
  /// What they do, where that is not what the error asks for in so many words.
  var effect: String?

  init(_ options: String..., effect: String? = nil) {
    self.options = options
    self.effect = effect
  }

  /// Options of `command` alone: another command's cannot help. Where it has none of them there is no hint.
  func text(in command: (any ParsableCommand.Type)?) -> String {
    guard let command else { return "" }
    // Lines of the help that begin with an option; examples and explanations name other commands' options, too.
    let lines = Mindstate.helpMessage(for: command, columns: 80).split(separator: "\n").filter { $0.hasPrefix("  -") }
    let own = lines.flatMap { $0.split { " ,".contains($0) } }
    let usable = options.filter { option in own.contains { $0 == option } }
    if usable.isEmpty { return "" }
    let names = usable.joined(separator: ", ")
    return " (option\(usable.count == 1 ? "" : "s") \(names)\(effect.map { " \($0)" } ?? ""))"
  }
}

extension OptionHint {
  init?(for error: any Error) {
    let hint: OptionHint? =
      switch error {
      case let error as PromptError: Self.hint(error)
      case let error as AdapterError: Self.hint(error)
      case let error as ComparisonError: Self.hint(error)
      case let error as ProbeSweepError: Self.hint(error)
      case let error as ModeError: Self.hint(error)
      case let error as TrainingError: Self.hint(error)
      case let error as SweepError: Self.hint(error)
      case ChatFormatError.noTemplate: OptionHint("--chat-template", "--wrapper")
      case AssertionError.missingKey: OptionHint("--example", effect: "prints a whole file")
      default: nil
      }
    guard let hint else { return nil }
    self = hint
  }

  private static func hint(_ error: PromptError) -> OptionHint? {
    switch error {
    case .tokensUnderWrapper, .messagesUnderWrapper: OptionHint("--wrapper")
    case .noAnswer: OptionHint("--answers")
    case .straddledSpan: OptionHint("--align", "--wrapper")
    default: nil
    }
  }

  private static func hint(_ error: AdapterError) -> OptionHint? {
    guard case .wrongKind(_, _, _, let known?) = error else { return nil }
    switch known {
    case .lora: return OptionHint("--adapter")
    case .softPrompt: return OptionHint("--soft-prompt")
    }
  }

  private static func hint(_ error: ComparisonError) -> OptionHint? {
    switch error {
    case .unknownReference: OptionHint("--start")
    case .axisDiffers(let axis, _, _, _, _, _), .notCaptured(let axis, _, _, _, _): OptionHint("--\(axis)s")
    case .nothingChosen: OptionHint("--layers", "--sites")
    default: nil
    }
  }

  private static func hint(_ error: ProbeSweepError) -> OptionHint? {
    switch error {
    case .captures(let error): hint(error)
    case .noTargets: OptionHint("--target")
    case .controlMissing: OptionHint("--control")
    case .severalTokens: OptionHint("--positions")
    default: nil
    }
  }

  private static func hint(_ error: ModeError) -> OptionHint? {
    switch error {
    case .captures(let error): hint(error)
    case .fewerThanTwoModes: OptionHint("--fit")
    case .raggedPosition: OptionHint("--positions")
    default: nil
    }
  }

  private static func hint(_ error: TrainingError) -> OptionHint? {
    switch error {
    case .unknownEndToken, .noEndToken: OptionHint("--end-token")
    case .tooLong(_, isCut: true, _, _, _): OptionHint("--length")
    case .emptyPromptText: OptionHint("--from-text")
    case .nothingToAdapt: OptionHint("--model")
    case .notFinite: OptionHint("--learning-rate", "--clip")
    case .outputInUse: OptionHint("--resume", "--output")
    case .noState: OptionHint("--state")
    case .otherSettings: OptionHint("--output")
    default: nil
    }
  }

  private static func hint(_ error: SweepError) -> OptionHint? {
    switch error {
    case .missingKey: OptionHint("--example", effect: "prints a whole file")
    case .severalAnswers, .locked: OptionHint("--run")
    case .badShard, .noLauncher: OptionHint("--shard")
    default: nil
    }
  }
}
