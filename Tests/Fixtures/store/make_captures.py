"""Writes the captures of Tests/Fixtures/store as a Python user would: safetensors.numpy.save_file and json.

    python make_captures.py

Element [row, layer, dimension] of the site number s is 1000 s + 100 row + 10 layer + dimension, exact in float16.
Versions: Tests/Fixtures/requirements.txt.
"""

import json
import pathlib

import numpy as np
from safetensors.numpy import save_file

HERE = pathlib.Path(__file__).parent


def states(site, rows, layers, width, dtype=np.float32):
    r, l, d = np.ogrid[:rows, :layers, :width]
    return (1000 * site + 100 * r + 10 * l + d).astype(dtype)


def one_position():
    """The least that a capture needs, one label, int32 ids, no token positions."""
    tensors = {
        "resid": states(0, 3, 2, 4),
        "final_norm": states(1, 3, 1, 4),
        "token_ids": np.array([7, 7, 9], dtype=np.int32),
    }
    metadata = {
        "format": "mindstate.capture/1",
        "prompt_ids": json.dumps(["add-17", "été", "city-3"]),
        "labels": json.dumps({"topic": ["sums", None, "places"], "hard": [True, False, None]}),
        "layers": json.dumps([0, 5]),
        "position": "last",
        "author": "somebody",
    }
    save_file(tensors, HERE / "python-one.safetensors", metadata)


def several_positions():
    """Every kind of position, float16 and float64, layers that differ between sites, groups."""
    tensors = {
        "resid@last": states(0, 2, 3, 4),
        "attn_out@last": states(1, 2, 2, 4),
        "token_ids@last": np.array([3, 4]),
        "token_positions@last": np.array([8, 6]),
        "resid@answer-mean": states(0, 2, 3, 4, np.float64),
        "token_ids@answer-mean": np.array([1, 2, 3, 4, 5]),
        "offsets@answer-mean": np.array([0, 3, 5]),
        "resid@answer-all": states(0, 5, 3, 4, np.float16),
        "token_positions@answer-all": np.array([1, 2, 3, 1, 2]),
        "offsets@answer-all": np.array([0, 3, 5]),
    }
    metadata = {
        "format": "mindstate.capture/1",
        "prompt_ids": json.dumps(["a", "b"]),
        "groups": json.dumps(["g", None]),
        "layers": json.dumps([0, 1, 2]),
        "layers@attn_out": json.dumps([1, 0]),
        "position": "last,answer-mean,answer-all",
        "condition": "tuned",
        "wrapper": "bare",
        "model": "sha256:0",
        "tool": "numpy",
    }
    save_file(tensors, HERE / "python-several.safetensors", metadata)


one_position()
several_positions()
