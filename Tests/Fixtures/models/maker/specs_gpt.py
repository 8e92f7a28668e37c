"""GPT-2 and GPT-NeoX (Pythia)."""

from .specs import Remove, Spec


def gpt2_config(**changes):
    config = {
        "architectures": ["GPT2LMHeadModel"], "model_type": "gpt2", "vocab_size": 96, "n_positions": 64, "n_ctx": 64,
        "n_embd": 32, "n_layer": 3, "n_head": 4, "activation_function": "gelu_new", "layer_norm_epsilon": 1e-5,
        "initializer_range": 0.02, "attn_pdrop": 0.1, "embd_pdrop": 0.1, "resid_pdrop": 0.1,
        "bos_token_id": 0, "eos_token_id": 0,
    } | changes
    return {key: value for key, value in config.items() if value is not Remove}


def gpt2():
    return [
        Spec(
            # As the files on the hub are: names without `transformer.`, masks among the weights, few fields.
            "gpt2-hub", gpt2_config(summary_type="cls_index"), full=True, hub_names=True,
            flips={
                "activation_function": {"activation_function": "gelu"},
                "layer_norm_epsilon": {"layer_norm_epsilon": 1e-2},
                "n_head": {"n_head": 2},
                "scale_attn_weights (absent)": {"scale_attn_weights": False},
                "scale_attn_by_inverse_layer_idx (absent)": {"scale_attn_by_inverse_layer_idx": True},
                "tie_word_embeddings (absent)": {"tie_word_embeddings": False},
            }),
        Spec(
            # Odd widths, and a prompt as long as the context.
            "gpt2-gelu-untied", gpt2_config(
                activation_function="gelu", n_inner=50, n_embd=33, n_head=3, vocab_size=97, n_positions=40, n_ctx=40,
                layer_norm_epsilon=0.05, tie_word_embeddings=False, scale_attn_weights=True, torch_dtype="float32",
                scale_attn_by_inverse_layer_idx=False),
            flips={
                "activation_function": {"activation_function": "gelu_new"},
                "layer_norm_epsilon": {"layer_norm_epsilon": 1e-5},
                "n_head": {"n_head": 1},
                "scale_attn_weights": {"scale_attn_weights": False},
                "scale_attn_by_inverse_layer_idx": {"scale_attn_by_inverse_layer_idx": True},
            },
            # With a head in the file the flag alone does not tie it.
            inert={"tie_word_embeddings, head in the file": {"tie_word_embeddings": True}}),
        Spec(
            "gpt2-relu-unscaled-f16", gpt2_config(
                activation_function="relu", n_inner=None, scale_attn_weights=False, layer_norm_epsilon=0.02,
                tie_word_embeddings=True, torch_dtype="float16"),
            storage="float16", query_key_gain=0.6,
            flips={
                "activation_function": {"activation_function": "gelu"},
                "layer_norm_epsilon": {"layer_norm_epsilon": 1e-5},
                "scale_attn_weights": {"scale_attn_weights": True},
                "tie_word_embeddings": {"tie_word_embeddings": False},
            }),
        Spec(
            "gpt2-silu-inverse-bf16", gpt2_config(
                activation_function="silu", scale_attn_by_inverse_layer_idx=True, reorder_and_upcast_attn=True,
                n_layer=4, n_inner=40, dtype="bfloat16", transformers_version="5.23.0", tie_word_embeddings=False,
                n_ctx=Remove),
            storage="bfloat16", shards=3,
            flips={
                "activation_function": {"activation_function": "relu"},
                "scale_attn_by_inverse_layer_idx": {"scale_attn_by_inverse_layer_idx": False},
                "layer_norm_epsilon": {"layer_norm_epsilon": 1e-2},
            },
            inert={"tie_word_embeddings, head in the file": {"tie_word_embeddings": True}}),
        Spec(
            "gpt2-tanh-gelu", gpt2_config(
                activation_function="gelu_pytorch_tanh", n_inner=48, scale_attn_weights=False,
                scale_attn_by_inverse_layer_idx=True, n_layer=4),
            query_key_gain=0.7,
            flips={
                "activation_function": {"activation_function": "gelu"},
                "scale_attn_weights": {"scale_attn_weights": True},
                "scale_attn_by_inverse_layer_idx": {"scale_attn_by_inverse_layer_idx": False},
            }),
    ]


