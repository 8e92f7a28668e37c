"""The fixtures: a name, the config.json as it is written, how weights are stored, and the fields to flip.

Widths are odd where the family allows it, so that a loop's last, incomplete vector is tested too. Most configs are in
the form of transformers 4, as nearly all checkpoints in circulation have it; those with `rope_parameters` and `dtype`
are in the form which transformers 5 writes.
"""

import copy
from dataclasses import dataclass, field

DEFAULT_LENGTHS = (1, 2, 13, 40)


@dataclass
class Spec:
    name: str
    config: dict
    # label → changes of config.json; None removes a key. Each must be seen in some checked tensor.
    flips: dict = field(default_factory=dict)
    # label → changes which must not be seen.
    inert: dict = field(default_factory=dict)
    storage: str = "float32"
    shards: int = 1
    full: bool = False
    hub_names: bool = False
    # Stores a head of its own although the config says it is tied.
    extra_head: bool = False
    query_key_gain: float = 1.0
    lengths: tuple = DEFAULT_LENGTHS


class Remove:
    """Marks a key to take out of config.json."""


def changed(config, changes):
    """A copy of `config` with `changes` applied; a dotted key reaches into a nested object."""
    out = copy.deepcopy(config)
    for key, value in changes.items():
        *path, last = key.split(".")
        target = out
        for step in path:
            target = target[step]
        if value is Remove:
            del target[last]
        else:
            target[last] = value
    return out


def shape_free_flips(config):
    """Flips which every family has: fewer layers."""
    key = "n_layer" if "n_layer" in config else "num_hidden_layers"
    changes = {key: config[key] - 1}
    if "layer_types" in config:
        changes["layer_types"] = config["layer_types"][:-1]
    return {key: changes}


def all_specs():
    from . import specs_gpt, specs_llama
    specs = specs_gpt.gpt2() + specs_gpt.gpt_neox() + specs_llama.llama() + specs_llama.qwen2() + specs_llama.mistral()
    for spec in specs:
        spec.flips = shape_free_flips(spec.config) | spec.flips
    return specs


# Fields which fix the shape of a tensor: a wrong value cannot be loaded, so there is nothing to flip.
SHAPES = {
    "vocab_size", "n_embd", "hidden_size", "n_inner", "intermediate_size", "n_positions", "num_key_value_heads",
    "head_dim",
}
# Fields which change no value of any site; `make_models.py` flips them too, and nothing may move.
INERT = {
    "initializer_range": 0.5, "use_cache": False, "n_ctx": 17, "attn_pdrop": 0.7, "embd_pdrop": 0.7,
    "resid_pdrop": 0.7, "attention_dropout": 0.7, "hidden_dropout": 0.7, "bos_token_id": 5, "eos_token_id": 6,
    "max_position_embeddings": 48, "summary_type": "first", "reorder_and_upcast_attn": False, "pretraining_tp": 1,
    "torch_dtype": "float64", "dtype": "float64", "transformers_version": "4.1.0", "classifier_dropout": 0.7,
}
# Names of the class, not numbers.
NAMES = {"architectures", "model_type"}
