import MindstateExperiments

/// What `mindstate` says without arguments: what it is, a few commands to begin with, where to go next.
enum Welcome {
  static let text = """
    \(Tool.description): do fine-tuning and prompting land a language model in the same internal state?

    The same prompts go through a model under several conditions, a condition being a model (base or tuned)
    and a wrapper (bare, or inside a prompt template). Their hidden states are captured and compared, with an
    interval and a control beside every number, and the answer is: same, different, or undecided.

    Begin with
      mindstate demo                             the whole question on small models that come along, in two minutes
      mindstate inspect MODEL                    what a Hugging Face directory is, and whether it can be computed
      mindstate sweep --example > sweep.yaml     the question about models of your own, in one commented file;
                                                 then: mindstate sweep sweep.yaml, mindstate report out/run

    Step by step
      mindstate capture --model BASE  --prompts P.jsonl --wrapper qa   --output base-qa.safetensors
      mindstate capture --model TUNED --prompts P.jsonl --wrapper bare --output tuned-bare.safetensors
      mindstate capture --model BASE  --prompts P.jsonl --wrapper bare --output base-bare.safetensors
      mindstate compare --question tuned-bare.safetensors --target base-qa.safetensors \\
        --start base-bare.safetensors --output out

    Next
      mindstate --help                           all commands; mindstate help COMMAND explains one, with examples
      mindstate completions install              completes commands and options in your shell

    """
}
