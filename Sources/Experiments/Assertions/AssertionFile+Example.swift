extension AssertionFile {
  /// A commented file that shows every key; what `mindstate assert --example` prints.
  package static let example = """
    # Claims about states, as an exit code: `mindstate assert FILE` answers 0 when all hold and 1 when one does not.
    # The words are those of a sweep file; paths are relative to this file.

    prompts: prompts/novel.jsonl     # one JSON object a line: id, text, labels, reference, group
    limit: 120                       # a fixed sample of so many prompts; all without it
    cluster: entity                  # prompts with the same value of this label depend on each other (default: group)
    answers: reference               # what is forced where a position reads an answer: reference, or a JSONL file

    # A condition is a model (with an adapter or a soft prompt) and a wrapper: a name, a file, or chat. Default: bare.
    conditions:
      base/bare: {model: models/base}
      base/qa: {model: models/base, wrapper: wrappers/qa.txt}
      base/film-script: {model: models/base, wrapper: wrappers/film-script.txt}
      instruct/bare: {model: models/instruct}
      instruct-reordered/bare: {model: models/instruct-reordered}

    roles:                           # needed by same and different
      reference: base/bare           # gives mean and scale (default: Y's model, bare)
      paraphrases: wrappers/paraphrases     # harmless rewordings of Y's wrapper, 8 or more: a directory, or conditions
      irrelevant: wrappers/irrelevant       # wrappers that ask for nothing, 8 or more
      ceiling: {instruct/bare: instruct-reordered/bare}     # a second tuning like X, shown beside the result

    # Where states are read, unless a claim says otherwise. A claim holds when it holds at every layer.
    # Layers of resid: all is 1 to the last; 0 is the token's embedding, which no wrapper moves.
    read: {sites: [resid], layers: all, positions: [last]}
    verdict: {metric: cosine_distance_standardised, margin: 0.25}     # declared before looking

    assertions:
      # X stands as near to Y as rewordings of Y do. Open is not the same: it fails and says how many prompts decide.
      - same: [instruct/bare, base/qa]
        name: instruct stands where the Q/A prompt does
      - different: [base/bare, base/qa]
        layers: 2-6
      # At least this share of prompts falls into the mode. `irrelevant` is all irrelevant wrappers as one mode.
      - mode: {score: instruct/bare, in: base/qa, among: [base/bare, base/film-script, irrelevant], share: 0.5}
        layers: 3-6
      # A probe for a label, fitted in one condition, reads it in another. Without at_least: half-way from chance to
      # what it reaches in its own condition.
      - transfer: {target: task, from: base/qa, to: instruct/bare, probe: logistic, at_least: 0.5}
        layers: 4-6

    seed: 0

    """
}
