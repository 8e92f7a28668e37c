"""Bad adapters and soft prompts for the good checkpoint: each is a good one with one thing spoilt."""

from files import LAYER, Case, jsonl, safetensors

CONFIG, WEIGHTS = "adapter_config.json", "adapter_model.safetensors"
LORA = {"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 2, "lora_alpha": 4, "bias": "none",
        "target_modules": ["q_proj", "down_proj"], "base_model_name_or_path": "good"}
SOFT = {"peft_type": "PROMPT_TUNING", "task_type": "CAUSAL_LM", "num_virtual_tokens": 3, "token_dim": 8,
        "num_layers": 1, "num_attention_heads": 2, "num_transformer_submodules": 1, "prompt_tuning_init": "RANDOM"}
Q = f"base_model.model.{LAYER}self_attn.q_proj.lora_A.weight"
PROMPTS = jsonl({"id": "one", "tokens": [1, 2, 3]})


def capture(option):
    return ["capture", "--model", "{good}", option, "{case}", "--prompts", "{case}/prompts.jsonl", "--output", "{output}"]


def lora_tensors(module="self_attn.q_proj", layer=LAYER, width=8, rank=2):
    stem = f"base_model.model.{layer}{module}"
    return {f"{stem}.lora_A.weight": ("F32", [rank, width], [0.1] * (rank * width)),
            f"{stem}.lora_B.weight": ("F32", [8, rank], [0.2] * (8 * rank))}


def good_lora():
    return lora_tensors() | lora_tensors("mlp.down_proj")


def good_soft():
    return {"prompt_embeddings": ("F32", [3, 8], [0.3] * 24)}


def lora(root, name, expect, tensors=None, weights=None, succeeds=False, **changes):
    return case(root, f"lora-{name}", "--adapter", expect, LORA | changes, good_lora() if tensors is None else tensors,
                weights, succeeds)


def soft(root, name, expect, tensors=None, weights=None, succeeds=False, **changes):
    return case(root, f"soft-{name}", "--soft-prompt", expect, SOFT | changes,
                good_soft() if tensors is None else tensors, weights, succeeds)


def case(root, name, option, expect, config, tensors, weights, succeeds):
    made = Case(root, name, capture(option), expect, succeeds)
    made.write("prompts.jsonl", PROMPTS).write(CONFIG, config)
    return made.write(WEIGHTS, safetensors(tensors) if weights is None else weights)


def spoilt(values, value):
    return values[:3] + [value] + values[4:]


def bare(root, name, option, expect, **files):
    made = Case(root, name, capture(option), expect).write("prompts.jsonl", PROMPTS)
    for path, content in files.items():
        made.write(f"{path}.json", content)
    return made


def all_cases(root):
    return file_cases(root) + lora_weight_cases(root) + lora_config_cases(root) + soft_cases(root)


def file_cases(root):
    good = safetensors(good_lora())
    return [
        lora(root, "control", ["prompts"], succeeds=True),
        lora(root, "control-regex", ["prompts"], target_modules=r".*\.(q|down)_proj", succeeds=True),
        soft(root, "control", ["prompts"], succeeds=True),
        bare(root, "lora-empty-directory", "--adapter", ["adapter_config.json"]),
        bare(root, "lora-without-weights", "--adapter", [WEIGHTS], adapter_config=LORA),
        bare(root, "soft-without-weights", "--soft-prompt", [WEIGHTS], adapter_config=SOFT),
        bare(root, "lora-config-not-json", "--adapter", [CONFIG, "json"], adapter_config="{\"peft_type\": "),
        bare(root, "lora-config-a-list", "--adapter", [CONFIG, "peft_type"], adapter_config=[]),
        lora(root, "cut", [WEIGHTS], weights=good[:-10]),
        lora(root, "empty-file", [WEIGHTS], weights=b""),
        lora(root, "not-safetensors", [WEIGHTS], weights=b"PK\x03\x04" + b"\0" * 200),
        lora(root, "of-another-kind", [CONFIG, "IA3", "LORA"], peft_type="IA3"),
        lora(root, "given-a-soft-prompt", ["PROMPT_TUNING", "--soft-prompt"], peft_type="PROMPT_TUNING"),
        soft(root, "given-a-lora", ["LORA", "--adapter"], peft_type="LORA"),
    ]


def lora_weight_cases(root):
    good = good_lora()
    dtype, shape, values = good[Q]
    layer1 = "model.layers.1."
    return [
        lora(root, "nan", [Q, "nan"], good | {Q: (dtype, shape, spoilt(values, float("nan")))}),
        lora(root, "infinite", [Q, "infinite"], good | {Q: (dtype, shape, spoilt(values, float("inf")))}),
        lora(root, "of-integers", [Q, "I64"], good | {Q: ("I64", shape, [1] * 16)}),
        lora(root, "of-doubles", [Q, "F64"], good | {Q: ("F64", shape, values)}),
        lora(root, "of-one-dimension", [Q, "[16]", "[2, 8]"], good | {Q: (dtype, [16], values)}),
        lora(root, "of-another-width", [Q, "[2, 4]", "[2, 8]"], good | lora_tensors(width=4)),
        lora(root, "of-another-rank", ["lora_A", "[3, 8]", "[2, 8]"], good | lora_tensors(rank=3)),
        lora(root, "of-another-family", ["transformer.h.0.attn.c_attn", "another model"],
             lora_tensors("attn.c_attn", "transformer.h.0.")),
        lora(root, "of-a-deeper-model", ["model.layers.1.self_attn.q_proj", "another model"],
             good | lora_tensors(layer=layer1)),
        lora(root, "tensor-missing", ["down_proj.lora_A", "missing"], lora_tensors()),
        lora(root, "tensor-half-missing", [Q, "missing"], {k: v for k, v in good.items() if k != Q}),
        lora(root, "untargeted", ["v_proj", CONFIG], good | lora_tensors("self_attn.v_proj")),
        lora(root, "empty", ["missing"], {}),
        lora(root, "stray-tensor", ["magnitude"],
             good | {Q.replace("lora_A", "lora_magnitude_vector"): ("F32", [8], [1.0] * 8)}),
        lora(root, "without-prefix", ["q_proj.lora_A"], good | {Q.removeprefix("base_model.model."): good[Q]}),
        lora(root, "with-the-head", ["lm_head"],
             good | {"base_model.model.lm_head.lora_A.weight": ("F32", [2, 8], [0.1] * 16)}),
        lora(root, "with-the-embedding", ["embed_tokens"],
             good | {"base_model.model.model.embed_tokens.lora_embedding_A": ("F32", [2, 16], [0.1] * 32)}),
    ]


