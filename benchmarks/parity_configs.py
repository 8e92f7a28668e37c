"""Random configs of the five families, as old or new transformers write them. Never those of the committed fixtures."""

GELUS = ["gelu", "gelu_new", "gelu_pytorch_tanh"]
ACTIVATIONS = GELUS + ["relu", "silu", "quick_gelu", "gelu_fast", "tanh"]


class Choices:
    """Draws from a numpy generator, with Python values out."""

    def __init__(self, generator):
        self.generator = generator

    def of(self, options):
        return options[int(self.generator.integers(len(options)))]

    def whole(self, low, high):
        return int(self.generator.integers(low, high + 1))

    def chance(self, share):
        return bool(self.generator.random() < share)

    def subset(self, options, share):
        """A dictionary with some of the keys gone, so that the family's defaults are tested too."""
        return {key: value for key, value in options.items() if self.chance(share)}


def random_config(family, draw):
    config = {"gpt2": gpt2, "gpt_neox": neox, "llama": llama, "qwen2": qwen2, "mistral": mistral}[family](draw)
    config |= {"model_type": family, "vocab_size": draw.whole(50, 300)}
    if draw.chance(0.7):
        config["tie_word_embeddings"] = draw.chance(0.5)
    return enlarged(config) if draw.chance(0.25) else config


LONG_CONTEXT = 640


def enlarged(config):
    """Matrices and sequences large enough for a BLAS's other kernels, several threads, and attention in blocks."""
    factors = {"n_embd": 6, "n_inner": 6, "hidden_size": 6, "intermediate_size": 6, "head_dim": 4, "vocab_size": 10}
    out = {key: value * factors[key] if value and key in factors else value for key, value in config.items()}
    return out | {key: LONG_CONTEXT for key in ("n_positions", "max_position_embeddings") if key in config}


def epsilon(draw):
    return draw.of([1e-6, 1e-5, 1e-3, 0.03])


def gpt2(draw):
    heads = draw.whole(1, 5)
    config = {"n_head": heads, "n_embd": heads * draw.whole(5, 14), "n_layer": draw.whole(2, 6), "n_positions": 128}
    return config | draw.subset({
        "activation_function": draw.of(ACTIVATIONS), "n_inner": draw.of([None, draw.whole(20, 90)]),
        "layer_norm_epsilon": epsilon(draw), "scale_attn_weights": draw.chance(0.6),
        "scale_attn_by_inverse_layer_idx": draw.chance(0.4), "reorder_and_upcast_attn": draw.chance(0.5),
        "n_ctx": 128,
    }, 0.8)


def neox(draw):
    heads, width, share = draw.of([(2, 16, 0.25), (4, 8, 0.25), (3, 12, 0.5), (2, 24, 0.25), (4, 10, 1.0), (1, 20, 0.4)])
    theta = draw.of([100, 1000, 10000, 500000])
    config = {
        "num_attention_heads": heads, "hidden_size": heads * width, "num_hidden_layers": draw.whole(2, 6),
        "intermediate_size": draw.whole(20, 90), "max_position_embeddings": 128,
    }
    if draw.chance(0.5):
        config["rope_parameters"] = {"rope_type": "default", "rope_theta": float(theta), "partial_rotary_factor": share}
    else:
        config |= {"rotary_pct": share, "rotary_emb_base": theta}
    return config | draw.subset({
        "hidden_act": draw.of(ACTIVATIONS), "layer_norm_eps": epsilon(draw), "attention_bias": draw.chance(0.6),
        "use_parallel_residual": draw.chance(0.5),
    }, 0.8)


def gated(draw):
    """What Llama, Qwen 2 and Mistral share."""
    keys = draw.of([1, 2, 3])
    heads = keys * draw.of([1, 2, 4])
    width = 2 * draw.whole(2, 8)
    config = {
        "num_attention_heads": heads, "num_key_value_heads": keys, "hidden_size": heads * draw.whole(3, 12),
        "head_dim": width, "num_hidden_layers": draw.whole(2, 6), "intermediate_size": draw.whole(20, 90),
        "max_position_embeddings": 128,
    }
    if config["hidden_size"] // heads % 2 == 0 and draw.chance(0.5):
        del config["head_dim"]
    return config | rotary(draw) | draw.subset({"hidden_act": draw.of(ACTIVATIONS), "rms_norm_eps": epsilon(draw)}, 0.8)


def rotary(draw):
    theta = draw.of([100.0, 1000.0, 10000.0, 1000000.0])
    kind = draw.of(["none", "linear", "llama3"])
    scaling = {}
    if kind == "linear":
        scaling = {"rope_type": "linear", "factor": draw.of([1.5, 2.0, 4.0])}
    if kind == "llama3":
        low = draw.of([0.5, 1.0, 2.0])
        scaling = {"rope_type": "llama3", "factor": draw.of([2.0, 8.0, 32.0]), "low_freq_factor": low,
                   "high_freq_factor": low * draw.of([2.0, 4.0]), "original_max_position_embeddings": draw.of([16, 40, 64])}
    if draw.chance(0.5):
        return {"rope_parameters": {"rope_type": "default"} | scaling | {"rope_theta": theta}}
    if kind == "linear" and draw.chance(0.5):
        scaling["type"] = scaling.pop("rope_type")
    return {"rope_theta": theta} | ({"rope_scaling": scaling or None} if draw.chance(0.8) or scaling else {})


def llama(draw):
    return gated(draw) | draw.subset({"attention_bias": draw.chance(0.5), "mlp_bias": draw.chance(0.5)}, 0.8)


def qwen2(draw):
    config = gated(draw)
    layers = config["num_hidden_layers"]
    config |= {"use_sliding_window": draw.chance(0.6), "sliding_window": draw.whole(2, 40)}
    if draw.chance(0.5) and config["use_sliding_window"]:
        config["layer_types"] = [draw.of(["full_attention", "sliding_attention"]) for _ in range(layers)]
    else:
        config["max_window_layers"] = draw.whole(0, layers)
    return config


def mistral(draw):
    return gated(draw) | draw.subset({"sliding_window": draw.of([None, draw.whole(1, 40)])}, 0.8)
