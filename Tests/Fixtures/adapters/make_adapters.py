"""Adapters and soft prompts as PEFT writes them, on checkpoints of ../models, and what PEFT computes with them.

    python make_adapters.py

Each directory holds `adapter_config.json` and `adapter_model.safetensors` untouched from PEFT's `save_pretrained`,
`model.txt` (the checkpoint's name under ../models) and `expected.safetensors`: for prompt number i of that checkpoint's
prompts.jsonl `logits.i` [T, vocabulary] and `resid.i` [T, width], what enters the final norm; both of the prompt's own
tokens only, float32, eager attention, read from the adapter as it was loaded again.
"""

import json
import os
import shutil
import sys

import numpy
import torch
from peft import LoraConfig, PeftModel, PromptTuningConfig, get_peft_model
from safetensors.torch import load_file, save_file

HERE = os.path.dirname(os.path.abspath(__file__))
MODELS = os.path.join(os.path.dirname(HERE), "models")
sys.path.insert(0, MODELS)

from maker.reference import PARTS, load  # noqa: E402
from maker.weights import stream  # noqa: E402

LLAMA = ["q_proj", "v_proj", "gate_proj", "down_proj"]

# name: (checkpoint, settings, dtype on disk)
LORAS = {
    "llama-four-modules": ("llama-gqa", dict(r=4, lora_alpha=8, target_modules=LLAMA), "float32"),
    "llama-last-layer-rslora": ("llama-rope3-tied", dict(
        r=2, lora_alpha=3, target_modules=["k_proj", "o_proj", "up_proj"], layers_to_transform=[1], use_rslora=True),
        "float32"),
    "llama-one-layer-of-pattern": ("llama-gqa", dict(
        r=3, lora_alpha=6, target_modules=["q_proj", "o_proj"], layers_to_transform=2, layers_pattern="layers"),
        "float32"),
    "gpt2-all-linear": ("gpt2-tanh-gelu", dict(r=2, lora_alpha=4, target_modules="all-linear"), "float32"),
    # c_proj is two modules: the attention's and the MLP's.
    "gpt2-fused-and-both-outputs": ("gpt2-hub", dict(
        r=3, lora_alpha=12, target_modules=["c_attn", "c_proj"], fan_in_fan_out=True), "float16"),
    "neox-fused": ("gpt_neox-pythia", dict(
        r=4, lora_alpha=4, target_modules=["query_key_value", "dense_4h_to_h"]), "bfloat16"),
    "qwen2-patterns": ("qwen2-untied", dict(
        r=2, lora_alpha=4, target_modules=r".*\.[02]\.(self_attn\.[qkv]_proj|mlp\.up_proj)",
        exclude_modules=["layers.0.self_attn.k_proj"], rank_pattern={"q_proj": 5}, alpha_pattern={r"0\.mlp\.up_proj": 9}),
        "float32"),
    "mistral-gaussian": ("mistral-window", dict(
        r=1, lora_alpha=2, target_modules=["q_proj", "k_proj", "v_proj"], init_lora_weights="gaussian"), "float32"),
}

# name: (checkpoint, virtual tokens, further settings)
SOFT_PROMPTS = {
    "llama-soft-5": ("llama-gqa", 5, {}),
    "gpt2-soft-3": ("gpt2-tanh-gelu", 3, {}),
    "neox-soft-1": ("gpt_neox-pythia", 1, dict(prompt_tuning_init="SAMPLE_VOCAB")),
    "qwen2-window-soft-9": ("qwen2-window-tied", 9, {}),
}


def prompts(checkpoint):
    with open(os.path.join(MODELS, checkpoint, "prompts.jsonl"), encoding="utf-8") as file:
        return [json.loads(line)["tokens"] for line in file]


def randomise(model, name):
    """B is zero when it begins, so that nothing would be seen; all trained tensors become random, of such a size that
    the states move by about as much as they are large."""
    random = stream(name, "adapter")
    for key, parameter in sorted(model.named_parameters()):
        if parameter.requires_grad:
            size = 1.0 if "prompt_encoder" in key else 0.4
            values = random.standard_normal(tuple(parameter.shape)).astype(numpy.float32) * size
            parameter.data = torch.from_numpy(values)