def lora_config_cases(root):
    without = {key: value for key, value in LORA.items() if key != "r"}
    return [
        bare(root, "lora-rank-missing", "--adapter", [CONFIG, "field r "], adapter_config=without)
        .write(WEIGHTS, safetensors(good_lora())),
        lora(root, "rank-zero", ["field r ", "0"], r=0),
        lora(root, "rank-a-text", ["field r "], r="2"),
        lora(root, "alpha-a-text", ["lora_alpha"], lora_alpha="4"),
        lora(root, "dora", ["use_dora"], use_dora=True),
        lora(root, "bias", ["field bias", "lora_only"], bias="lora_only"),
        lora(root, "own-bias", ["lora_bias"], lora_bias=True),
        lora(root, "modules-to-save", ["modules_to_save", "lm_head"], modules_to_save=["lm_head"]),
        lora(root, "pissa", ["init_lora_weights", "pissa"], init_lora_weights="pissa_niter_4"),
        lora(root, "replicated-layers", ["layer_replication"], layer_replication=[[0, 1], [0, 1]]),
        lora(root, "trained-tokens", ["trainable_token_indices"], trainable_token_indices=[1, 2]),
        lora(root, "field-of-the-future", ["use_something"], use_something=True),
        lora(root, "without-targets", ["target_modules"], target_modules=None),
        lora(root, "targets-a-number", ["target_modules"], target_modules=7),
        lora(root, "targets-of-another-family", ["c_attn", "another model"], {}, target_modules=["c_attn"]),
        lora(root, "targets-the-head", ["lm_head"], target_modules=["q_proj", "down_proj", "lm_head"]),
        lora(root, "targets-the-embedding", ["embed_tokens"], target_modules=["q_proj", "down_proj", "embed_tokens"]),
        lora(root, "targets-no-regex", ["target_modules", "regular expression"], target_modules="(q_proj"),
        lora(root, "targets-a-slow-regex", ["target_modules", "too many steps"], target_modules="([a-z_.0-9]+)+X"),
        lora(root, "layers-a-text", ["layers_to_transform"], layers_to_transform="all"),
        lora(root, "layers-negative", ["layers_to_transform"], layers_to_transform=[-1]),
        lora(root, "layers-of-a-deeper-model", ["another model"], {}, layers_to_transform=[5]),
        lora(root, "layers-of-a-regex", ["layers_to_transform", "list"], target_modules=".*", layers_to_transform=[0]),
        lora(root, "rank-pattern-a-text", ["rank_pattern"], rank_pattern={"q_proj": "4"}),
        lora(root, "rank-pattern-zero", ["rank_pattern"], rank_pattern={"q_proj": 0}),
        lora(root, "rank-pattern-of-other-weights", [Q, "[2, 8]", "[4, 8]"], rank_pattern={"q_proj": 4}),
    ]


def soft_cases(root):
    name = "prompt_embeddings"
    dtype, shape, values = good_soft()[name]
    full = Case(root, "soft-no-room-for-a-prompt", capture("--soft-prompt"), ["full", "3 virtual", "32"])
    full.write(CONFIG, SOFT).write(WEIGHTS, safetensors(good_soft()))
    full.write("prompts.jsonl", jsonl({"id": "full", "tokens": [2, 9] * 15}))
    return [
        full,
        soft(root, "cut", [WEIGHTS], weights=safetensors(good_soft())[:-4]),
        soft(root, "nan", [name, "nan"], {name: (dtype, shape, spoilt(values, float("nan")))}),
        soft(root, "of-integers", [name, "I64"], {name: ("I64", shape, [1] * 24)}),
        soft(root, "of-another-count", [name, "[3, 8]", "[4, 8]"], num_virtual_tokens=4),
        soft(root, "of-another-width", [name, "[3, 4]", "[3, 8]"], {name: (dtype, [3, 4], values[:12])}),
        soft(root, "says-another-width", ["token_dim", "16", "8"], token_dim=16),
        soft(root, "says-other-layers", ["num_layers", "another model"], num_layers=2),
        soft(root, "says-other-heads", ["num_attention_heads", "another model"], num_attention_heads=4),
        soft(root, "for-two-parts", ["num_transformer_submodules"], num_transformer_submodules=2),
        soft(root, "zero-tokens", ["num_virtual_tokens"], num_virtual_tokens=0),
        soft(root, "of-unknown-origin", ["prompt_tuning_init"], prompt_tuning_init="MAGIC"),
        soft(root, "without-tensor", [name, "missing"], {}),
        soft(root, "stray-tensor", ["prompt_encoder"], good_soft() | {"prompt_encoder": (dtype, shape, values)}),
        soft(root, "longer-than-the-context", ["32 virtual tokens", "context of 32"],
             {name: (dtype, [32, 8], [0.1] * 256)}, num_virtual_tokens=32),
    ]
