extension SweepFile {
  /// A commented sweep that shows every key; what `mindstate sweep --example` prints.
  public static let example = """
    # Does tuning put the model where a prompt puts it? One file asks; `mindstate sweep FILE` answers.
    # Paths are relative to this file. Only prompts, conditions, roles and output must be there.

    question: Does tuning put the model where the Q/A prompt does?     # printed in the report

    prompts: prompts/novel.jsonl     # one JSON object a line: id, text, labels, reference, group
    limit: 200                       # a fixed sample of so many prompts; all without it
    cluster: entity                  # prompts with the same value of this label depend on each other (default: group)
    answers: reference               # what is forced where a position reads an answer:
                                     # reference, generated (X's own greedy answer), or a JSONL file

    # A condition is a model (with an adapter or a soft prompt) and a wrapper: a name, a file, or chat. Default: bare.
    # Wrappers of conditions that carry a verdict end in a newline.
    conditions:
      base/bare: {model: models/base}
      base/qa: {model: models/base, wrapper: wrappers/qa.txt}
      base/film-script: {model: models/base, wrapper: wrappers/film-script.txt}
      instruct/bare: {model: models/instruct}
      instruct-reordered/bare: {model: models/instruct-reordered}
      scripts/bare: {model: models/base, adapter: adapters/scripts}
      k16/bare: {model: models/base, soft_prompt: soft-prompts/k16}

    roles:
      reference: base/bare           # where displacements start, and whose prompts give mean and scale
      pairs: [[instruct/bare, base/qa], [k16/bare, base/qa]]     # X, Y: is X where Y is?
      paraphrases: wrappers/paraphrases     # harmless rewordings of Y's wrapper, 8 or more: a directory, or conditions
      irrelevant: wrappers/irrelevant       # wrappers that ask for nothing, 8 or more
      ceiling: instruct-reordered/bare      # a second tuning like X; or a map: {instruct/bare: instruct-reordered/bare}
      crossed: {tunings: [instruct/bare, scripts/bare], wrappers: [base/qa, base/film-script]}

    # A paraphrase counts when it answers as often as Y (share) and goes on as Y does (mean next-token divergence, nats).
    admission: {answer_rate: 0.05, kl: 0.5}

    # When an answer is correct: contains, exact or numeric; in the first line that shows anything, or in all the text.
    scoring: {mode: contains, span: first-line}

    read: {sites: [resid], layers: all, positions: [last, answer-end]}
    metrics: default                 # default, all, or a list
    verdict: {metric: cosine_distance_standardised, margin: 0.25}     # declared before looking

    # Into which mode does a condition fall? `irrelevant` stands for all irrelevant wrappers as one mode.
    modes: {fit: [base/bare, base/qa, base/film-script, irrelevant], score: [instruct/bare]}
    probes: [{targets: [task], probes: [logistic], conditions: [base/bare, base/qa, instruct/bare], control: entity}]
    behaviour: {max_new_tokens: 48}
    trajectory: {target: base/qa, conditions: [instruct/bare, base/bare]}

    resamples: 2000
    seed: 0
    output: out/run                  # the run directory; --run names another

    """
}
