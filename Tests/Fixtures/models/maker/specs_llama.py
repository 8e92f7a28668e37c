"""Llama, Qwen 2 and Mistral."""

from .specs import Remove, Spec


def base_config(family, architecture, **changes):
    config = {
        "architectures": [architecture], "model_type": family, "vocab_size": 96, "hidden_size": 32,
        "intermediate_size": 48, "num_hidden_layers": 3, "num_attention_heads": 4, "num_key_value_heads": 2,
        "hidden_act": "silu", "max_position_embeddings": 64, "rms_norm_eps": 1e-5, "rope_theta": 10000.0,
        "initializer_range": 0.02, "tie_word_embeddings": False, "attention_dropout": 0.0, "use_cache": True,
        "bos_token_id": 1, "eos_token_id": 2, "torch_dtype": "float32", "transformers_version": "4.44.0",
    } | changes
    return {key: value for key, value in config.items() if value is not Remove}


NEW_FORM = dict(rope_theta=Remove, torch_dtype=Remove, transformers_version="5.23.0")
HEAD_IN_FILE = {"tie_word_embeddings, head in the file": {"tie_word_embeddings": True}}
HALF_HEADS = {"num_attention_heads": 2, "num_key_value_heads": 1}


def llama_config(**changes):
    return base_config("llama", "LlamaForCausalLM", **({
        "rope_scaling": None, "attention_bias": False, "mlp_bias": False, "pretraining_tp": 1} | changes))


