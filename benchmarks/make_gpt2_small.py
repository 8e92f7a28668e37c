#!/usr/bin/env python3
"""A checkpoint of GPT-2 small's shape with random weights, and prompts as tokens, for the benchmark.

usage: make_gpt2_small.py DIR [--width 768 --layers 12 --heads 12]

Writes DIR/model (config.json, model.safetensors, f32), DIR/long.jsonl (16 prompts of 512 tokens) and DIR/short.jsonl
(200 prompts of 8 to 64 tokens). Speed does not depend on the values of the weights.
"""
import argparse
import json
import pathlib

import numpy as np
from safetensors.numpy import save_file


def weights(width, layers, vocabulary, context, random):
    def normal(*shape):
        return (random.standard_normal(shape, dtype=np.float32) * 0.02).astype(np.float32)

    def ones(n):
        return np.ones(n, np.float32)

    def zeros(n):
        return np.zeros(n, np.float32)

    tensors = {"wte.weight": normal(vocabulary, width), "wpe.weight": normal(context, width),
               "ln_f.weight": ones(width), "ln_f.bias": zeros(width)}
    for i in range(layers):
        h = f"h.{i}."
        tensors |= {
            h + "ln_1.weight": ones(width), h + "ln_1.bias": zeros(width),
            h + "attn.c_attn.weight": normal(width, 3 * width), h + "attn.c_attn.bias": zeros(3 * width),
            h + "attn.c_proj.weight": normal(width, width), h + "attn.c_proj.bias": zeros(width),
            h + "ln_2.weight": ones(width), h + "ln_2.bias": zeros(width),
            h + "mlp.c_fc.weight": normal(width, 4 * width), h + "mlp.c_fc.bias": zeros(4 * width),
            h + "mlp.c_proj.weight": normal(4 * width, width), h + "mlp.c_proj.bias": zeros(width),
        }
    return {"transformer." + name: tensor for name, tensor in tensors.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--width", type=int, default=768)
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--heads", type=int, default=12)
    options = parser.parse_args()
    model = options.directory / "model"
    model.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(0)
    vocabulary, context = 50257, 1024
    save_file(weights(options.width, options.layers, vocabulary, context, random), model / "model.safetensors",
              metadata={"format": "pt"})
    config = {"architectures": ["GPT2LMHeadModel"], "model_type": "gpt2", "vocab_size": vocabulary,
              "n_positions": context, "n_ctx": context, "n_embd": options.width, "n_layer": options.layers,
              "n_head": options.heads, "activation_function": "gelu_new", "layer_norm_epsilon": 1e-5,
              "torch_dtype": "float32"}
    (model / "config.json").write_text(json.dumps(config, indent=1))
    for name, lengths in (("long", [512] * 16), ("short", random.integers(8, 65, 200).tolist())):
        with open(options.directory / f"{name}.jsonl", "w") as file:
            for i, length in enumerate(lengths):
                tokens = random.integers(0, vocabulary, length).tolist()
                file.write(json.dumps({"id": f"{name}-{i}", "tokens": tokens}) + "\n")


if __name__ == "__main__":
    main()
