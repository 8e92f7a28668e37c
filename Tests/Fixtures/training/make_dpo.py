"""Makes dpo.safetensors: loss and gradients of direct preference optimisation by PyTorch, for
Tests/TrainingTests/Objective.

    python make_dpo.py

The policy is ../models/llama-gqa, the reference the same with a little noise. Sequences are I64 tensors `tokens.P.A`
for pair P and answer A (0 chosen, 1 rejected), `prompt.P` the number of tokens of its prompt; `reference` [pairs, 2],
`loss`, and `gradient.NAME` for every parameter. Needs the versions of ../requirements.txt.
"""

import os

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM

HERE = os.path.dirname(os.path.abspath(__file__))
BETA, CHOSEN_WEIGHT = 0.3, 0.2
PROMPTS = [4, 6, 3]
ANSWERS = [(3, 5), (2, 2), (6, 1)]


def log_probabilities(model, tokens, prompt):
    """log p of every token after the first `prompt`."""
    logits = model(tokens[None, :-1]).logits[0].double()
    return logits.log_softmax(-1).gather(-1, tokens[1:, None])[prompt - 1:, 0]


torch.manual_seed(11)
policy = AutoModelForCausalLM.from_pretrained(
    os.path.join(HERE, "..", "models", "llama-gqa"), dtype=torch.float32, attn_implementation="eager")
reference = AutoModelForCausalLM.from_pretrained(
    os.path.join(HERE, "..", "models", "llama-gqa"), dtype=torch.float32, attn_implementation="eager")
with torch.no_grad():
    for parameter in reference.parameters():
        parameter += 0.02 * parameter.abs().mean() * torch.randn_like(parameter)

saved, losses, chosen = {}, [], []
for p, (prompt, lengths) in enumerate(zip(PROMPTS, ANSWERS)):
    start = torch.randint(0, policy.config.vocab_size, (prompt,))
    saved[f"prompt.{p}"] = torch.tensor([prompt])
    policy_sums, reference_sums = [], []
    for a, length in enumerate(lengths):
        tokens = torch.cat([start, torch.randint(0, policy.config.vocab_size, (length,))])
        saved[f"tokens.{p}.{a}"] = tokens
        values = log_probabilities(policy, tokens, prompt)
        if a == 0:
            chosen.append(values)
        policy_sums.append(values.sum())
        with torch.no_grad():
            reference_sums.append(log_probabilities(reference, tokens, prompt).sum())
    saved[f"reference.{p}"] = torch.stack(reference_sums)
    margin = (policy_sums[0] - reference_sums[0]) - (policy_sums[1] - reference_sums[1])
    losses.append(-torch.nn.functional.logsigmoid(BETA * margin))
loss = torch.stack(losses).mean() - CHOSEN_WEIGHT * torch.cat(chosen).mean()
loss.backward()
saved["loss"] = loss.detach().reshape(1)
for name, parameter in policy.named_parameters():
    saved[f"gradient.{name}"] = parameter.grad.clone()
save_file(saved, os.path.join(HERE, "dpo.safetensors"))
