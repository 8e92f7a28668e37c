"""The proof that a fixture is sensitive: each config field which changes arithmetic is flipped, weights untouched,
and some checked tensor has to move by at least ten times the tolerance. Inert fields must move nothing."""

import json
import os
import tempfile

import torch
import transformers

from .checkpoint import write_json
from .reference import CORE, excess, load, run
from .specs import INERT, NAMES, SHAPES, Remove, changed

REQUIRED = 10


def flipped_run(directory, config, prompts):
    """The sites of the checkpoint in `directory` under another config.json."""
    with tempfile.TemporaryDirectory() as other:
        for name in os.listdir(directory):
            if name.endswith((".safetensors", ".index.json")) and name != "expected.safetensors":
                os.symlink(os.path.join(directory, name), os.path.join(other, name))
        write_json(os.path.join(other, "config.json"), config)
        torch.manual_seed(0)  # Parameters which the file lacks are drawn.
        return run(load(other), prompts)


def farthest(expected, actual):
    """The checked tensor that moved most, and how far in units of the tolerance. Shapes may differ in layers."""
    best = ("", 0.0)
    for name, tensor in expected.items():
        if name.split(".")[0] not in CORE or name not in actual:
            continue
        other = actual[name]
        if other.shape != tensor.shape:
            if tensor.dim() != 3:
                return name, float("inf")
            layers = min(tensor.shape[0], other.shape[0])
            tensor, other = tensor[:layers], other[:layers]
        ratio = excess(tensor, other)
        if ratio > best[1]:
            best = (name, ratio)
    return best


def check(directory, spec, prompts, expected):
    """Rows (fixture, field, change, tensor, ratio, kind) for every flip; raises when one does not behave."""
    rows = []
    inert = {key: {key: value} for key, value in INERT.items() if key in spec.config} | spec.inert
    for kind, flips in (("flip", spec.flips), ("inert", inert)):
        for label, changes in flips.items():
            tensor, ratio = farthest(expected, flipped_run(directory, changed(spec.config, changes), prompts))
            if kind == "flip" and ratio < REQUIRED:
                raise AssertionError(f"{spec.name}: flipping {label} moves {tensor} by {ratio:.2f} tolerances only")
            if kind == "inert" and ratio > 0.5:
                raise AssertionError(f"{spec.name}: {label} is thought inert and moves {tensor} by {ratio:.2f}")
            rows.append((spec.name, label, describe(changes), tensor, ratio, kind))
    return rows


def check_every_key_is_known(specs):
    """Each key in any config.json is flipped in some fixture of its family, is inert, or fixes a shape.

    By family, since one fixture alone cannot show all: `attention_bias: false` has no biases to switch on.
    """
    proved = {}
    for spec in specs:
        touched = {key.split(".")[0] for changes in (spec.flips | spec.inert).values() for key in changes}
        proved.setdefault(spec.config["model_type"], set()).update(touched)
    for spec in specs:
        unknown = set(spec.config) - proved[spec.config["model_type"]] - SHAPES - NAMES - set(INERT)
        if unknown:
            raise AssertionError(f"{spec.name}: nothing is proved about {sorted(unknown)}")


def describe(changes):
    def text(value):
        return "(removed)" if value is Remove else json.dumps(value)
    return ", ".join(f"{key} → {text(value)}" for key, value in changes.items())


def write_table(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        file.write("# Flips\n\nWritten by `make_models.py`. Each row: one change of config.json, weights untouched, and the\n"
                   "checked tensor which moves most, in units of the tolerance (1e-4 of its root mean square).\n"
                   f"A flip must reach {REQUIRED}; an inert change must move nothing.\n\n"
                   "| fixture | field | change | moves most | tolerances | kind |\n|---|---|---|---|---|---|\n")
        for name, label, change, tensor, ratio, kind in rows:
            amount = "0" if ratio == 0 else f"{ratio:.2g}" if ratio < 10 else f"{ratio:.0f}"
            file.write(f"| {name} | {label} | {change} | {tensor or '–'} | {amount} | {kind} |\n")


def quiet():
    """No bars and no warnings about tensors which a flip leaves over."""
    transformers.logging.set_verbosity(transformers.logging.CRITICAL)
    transformers.logging.disable_progress_bar()