def llama():
    # With head width 16 and base 500 the wavelengths are 6 to 1,400 tokens: shorter than 8, between, longer than 32.
    bands = {"factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 32}
    band_flips = {
        "factor": 4.0, "low_freq_factor": 2.0, "high_freq_factor": 3.0, "original_max_position_embeddings": 64}
    return [
        Spec(
            "llama-gqa", llama_config(), full=True, hub_names=True,
            flips={
                "hidden_act": {"hidden_act": "gelu"},
                "rms_norm_eps": {"rms_norm_eps": 1e-2},
                "rope_theta": {"rope_theta": 500000.0},
                "rope_scaling": {"rope_scaling": {"rope_type": "linear", "factor": 2.0}},
                "num_attention_heads with num_key_value_heads": HALF_HEADS,
            },
            inert=HEAD_IN_FILE),
        Spec(
            "llama-rope3-tied", llama_config(
                head_dim=16, rope_theta=500.0, rope_scaling=bands | {"rope_type": "llama3"}, tie_word_embeddings=True,
                rms_norm_eps=0.03, num_hidden_layers=4, intermediate_size=43),
            flips={f"rope_scaling.{key}": {f"rope_scaling.{key}": value} for key, value in band_flips.items()} | {
                "rope_scaling": {"rope_scaling": None},
                "rope_scaling.rope_type": {"rope_scaling.rope_type": "linear"},
                "rope_theta": {"rope_theta": 10000.0},
                "rms_norm_eps": {"rms_norm_eps": 1e-5},
                "tie_word_embeddings": {"tie_word_embeddings": False},
                "head_dim with heads": HALF_HEADS | {"head_dim": 32},
            }),
        Spec(
            # The older spelling `type`; as many key heads as query heads because the field is absent.
            "llama-linear-biases", llama_config(
                rope_scaling={"type": "linear", "factor": 2.5}, num_key_value_heads=Remove, attention_bias=True,
                mlp_bias=True, hidden_act="gelu_pytorch_tanh", rms_norm_eps=0.05, rope_theta=100.0),
            flips={
                "rope_scaling.factor": {"rope_scaling.factor": 1.0},
                "rope_scaling.type": {"rope_scaling.type": "default"},
                "attention_bias": {"attention_bias": False},
                "mlp_bias": {"mlp_bias": False},
                "hidden_act": {"hidden_act": "gelu"},
                "rms_norm_eps": {"rms_norm_eps": 1e-5},
                "rope_theta": {"rope_theta": 10000.0},
                "num_attention_heads": {"num_attention_heads": 2},
            }),
        Spec(
            "llama-rope3-new-bf16", llama_config(
                **NEW_FORM, dtype="bfloat16", rope_scaling=Remove, attention_bias=True, head_dim=16,
                rope_parameters=bands | {"rope_type": "llama3", "rope_theta": 500.0}),
            storage="bfloat16", shards=3,
            flips={f"rope_parameters.{key}": {f"rope_parameters.{key}": value} for key, value in band_flips.items()} | {
                "rope_parameters.rope_type": {"rope_parameters.rope_type": "default"},
                "rope_parameters.rope_theta": {"rope_parameters.rope_theta": 10000.0},
                "attention_bias": {"attention_bias": False},
            },
            inert=HEAD_IN_FILE),
        Spec(
            # Few fields, one key head, and a head in the file although the config ties it: the file's head counts.
            "llama-defaults-f16", llama_config(
                rope_theta=Remove, rope_scaling=Remove, rms_norm_eps=Remove, hidden_act=Remove, attention_bias=Remove,
                mlp_bias=Remove, num_key_value_heads=1, tie_word_embeddings=True, torch_dtype="float16"),
            storage="float16", extra_head=True,
            flips={
                "rope_theta (absent)": {"rope_theta": 1000.0},
                "rms_norm_eps (absent)": {"rms_norm_eps": 1e-2},
                "hidden_act (absent)": {"hidden_act": "relu"},
                "rope_scaling (absent)": {"rope_scaling": {"type": "linear", "factor": 2.0}},
            },
            inert={"tie_word_embeddings, head in the file": {"tie_word_embeddings": False}}),
    ]


def qwen2_config(**changes):
    return base_config("qwen2", "Qwen2ForCausalLM", **({
        "rms_norm_eps": 1e-6, "rope_theta": 1000000.0, "use_sliding_window": False, "sliding_window": 7,
        "max_window_layers": 1} | changes))


def qwen2():
    return [
        Spec(
            # As Qwen 2.5: a window is given but not used.
            "qwen2-untied", qwen2_config(), full=True,
            flips={
                "use_sliding_window": {"use_sliding_window": True},
                "rope_theta": {"rope_theta": 10000.0},
                "rms_norm_eps": {"rms_norm_eps": 1e-2},
                "hidden_act": {"hidden_act": "gelu"},
                "num_attention_heads with num_key_value_heads": HALF_HEADS,
            },
            inert=HEAD_IN_FILE | {
                "sliding_window, not used": {"sliding_window": 3},
                "max_window_layers, not used": {"max_window_layers": 2}}),
        Spec(
            "qwen2-window-tied", qwen2_config(
                use_sliding_window=True, sliding_window=5, tie_word_embeddings=True, rms_norm_eps=0.04,
                rope_theta=1000.0, hidden_act="gelu_new", intermediate_size=45),
            flips={
                "use_sliding_window": {"use_sliding_window": False},
                "sliding_window": {"sliding_window": 6},
                "max_window_layers": {"max_window_layers": 2},
                "max_window_layers, lower": {"max_window_layers": 0},
                "tie_word_embeddings": {"tie_word_embeddings": False},
                "rope_theta": {"rope_theta": 10000.0},
                "rms_norm_eps": {"rms_norm_eps": 1e-6},
                "hidden_act": {"hidden_act": "gelu"},
            }),
        Spec(
            # `layer_types` decides against `max_window_layers`; `head_dim` is honoured although the class lacks it.
            "qwen2-layer-types-bf16", qwen2_config(
                **NEW_FORM, dtype="bfloat16", use_sliding_window=True, sliding_window=9, max_window_layers=28,
                num_hidden_layers=4, head_dim=12, tie_word_embeddings=True, attention_dropout=Remove,
                layer_types=["sliding_attention", "full_attention", "sliding_attention", "full_attention"],
                rope_parameters={"rope_type": "default", "rope_theta": 5000.0}),
            storage="bfloat16",
            flips={
                "layer_types": {"layer_types": ["full_attention"] * 4},
                "layer_types, other order": {"layer_types": ["full_attention", "sliding_attention"] * 2},
                "sliding_window": {"sliding_window": 8},
                "use_sliding_window": {"use_sliding_window": False, "layer_types": Remove},
                "rope_parameters.rope_theta": {"rope_parameters.rope_theta": 10000.0},
                "rope_parameters.rope_type": {"rope_parameters.rope_type": "linear", "rope_parameters.factor": 2.0},
                "rms_norm_eps": {"rms_norm_eps": 1e-2},
                "hidden_act": {"hidden_act": "relu"},
                "head_dim with heads": HALF_HEADS | {"head_dim": 24},
            },
            inert={"max_window_layers, overruled": {"max_window_layers": 0}}),
        Spec(
            "qwen2-linear-f16", qwen2_config(
                rope_scaling={"type": "linear", "factor": 4.0}, rope_theta=10000.0, torch_dtype="float16",
                num_key_value_heads=4, use_sliding_window=Remove, max_window_layers=Remove, sliding_window=Remove),
            storage="float16", shards=3,
            flips={
                "rope_scaling.factor": {"rope_scaling.factor": 3.0},
                "rope_scaling.type": {"rope_scaling.type": "default"},
                "rope_theta": {"rope_theta": 1000.0},
            }),
    ]


def mistral_config(**changes):
    return base_config("mistral", "MistralForCausalLM", **({"sliding_window": 6} | changes))


def mistral():
    return [
        Spec(
            "mistral-window", mistral_config(), full=True,
            flips={
                "sliding_window": {"sliding_window": 7},
                "sliding_window, null": {"sliding_window": None},
                "rope_theta": {"rope_theta": 1000000.0},
                "rms_norm_eps": {"rms_norm_eps": 1e-2},
                "hidden_act": {"hidden_act": "gelu"},
                "num_attention_heads with num_key_value_heads": HALF_HEADS,
            },
            inert=HEAD_IN_FILE),
        Spec(
            "mistral-no-window-tied", mistral_config(
                sliding_window=None, head_dim=12, rope_theta=100.0, tie_word_embeddings=True, hidden_act="gelu",
                rms_norm_eps=0.05, num_key_value_heads=4),
            flips={
                "sliding_window": {"sliding_window": 6},
                "rope_theta": {"rope_theta": 10000.0},
                "tie_word_embeddings": {"tie_word_embeddings": False},
                "hidden_act": {"hidden_act": "silu"},
                "rms_norm_eps": {"rms_norm_eps": 1e-6},
                "head_dim with heads": HALF_HEADS | {"num_key_value_heads": 2, "head_dim": 24},
            }),
        Spec(
            "mistral-new-bf16", mistral_config(
                **NEW_FORM, dtype="bfloat16", sliding_window=16, num_hidden_layers=4, head_dim=6,
                rope_parameters={"rope_type": "default", "rope_theta": 3000.0}),
            storage="bfloat16", shards=3,
            flips={
                "sliding_window": {"sliding_window": 17},
                "rope_parameters.rope_theta": {"rope_parameters.rope_theta": 10000.0},
                "rope_parameters.rope_type": {"rope_parameters.rope_type": "linear", "rope_parameters.factor": 2.0},
            },
            inert=HEAD_IN_FILE),
        Spec(
            # The default window of 4,096 is wider than any prompt here.
            "mistral-defaults-f16", mistral_config(
                sliding_window=Remove, rope_theta=Remove, rms_norm_eps=Remove, hidden_act=Remove,
                torch_dtype="float16"),
            storage="float16",
            flips={
                "sliding_window (absent)": {"sliding_window": 4},
                "rope_theta (absent)": {"rope_theta": 500.0},
                "rms_norm_eps (absent)": {"rms_norm_eps": 1e-2},
                "hidden_act (absent)": {"hidden_act": "gelu"},
            }),
    ]
