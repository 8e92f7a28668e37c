#!/usr/bin/env python3
"""Made-up states for probe_bench.py, as a capture: 2,000 prompts × 13 layers × 768, some of it telling the labels.

usage: probe_data.py OUTPUT.safetensors [--prompts N] [--layers N] [--width N]

Layers are slowly turning mixtures of the same latent factors with a falling spectrum, plus noise, as a residual stream
is; label `binary` depends on one direction with noise, `ten` on which of ten directions is
greatest with noise.
"""
import argparse
import json

import numpy
from safetensors.numpy import save_file


def states(prompts, layers, width, draw):
    latent = draw.standard_normal((prompts, 64)) * (1 / numpy.arange(1, 65) ** 0.5)
    mixing = draw.standard_normal((64, width))
    result = numpy.empty((prompts, layers, width), numpy.float32)
    for layer in range(layers):
        mixing += 0.3 * draw.standard_normal((64, width))
        result[:, layer] = latent @ mixing + 0.5 * draw.standard_normal((prompts, width)) + draw.standard_normal(width)
    return latent, result


def main():
    options = argparse.ArgumentParser()
    options.add_argument("output")
    options.add_argument("--prompts", type=int, default=2000)
    options.add_argument("--layers", type=int, default=13)
    options.add_argument("--width", type=int, default=768)
    options = options.parse_args()
    draw = numpy.random.default_rng(0)
    latent, data = states(options.prompts, options.layers, options.width, draw)
    binary = (latent[:, 1] + 0.5 * draw.standard_normal(options.prompts) > 0).astype(int)
    # The greatest of ten noisy readings of the factors, all equally likely.
    ten = (latent[:, :10] / latent[:, :10].std(0) + draw.standard_normal((options.prompts, 10))).argmax(1)
    folds = numpy.empty(options.prompts, int)
    folds[draw.permutation(options.prompts)] = numpy.arange(options.prompts) % 5
    labels = {"binary": binary.tolist(), "ten": ten.tolist(), "fold": folds.tolist()}
    save_file({"resid": data}, options.output, metadata={
        "format": "mindstate.capture/1", "condition": "made-up", "position": "last",
        "prompt_ids": json.dumps([f"p{i:04}" for i in range(options.prompts)]), "labels": json.dumps(labels),
        "layers": json.dumps(list(range(options.layers)))})


main()
