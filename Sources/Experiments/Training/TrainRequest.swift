public import MindstateNumerics
public import MindstateTraining

/// A training run: from which weights, on what, how, and where to. Checked before any work.
public struct TrainRequest: Sendable {
  /// The weights that training begins with.
  public enum Start: Sendable, Equatable {
    /// A checkpoint directory.
    case checkpoint(String)
    /// Random weights for a config.json.
    case scratch(config: String)
  }

  /// What is learned.
  public enum Source: Sendable, Equatable {
    /// A text file of documents set apart by lines with the end token alone: every next token.
    case corpus(String)
    /// A JSONL file of id, prompt and answer: the answer, and the end token or what a chat template ends the turn with.
    case instructions(String)
    /// A JSONL file of id, prompt, chosen and rejected: which of the two is better.
    case preferences(String)
  }

  /// What is changed.
  public enum Method: Sendable, Equatable {
    case full
    /// A LoRA of the linear maps whose names end so, empty for all; in these layers, nil for all.
    case lora(rank: Int, alpha: Double, targets: [String], layers: [Int]?)
    /// So many vectors before every prompt, from the embeddings of a text, or drawn at random.
    case softPrompt(tokens: Int, text: String?)
  }

  public enum Length: Sendable, Equatable {
    case steps(Int)
    /// Passes over all the data of the task.
    case epochs(Double)
  }

  public var start: Start
  public var source: Source
  public var method = Method.full
  /// tokenizer.json, or a directory with one; nil is the checkpoint's.
  public var tokenizer: String?
  /// The wrapper of prompts, or `chat`.
  public var wrapper = "bare"
  /// How the wrapper `chat` is rendered.
  public var chat = ChatRequest()
  /// The token that ends a text; nil is the model's `eos_token_id`.
  public var endToken: String?
  /// A corpus to mix in against forgetting, as `mixedShare` of the examples and of the loss.
  public var mixed: String?
  public var mixedShare = 0.2
  /// Tokens of a sequence cut from a corpus; nil is 128, or the context where that is less.
  public var sequenceLength: Int?
  public var preference = DirectPreference()

  public var length = Length.epochs(1)
  /// Examples a step, and over how many passes they are spread.
  public var batch = 16
  public var accumulate = 1
  /// nil: 1e-3 from scratch and for LoRA, 1e-4 from a checkpoint, 1e-2 for a soft prompt.
  public var learningRate: Double?
  /// Steps up to the full rate; nil is a twentieth of all.
  public var warmup: Int?
  /// Share of the rate that is left at the end.
  public var learningRateFloor = 0.1
  public var optimizer = AdamW()
  /// Norm above which gradients are scaled down; nil never does.
  public var clip: Double? = 1
  /// Seed of all that is drawn.
  public var seed: UInt64 = 0
  /// Seed of the order of the data alone; nil is `seed`.
  public var orderSeed: UInt64?
  /// Normal noise on every weight before training begins, in units of its tensor's root mean square.
  public var weightNoise = 0.0

  public var format = FloatFormat.f32
  /// Steps after which the model is written on the way, as `OUTPUT/step-N`.
  public var checkpoints: [Int] = []
  /// Go on where a run with the same settings was stopped; begin where there is none.
  public var resumes = false
  /// Where the state to go on from lies; nil is `OUTPUT.state`.
  public var state: String?
  /// Keep the state every so many steps, besides every ten minutes.
  public var stateSteps: Int?
  /// The CSV file of losses; nil is `OUTPUT/loss.csv`.
  public var log: String?
  public var threads: Int?

  public init(start: Start, source: Source) {
    self.start = start
    self.source = source
  }
}

/// What a training run came to.
public struct TrainSummary: Sendable, Equatable {
  public var isFinished: Bool
  public var steps: Int
  public var totalSteps: Int
  /// Steps that were done before, by a run that this one goes on with.
  public var resumedFrom: Int
  public var tokens: Int
  /// Of the last step; nil without any.
  public var loss: Double?
  /// Numbers that were trained.
  public var trained: Int
  public var seconds: Double
  public var output: String
  public var state: String
}
