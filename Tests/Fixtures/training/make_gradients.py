"""Makes gradients/: what PyTorch's automatic differentiation gives for every tiny checkpoint of ../models.

    python make_gradients.py [--only NAME …]

The loss is Σ weight · −log p(target) over the rows of the checkpoint's four prompts that have a target. Everything is
computed in double precision with eager attention from the weights as stored, and rounded to float32 at the end. Needs
the versions of ../requirements.txt.
"""

import argparse
import json
import os

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM

HERE = os.path.dirname(os.path.abspath(__file__))
MODELS = os.path.join(HERE, "..", "models")
# Checkpoints with learned and with rotary positions whose soft prompts are differentiated, too.
SOFT_PROMPTS = ("gpt2-tanh-gelu", "llama-gqa")
VECTORS = 3


def load(directory):
    model = AutoModelForCausalLM.from_pretrained(
        directory, dtype=torch.float32, attn_implementation="eager", local_files_only=True).eval().double()
    if getattr(model.config, "reorder_and_upcast_attn", False):
        for block in model.transformer.h:
            block.attn.reorder_and_upcast_attn = False  # That path insists on float32.
    return model


def rows_of(sequences):
    """Targets (−1 for none) and weights: most rows predict the next token, some nothing, the last something else."""
    targets, weights, n = [], [], 0
    for tokens in sequences:
        following = tokens[1:] + [(tokens[0] + 1) % 7]
        kept = [t if r % 3 != 1 else -1 for r, t in enumerate(following)]
        targets.append(torch.tensor(kept))
        weights.append(torch.tensor([0.02 * (1 + (n + r) % 4) for r in range(len(tokens))]))
        n += len(tokens)
    return targets, weights


def loss_of(model, sequences, targets, weights, prompt=None):
    total, kept = 0, []
    for tokens, target, weight in zip(sequences, targets, weights):
        embedded = model.get_input_embeddings()(torch.tensor([tokens]))
        if prompt is not None:
            embedded = torch.cat([prompt[None], embedded], 1)
        logits = model(inputs_embeds=embedded, use_cache=False).logits[0, -len(tokens):]
        rows = target >= 0
        log_probabilities = torch.log_softmax(logits[rows], -1).gather(1, target[rows, None])[:, 0]
        total = total - (weight.double()[rows] * log_probabilities).sum()
        kept.append(log_probabilities.detach())
    return total, torch.cat(kept)


def differentiate(name):
    directory = os.path.join(MODELS, name)
    with open(os.path.join(directory, "prompts.jsonl"), encoding="utf-8") as file:
        sequences = [json.loads(line)["tokens"] for line in file]
    model = load(directory)
    targets, weights = rows_of(sequences)
    loss, log_probabilities = loss_of(model, sequences, targets, weights)
    loss.backward()
    result = {name: parameter.grad for name, parameter in model.named_parameters()}
    result["input.targets"] = torch.cat(targets)
    result["input.weights"] = torch.cat(weights)
    result["log_probabilities"] = log_probabilities
    if name in SOFT_PROMPTS:
        generator = torch.Generator().manual_seed(1)
        prompt = torch.randn(VECTORS, model.config.hidden_size, generator=generator).double().requires_grad_()
        loss, log_probabilities = loss_of(model, sequences, targets, weights, prompt)
        (gradient,) = torch.autograd.grad(loss, prompt)
        result["soft_prompt.vectors"] = prompt.detach()
        result["soft_prompt.gradient"] = gradient
        result["soft_prompt.log_probabilities"] = log_probabilities
    return {name: tensor.float().contiguous() for name, tensor in result.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="*")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    os.makedirs(os.path.join(HERE, "gradients"), exist_ok=True)
    for name in sorted(os.listdir(MODELS)):
        if not os.path.exists(os.path.join(MODELS, name, "config.json")) or name not in (arguments.only or [name]):
            continue
        save_file(differentiate(name), os.path.join(HERE, "gradients", name + ".safetensors"))
        print(name, "done", flush=True)


if __name__ == "__main__":
    main()