def neox_config(**changes):
    config = {
        "architectures": ["GPTNeoXForCausalLM"], "model_type": "gpt_neox", "vocab_size": 96, "hidden_size": 32,
        "intermediate_size": 48, "num_hidden_layers": 3, "num_attention_heads": 4, "hidden_act": "gelu",
        "max_position_embeddings": 64, "rotary_pct": 0.25, "rotary_emb_base": 10000, "layer_norm_eps": 1e-5,
        "initializer_range": 0.02, "use_parallel_residual": True, "tie_word_embeddings": False,
        "bos_token_id": 0, "eos_token_id": 0, "use_cache": True, "torch_dtype": "float32",
    } | changes
    return {key: value for key, value in config.items() if value is not Remove}


def gpt_neox():
    return [
        Spec(
            # As Pythia: heads 16 wide of which 4 are rotated, masks and rotary tables among the weights.
            "gpt_neox-pythia", neox_config(hidden_size=48, num_attention_heads=3), full=True, hub_names=True,
            flips={
                "rotary_pct": {"rotary_pct": 0.5},
                "rotary_emb_base": {"rotary_emb_base": 500},
                "use_parallel_residual": {"use_parallel_residual": False},
                "hidden_act": {"hidden_act": "gelu_new"},
                "layer_norm_eps": {"layer_norm_eps": 1e-2},
                "num_attention_heads": {"num_attention_heads": 6},
                "attention_bias (absent)": {"attention_bias": False},
            },
            inert={"tie_word_embeddings, head in the file": {"tie_word_embeddings": True}}),
        Spec(
            "gpt_neox-sequential-tied", neox_config(
                use_parallel_residual=False, rotary_pct=1.0, rotary_emb_base=500, hidden_act="gelu_new",
                tie_word_embeddings=True, layer_norm_eps=0.05, attention_bias=True, attention_dropout=0.0,
                hidden_dropout=0.0, classifier_dropout=0.1),
            full=True,
            flips={
                "rotary_pct": {"rotary_pct": 0.5},
                "rotary_emb_base": {"rotary_emb_base": 10000},
                "use_parallel_residual": {"use_parallel_residual": True},
                "hidden_act": {"hidden_act": "gelu"},
                "layer_norm_eps": {"layer_norm_eps": 1e-5},
                "attention_bias": {"attention_bias": False},
                "tie_word_embeddings": {"tie_word_embeddings": False},
            }),
        Spec(
            "gpt_neox-no-bias-bf16", neox_config(
                attention_bias=False, hidden_act="relu", rotary_pct=Remove, rotary_emb_base=Remove,
                torch_dtype=Remove, dtype="bfloat16", transformers_version="5.23.0", layer_norm_eps=0.02,
                num_hidden_layers=4,
                rope_parameters={"rope_type": "default", "rope_theta": 2000.0, "partial_rotary_factor": 0.5}),
            storage="bfloat16",
            flips={
                "rope_parameters.partial_rotary_factor": {"rope_parameters.partial_rotary_factor": 1.0},
                "rope_parameters.rope_theta": {"rope_parameters.rope_theta": 10000.0},
                "rope_parameters.rope_type": {
                    "rope_parameters.rope_type": "linear", "rope_parameters.factor": 2.0},
                "hidden_act": {"hidden_act": "gelu"},
                "layer_norm_eps": {"layer_norm_eps": 1e-5},
                "use_parallel_residual": {"use_parallel_residual": False},
            }),
        Spec(
            # Rotary fraction, base, form of the block and epsilon are left to the family's defaults.
            "gpt_neox-defaults-f16", neox_config(
                num_attention_heads=2, rotary_pct=Remove, rotary_emb_base=Remove, use_parallel_residual=Remove,
                layer_norm_eps=Remove, hidden_act=Remove, tie_word_embeddings=Remove, torch_dtype="float16"),
            storage="float16", shards=3,
            flips={
                "rotary_pct (absent)": {"rotary_pct": 1.0},
                "rotary_emb_base (absent)": {"rotary_emb_base": 1000},
                "use_parallel_residual (absent)": {"use_parallel_residual": False},
                "layer_norm_eps (absent)": {"layer_norm_eps": 1e-2},
                "hidden_act (absent)": {"hidden_act": "relu"},
            }),
    ]
