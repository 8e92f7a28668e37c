import MindstateExperiments

/// What `mindstate` says without arguments, on one page of a small terminal: what it is, what to begin with, where to go
/// next.
package enum Welcome {
  package static let text = """
    \(Tool.description): do fine-tuning and prompting land a model in the same state?

    The same prompts go through a language model under several conditions: base or
    tuned, bare or inside a prompt template. Their hidden states are compared, with
    a control beside every number, and come out same, different or undecided.

    The whole question on small models that come along, in two minutes:
      mindstate demo

    On models of your own, Hugging Face directories as `hf download` leaves them:
      mindstate inspect MODEL
      mindstate sweep --example > sweep.yaml
      mindstate sweep sweep.yaml
      mindstate report out/run

    Step by step:
      mindstate capture --model TUNED --prompts PROMPTS --output tuned.safetensors
      mindstate capture --model BASE --prompts PROMPTS --output base.safetensors
      mindstate compare --distances tuned.safetensors base.safetensors \\
        --start base.safetensors --output out

    All commands: mindstate --help. One with examples: mindstate help sweep.
    Completion in your shell: mindstate completions install.

    """
}