def save(model, directory, dtype, checkpoint):
    shutil.rmtree(directory, ignore_errors=True)
    for config in model.peft_config.values():
        config.base_model_name_or_path = checkpoint
    model.save_pretrained(directory)
    readme = os.path.join(directory, "README.md")
    if os.path.exists(readme):
        os.remove(readme)
    path = os.path.join(directory, "adapter_model.safetensors")
    if dtype != "float32":
        narrow = {key: value.to(getattr(torch, dtype)) for key, value in load_file(path).items()}
        save_file(narrow, path, {"format": "pt"})
    # PEFT writes a set of names in another order each time.
    config_path = os.path.join(directory, "adapter_config.json")
    with open(config_path, encoding="utf-8") as file:
        config = json.load(file)
    if isinstance(config.get("target_modules"), list):
        config["target_modules"].sort()
    with open(config_path, "w", encoding="utf-8") as file:
        json.dump(config, file, indent=2, sort_keys=True)
    with open(os.path.join(directory, "model.txt"), "w", encoding="utf-8") as file:
        file.write(checkpoint + "\n")


def computed(directory, checkpoint, virtual=0):
    """Logits and what enters the final norm, by prompt, of the adapter as PEFT loads it."""
    base = load(os.path.join(MODELS, checkpoint))
    seen = []
    final = base.get_submodule(PARTS[base.config.model_type]["final"])
    final.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    model = PeftModel.from_pretrained(base, directory, autocast_adapter_dtype=True).eval()
    result = {}
    for i, tokens in enumerate(prompts(checkpoint)):
        with torch.no_grad():
            logits = model(input_ids=torch.tensor([tokens]), use_cache=False).logits
        result[f"logits.{i}"] = logits[0, virtual:].contiguous().clone()
        result[f"resid.{i}"] = seen.pop()[0, virtual:].contiguous().clone()
    return result


def store(directory, result, plain):
    """Writes what is expected, after making sure that the adapter is seen in it."""
    for key, value in result.items():
        moved = (value - plain[key]).abs().max() / value.pow(2).mean().sqrt()
        assert moved > 0.05, f"{directory}: {key} moves by {moved}"
    save_file(result, os.path.join(directory, "expected.safetensors"))


def plain_states(checkpoint):
    base = load(os.path.join(MODELS, checkpoint))
    seen = []
    base.get_submodule(PARTS[base.config.model_type]["final"]).register_forward_pre_hook(
        lambda _, inputs: seen.append(inputs[0]))
    result = {}
    for i, tokens in enumerate(prompts(checkpoint)):
        with torch.no_grad():
            result[f"logits.{i}"] = base(input_ids=torch.tensor([tokens]), use_cache=False).logits[0]
        result[f"resid.{i}"] = seen.pop()[0]
    return result


def main():
    for name, (checkpoint, settings, dtype) in LORAS.items():
        directory = os.path.join(HERE, name)
        model = get_peft_model(
            load(os.path.join(MODELS, checkpoint)), LoraConfig(task_type="CAUSAL_LM", lora_dropout=0.1, **settings))
        randomise(model, name)
        save(model, directory, dtype, checkpoint)
        store(directory, computed(directory, checkpoint), plain_states(checkpoint))
        print(name)
    for name, (checkpoint, count, settings) in SOFT_PROMPTS.items():
        directory = os.path.join(HERE, name)
        model = get_peft_model(
            load(os.path.join(MODELS, checkpoint)),
            PromptTuningConfig(task_type="CAUSAL_LM", num_virtual_tokens=count, **settings))
        randomise(model, name)
        save(model, directory, "float32", checkpoint)
        store(directory, computed(directory, checkpoint, virtual=count), plain_states(checkpoint))
        print(name)


if __name__ == "__main__":
    main()
