"""What transformers and PEFT generate on tiny checkpoints of ../models, and which tokens top-p leaves.

    python make_generation.py

For each checkpoint NAME.safetensors: for prompt number i of its prompts.jsonl `tokens.i` [new] and `logits.i`
[new, vocabulary], what `generate` chose greedily with its cache and from what, eager attention in float32; and
`ended.i`, the same where the tokens `end_tokens` end a text (without the end token itself). Adapters and soft prompts
of ../adapters: NAME of the directory, by a loop without a cache. `top_p.json` holds logits, temperature and p, and the
tokens that the reference's warpers leave.
"""

import json
import os
import sys

import numpy
import torch
from peft import PeftModel
from safetensors.torch import save_file
from transformers import LogitsProcessorList, TemperatureLogitsWarper, TopPLogitsWarper

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURES = os.path.dirname(HERE)
sys.path.insert(0, os.path.join(FIXTURES, "models"))

from maker.reference import load, tolerance  # noqa: E402

NEW = 22
CONDITIONING = 0.2
MODELS = ["gpt2-hub", "gpt2-tanh-gelu", "gpt_neox-pythia", "gpt_neox-sequential-tied", "llama-gqa",
          "llama-rope3-new-bf16", "mistral-window", "qwen2-layer-types-bf16", "qwen2-window-tied"]
CONDITIONS = {"llama-four-modules": "llama-gqa", "neox-fused": "gpt_neox-pythia", "llama-soft-5": "llama-gqa",
              "gpt2-soft-3": "gpt2-tanh-gelu", "qwen2-window-soft-9": "qwen2-window-tied"}


def prompts(checkpoint):
    with open(os.path.join(FIXTURES, "models", checkpoint, "prompts.jsonl"), encoding="utf-8") as file:
        return [json.loads(line)["tokens"] for line in file]


def in_double(model, tokens, new):
    """The same logits in double precision, in one pass."""
    model.double()
    logits = model(input_ids=torch.tensor([tokens + new.tolist()[:-1]]), use_cache=False).logits[0, -NEW:]
    model.float()
    return logits


def is_clear(name, logits, double):
    """Whether rounding takes at most a fifth of the tolerance, and every token won by far more than that; else another
    machine might choose another, and the prompt is left out."""
    share = float((logits - double).abs().max()) / tolerance(logits)
    if share > CONDITIONING:
        print(f"{name}: left out, {share:.2f} of the tolerance is rounding")
        return False
    for row in logits:
        first, second = row.topk(2).values.tolist()
        if first - second < 10 * tolerance(row):
            print(f"{name}: left out, {first} and {second} are too near each other")
            return False
    return True


def generated(model, tokens, **settings):
    inputs = torch.tensor([tokens])
    out = model.generate(
        inputs, attention_mask=torch.ones_like(inputs), do_sample=False, use_cache=True, max_new_tokens=NEW,
        return_dict_in_generate=True, output_logits=True, pad_token_id=0, **settings)
    return out.sequences[0, len(tokens):], torch.stack(out.logits)[:, 0]


def looped(model, tokens):
    new, logits = [], []
    for _ in range(NEW):
        row = model(input_ids=torch.tensor([tokens + new]), use_cache=False).logits[0, -1]
        logits.append(row)
        new.append(int(row.argmax()))
    return torch.tensor(new), torch.stack(logits)


def of_checkpoint(name):
    model = load(os.path.join(FIXTURES, "models", name))
    model.generation_config.eos_token_id = None
    tensors, counts = {}, numpy.zeros(model.config.vocab_size, dtype=int)
    for i, tokens in enumerate(prompts(name)):
        new, logits = generated(model, tokens)
        if not is_clear(f"{name}, prompt {i}", logits, in_double(model, tokens, new)):
            continue
        tensors[f"tokens.{i}"], tensors[f"logits.{i}"] = new, logits.contiguous()
        counts[new[3:].unique().numpy()] += 1
    end = [int(t) for t in counts.argsort(kind="stable")[::-1][:2]]
    for i, tokens in enumerate(prompts(name)):
        if f"tokens.{i}" not in tensors:
            continue
        new, _ = generated(model, tokens, eos_token_id=end)
        tensors[f"ended.{i}"] = new[:-1] if int(new[-1]) in end else new
    tensors["end_tokens"] = torch.tensor(end)
    return tensors


def of_condition(name, checkpoint):
    model = PeftModel.from_pretrained(
        load(os.path.join(FIXTURES, "models", checkpoint)), os.path.join(FIXTURES, "adapters", name)).eval()
    tensors = {}
    for i, tokens in enumerate(prompts(checkpoint)):
        if len(tokens) > 30:
            continue  # With the virtual tokens there is no room for all new ones.
        new, logits = looped(model, tokens)
        if is_clear(f"{name}, prompt {i}", logits, in_double(model, tokens, new)):
            tensors[f"tokens.{i}"], tensors[f"logits.{i}"] = new, logits.contiguous()
    return tensors


def top_p():
    random = numpy.random.default_rng(12)
    cases = []
    for temperature in (0.5, 1.0, 1.7):
        for p in (0.05, 0.3, 0.6, 0.9, 0.99):
            logits = (random.standard_normal(9) * 2).astype(numpy.float32)
            warpers = LogitsProcessorList([TemperatureLogitsWarper(temperature), TopPLogitsWarper(p)])
            left = warpers(None, torch.from_numpy(logits)[None])[0]
            cases.append({"logits": [float(x) for x in logits], "temperature": temperature, "top_p": p,
                          "kept": torch.isfinite(left).nonzero()[:, 0].tolist(),
                          "probabilities": left.double().softmax(0).tolist()})
    return cases


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    with torch.no_grad():
        for name in MODELS:
            save_file(of_checkpoint(name), os.path.join(HERE, name + ".safetensors"))
        for name, checkpoint in CONDITIONS.items():
            save_file(of_condition(name, checkpoint), os.path.join(HERE, name + ".safetensors"))
    with open(os.path.join(HERE, "top_p.json"), "w", encoding="utf-8") as file:
        json.dump(top_p(), file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
