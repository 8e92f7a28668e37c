extension SweepFile {
  /// A commented sweep that shows every key; what `mindstate sweep --example` prints.
  public static let example = """
    # Does tuning put the model where a prompt puts it? One file asks; `mindstate sweep FILE` answers.
    # Paths are relative to this file; what is not there is looked for among the data that come with mindstate, as the
    # lab's models and prompts below. Only prompts, conditions, roles and output must be there.

    question: Does tuning put the model where the Q/A prompt does?     # printed in the report

    prompts: lab/prompts/novel.jsonl # one JSON object a line: id, text, labels, reference, group
    limit: 200                       # a fixed sample of so many prompts; all without it
    # cluster: LABEL                 # prompts with the same value of this label depend on each other (default: group)
    answers: reference               # what is forced where a position reads an answer:
                                     # reference, generated (the question's own greedy answer), or a JSONL file

    # A condition is a model (with an adapter or a soft prompt) and a wrapper: a name, a file, or chat. Default: bare.
    # Wrappers of conditions that carry a verdict end in a newline.
    conditions:
      base/bare: {model: lab/models/base}
      base/qa: {model: lab/models/base, wrapper: lab/wrappers/qa.txt}
      base/film-script: {model: lab/models/base, wrapper: lab/wrappers/film-script.txt}
      instruct/bare: {model: lab/models/instruct}
      instruct-reordered/bare: {model: lab/models/instruct-reordered}
      scripts/bare: {model: lab/models/base, adapter: lab/adapters/scripts}
      k16/bare: {model: lab/models/base, soft_prompt: lab/soft-prompts/k16}

    roles:
      start: base/bare               # where displacements start, and whose prompts give mean and scale
      pairs:                         # is the question (X; one or several) where the target (Y) is?
        - {question: [instruct/bare, k16/bare], target: base/qa}
      paraphrases: lab/wrappers/paraphrases     # harmless rewordings of the target's wrapper, 8 or more: a directory, or conditions
      irrelevant: lab/wrappers/irrelevant       # wrappers that ask for nothing, 8 or more
      ceiling: {instruct/bare: instruct-reordered/bare}     # a second tuning like the question
      crossed: {tunings: [instruct/bare, scripts/bare], wrappers: [base/qa, base/film-script]}

    # A paraphrase counts when it answers as often as the target (share) and goes on as it does (mean next-token divergence, nats).
    admission: {answer_rate: 0.05, kl: 0.5}

    # When an answer is correct: contains, exact or numeric; in the first line that shows anything, or in all the text.
    scoring: {mode: contains, span: first-line}

    read: {sites: [resid], layers: all, positions: [last, answer-end]}
    metrics: default                 # default, all, or a list
    verdict: {metric: cosine_distance_standardised, margin: 0.25}     # declared before looking

    # Into which mode does a condition fall? `irrelevant` stands for all irrelevant wrappers as one mode.
    modes: {fit: [base/bare, base/qa, base/film-script, irrelevant], score: [instruct/bare]}
    probes: [{targets: [kind], probes: [logistic], conditions: [base/bare, base/qa, instruct/bare], control: group}]
    behaviour: {max_new_tokens: 48}
    trajectory: {target: base/qa, conditions: [instruct/bare, base/bare]}

    resamples: 2000
    seed: 0
    plain_csv: false                 # true: names that begin with = + - @ stand as they are, without an apostrophe
    output: out/run                  # the run directory

    """
}
