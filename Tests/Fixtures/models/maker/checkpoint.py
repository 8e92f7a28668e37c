"""Writes one fixture as a Hugging Face directory."""

import json
import os
import shutil

import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForCausalLM

from .reference import CORE, FULL, load, run
from .weights import as_on_the_hub, random_weights, stream


def write_json(path, value):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=2, ensure_ascii=False)
        file.write("\n")


def make_prompts(spec):
    """Random tokens; the first and the last of the vocabulary occur, and so does a repeated pair."""
    random = stream(spec.name, "prompts")
    vocabulary = spec.config["vocab_size"]
    prompts = [[int(t) for t in random.integers(0, vocabulary, length)] for length in spec.lengths]
    prompts[-1][:4] = [vocabulary - 1, 0, 0, vocabulary - 1]
    return prompts


def shard_of(index, count, shards):
    return min(index * shards // count, shards - 1)


def write_weights(directory, weights, shards):
    """One file, or `shards` files beside an index. Tensors are split in name order."""
    metadata = {"format": "pt"}
    if shards == 1:
        save_file(weights, os.path.join(directory, "model.safetensors"), metadata)
        return
    names, weight_map = sorted(weights), {}
    for shard in range(shards):
        file = f"model-{shard + 1:05d}-of-{shards:05d}.safetensors"
        mine = [name for i, name in enumerate(names) if shard_of(i, len(names), shards) == shard]
        save_file({name: weights[name] for name in mine}, os.path.join(directory, file), metadata)
        weight_map |= {name: file for name in mine}
    size = sum(tensor.numel() * tensor.element_size() for tensor in weights.values())
    write_json(os.path.join(directory, "model.safetensors.index.json"),
               {"metadata": {"total_size": size}, "weight_map": dict(sorted(weight_map.items()))})


def build(directory, spec):
    """config.json, weights and prompts.jsonl; returns the prompts."""
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory)
    write_json(os.path.join(directory, "config.json"), spec.config)
    model = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(directory))
    if spec.extra_head:
        model.config.tie_word_embeddings = False
    storage = getattr(torch, spec.storage)
    weights = random_weights(model, spec.name, spec.query_key_gain)
    weights = {name: tensor.to(storage).contiguous() for name, tensor in weights.items()}
    if spec.hub_names:
        weights = as_on_the_hub(weights, spec.config)
    write_weights(directory, weights, spec.shards)
    prompts = make_prompts(spec)
    with open(os.path.join(directory, "prompts.jsonl"), "w", encoding="utf-8") as file:
        for index, tokens in enumerate(prompts):
            file.write(json.dumps({"id": f"p{index}", "tokens": tokens}) + "\n")
    return prompts


def expectations(directory, spec, prompts):
    """Runs the written directory, keeps what a fixture of this kind carries, and returns every site."""
    everything = run(load(directory), prompts)
    kept = FULL if spec.full else CORE
    save_file({name: tensor.contiguous() for name, tensor in everything.items() if name.split(".")[0] in kept},
              os.path.join(directory, "expected.safetensors"), {"format": "pt"})
    return everything
