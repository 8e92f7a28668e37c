"""Random weights for a tiny checkpoint: every tensor its own stream, scaled so that nothing is neutral.

Norm weights are not 1, biases not 0, and queries and keys are large enough that attention is far from uniform:
an implementation which leaves one of them out is seen at once.
"""

import hashlib
import math

import numpy
import torch

NORM_MARKS = ("norm", "ln_1", "ln_2", "ln_f")
EMBEDDING_SCALES = {"wte": 1.0, "wpe": 0.5, "embed_tokens": 1.0, "embed_in": 1.0}
BEFORE_ACTIVATION = ("c_fc", "dense_h_to_4h", "gate_proj")
# Standard deviation times the square root of the fan-in.
PROJECTION_GAINS = {
    "q_proj": 1.5, "k_proj": 1.5, "v_proj": 1.2, "o_proj": 1.0,
    "c_attn": 1.5, "query_key_value": 1.5, "attn.c_proj": 1.0, "attention.dense": 1.0,
    "gate_proj": 1.4, "up_proj": 1.4, "down_proj": 1.2,
    "c_fc": 1.4, "mlp.c_proj": 1.2, "dense_h_to_4h": 1.4, "dense_4h_to_h": 1.2,
    "lm_head": 1.5,
}


def stream(seed, name):
    """A generator which depends on the fixture and the tensor's name alone, so that adding a tensor moves no other."""
    digest = hashlib.sha256(f"{seed}/{name}".encode()).digest()
    return numpy.random.Generator(numpy.random.PCG64(int.from_bytes(digest[:8], "little")))


def random_tensor(seed, name, shape, query_key_gain=1.0):
    noise = stream(seed, name).standard_normal(tuple(shape), dtype=numpy.float32)
    if name.endswith(".bias"):
        # The two forms of GELU differ most about −2, and there the difference is large beside the value itself.
        centre = -1.5 if any(mark in name for mark in BEFORE_ACTIVATION) else 0
        return torch.from_numpy(noise * numpy.float32(0.3) + numpy.float32(centre))
    if any(mark in name for mark in NORM_MARKS):
        return torch.from_numpy(1 + noise * numpy.float32(0.3))
    for mark, scale in EMBEDDING_SCALES.items():
        if mark in name:
            return torch.from_numpy(noise * numpy.float32(scale))
    for mark, gain in PROJECTION_GAINS.items():
        if mark in name:
            # GPT-2 stores its projections transposed: [inputs, outputs].
            inputs = shape[0] if ".h." in name else shape[1]
            if mark in ("q_proj", "k_proj", "c_attn"):
                gain *= query_key_gain
            return torch.from_numpy(noise * numpy.float32(gain / math.sqrt(inputs)))
    raise ValueError(f"no scale is known for the tensor {name}")


def random_weights(model, seed, query_key_gain=1.0):
    """Values for every parameter of `model`, by name; a tied head is not among them."""
    tied = model.config.tie_word_embeddings
    # NeoX checkpoints call the head `embed_out`, whatever the class calls it.
    head = "embed_out.weight" if model.config.model_type == "gpt_neox" else "lm_head.weight"
    return {
        head if name == "lm_head.weight" else name: random_tensor(seed, name, tensor.shape, query_key_gain)
        for name, tensor in model.state_dict().items()
        if not (tied and name == "lm_head.weight")
    }


def as_on_the_hub(weights, config):
    """Adds what old checkpoints carry beside their weights, under the names they use: masks and rotary tables.

    OpenAI's GPT-2 files have no `transformer.` before the names. A reader has to skip the rest, not refuse it.
    """
    family, layers = config["model_type"], config.get("n_layer") or config.get("num_hidden_layers")
    context = config.get("n_positions") or config.get("max_position_embeddings")
    mask = torch.tril(torch.ones(1, 1, context, context))
    if family == "gpt2":
        out = {name.removeprefix("transformer."): tensor for name, tensor in weights.items()}
        out |= {f"h.{i}.attn.bias": mask.clone() for i in range(layers)}
        return out
    heads = config["num_attention_heads"]
    width = config["hidden_size"] // heads
    out = dict(weights)
    for i in range(layers):
        if family == "gpt_neox":
            rotary = int(width * config["rotary_pct"])
            stem = f"gpt_neox.layers.{i}.attention."
            out[stem + "bias"] = mask.to(torch.bool)
            out[stem + "masked_bias"] = torch.tensor(-1e9)
        else:
            rotary = width
            stem = f"model.layers.{i}.self_attn."
        theta = config.get("rotary_emb_base", config.get("rope_theta", 10000))
        out[stem + "rotary_emb.inv_freq"] = 1.0 / (theta ** (torch.arange(0, rotary, 2).float() / rotary))
    return out
