extension AssertionFile {
  /// A commented file that shows every key; what `mindstate assert --example` prints.
  package static let example = """
    # Claims about states, as an exit code: `mindstate assert FILE` answers 0 when all hold and 1 when one does not.
    # The words are those of a sweep file. Paths are relative to this file; what is not there is looked for among the data
    # that come with mindstate, as the lab's models and prompts below.

    prompts: lab/prompts/novel.jsonl # one JSON object a line: id, text, labels, reference, group
    limit: 120                       # a fixed sample of so many prompts; all without it
    # cluster: LABEL                 # prompts with the same value of this label depend on each other (default: group)
    answers: reference               # what is forced where a position reads an answer: reference, or a JSONL file

    # A condition is a model (with an adapter or a soft prompt) and a wrapper: a name, a file, or chat. Default: bare.
    conditions:
      base/bare: {model: lab/models/base}
      base/qa: {model: lab/models/base, wrapper: lab/wrappers/qa.txt}
      base/film-script: {model: lab/models/base, wrapper: lab/wrappers/film-script.txt}
      instruct/bare: {model: lab/models/instruct}
      instruct-reordered/bare: {model: lab/models/instruct-reordered}

    roles:                           # needed by same and different
      start: base/bare               # gives mean and scale
      paraphrases: lab/wrappers/paraphrases     # harmless rewordings of the target's wrapper, 8 or more: a directory, or conditions
      irrelevant: lab/wrappers/irrelevant       # wrappers that ask for nothing, 8 or more
      ceiling: {instruct/bare: instruct-reordered/bare}     # a second tuning like the question, shown beside the result

    # Where states are read, unless a claim says otherwise. Layers of resid: all is 1 to the last; 0 is the token's
    # embedding, which no wrapper moves. Over layers, those that cannot be judged are named and left out: same holds when
    # it holds at every other one, different when it holds at one; mode and transfer hold when they do at every layer.
    read: {sites: [resid], layers: all, positions: [last]}
    verdict: {metric: cosine_distance_standardised, margin: 0.25}     # declared before looking

    assertions:
      # The question stands as near to the target as rewordings of the target do. Open is not the same: it fails and
      # says how many prompts decide.
      - same: {question: instruct/bare, target: base/qa}
        name: instruct stands where the Q/A prompt does
        layers: 2-6
      - different: {question: base/film-script, target: base/qa}
      # At least this share of prompts falls into the mode. `irrelevant` is all irrelevant wrappers as one mode.
      - mode: {score: instruct/bare, in: base/qa, among: [base/bare, base/film-script, irrelevant], share: 0.5}
        layers: 3-6
      # A probe for a label, fitted in one condition, reads it in another. Without at_least: half-way from chance to
      # what it reaches in its own condition.
      - transfer: {target: kind, from: base/qa, to: instruct/bare, probe: logistic, at_least: 0.6}
        layers: 4-6

    seed: 0

    """
}
