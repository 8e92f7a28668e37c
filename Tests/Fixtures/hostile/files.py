"""Building blocks: safetensors by hand, so that they can be wrong, and the good checkpoint which most cases spoil."""

import json
import math
import os
import random
import struct

# Little-endian codes of `struct` for the storage types used here.
CODES = {"F16": "e", "F32": "f", "F64": "d", "I64": "q", "I32": "i"}

CONFIG = {
    "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 16, "hidden_size": 8,
    "intermediate_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1,
    "hidden_act": "silu", "max_position_embeddings": 32, "rms_norm_eps": 1e-5, "rope_theta": 10000.0,
    "attention_bias": False, "mlp_bias": False, "tie_word_embeddings": True, "torch_dtype": "float16",
}
LAYER = "model.layers.0."


def tensors(config=CONFIG):
    """name → (dtype, shape, values) of the good checkpoint."""
    width, hidden = config["hidden_size"], config["intermediate_size"]
    keys = width // config["num_attention_heads"] * config["num_key_value_heads"]
    shapes = {
        "model.embed_tokens.weight": [config["vocab_size"], width], "model.norm.weight": [width],
        LAYER + "input_layernorm.weight": [width], LAYER + "post_attention_layernorm.weight": [width],
        LAYER + "self_attn.q_proj.weight": [width, width], LAYER + "self_attn.k_proj.weight": [keys, width],
        LAYER + "self_attn.v_proj.weight": [keys, width], LAYER + "self_attn.o_proj.weight": [width, width],
        LAYER + "mlp.gate_proj.weight": [hidden, width], LAYER + "mlp.up_proj.weight": [hidden, width],
        LAYER + "mlp.down_proj.weight": [width, hidden],
    }
    draw = random.Random(1)
    out = {}
    for name, shape in shapes.items():
        centre = 1.0 if "norm" in name else 0.0
        out[name] = ("F16", shape, [centre + draw.gauss(0, 0.3) for _ in range(math.prod(shape))])
    return out


def packed(dtype, values):
    return struct.pack(f"<{len(values)}{CODES[dtype]}", *values)


def header_and_data(entries, metadata=None):
    """The parts of a good file: a header to spoil, and the bytes."""
    header, data = {}, b""
    if metadata is not None:
        header["__metadata__"] = metadata
    for name, (dtype, shape, values) in entries.items():
        piece = packed(dtype, values)
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(piece)]}
        data += piece
    return header, data


def assembled(header, data, length=None):
    """A file from a header (object or raw bytes) and data; `length` lies about the header's size."""
    raw = header if isinstance(header, bytes) else json.dumps(header, separators=(",", ":")).encode()
    raw += b" " * (-len(raw) % 8)
    return struct.pack("<Q", len(raw) if length is None else length) + raw + data


def safetensors(entries, metadata=None):
    return assembled(*header_and_data(entries, metadata))


class Case:
    """A directory of files and what a command says to it."""

    def __init__(self, root, name, command, expect, succeeds=False):
        self.directory = os.path.join(root, name)
        self.entry = {"name": name, "command": command, "expect": expect}
        if succeeds:
            self.entry["succeeds"] = True

    def write(self, path, content):
        target = os.path.join(self.directory, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if not isinstance(content, (bytes, str)):
            content = json.dumps(content)
        with open(target, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return self


def jsonl(*lines):
    return "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
