"""Bad checkpoint directories: each is the good one with one thing spoilt."""

import copy
import json
import struct

from files import CONFIG, LAYER, Case, assembled, header_and_data, safetensors, tensors

CAPTURE = ["capture", "--model", "{case}", "--prompts", "{good}/prompts.jsonl", "--output", "{output}"]
UP = LAYER + "mlp.up_proj.weight"
WEIGHTS = "model.safetensors"


def all_cases(root):
    return weight_cases(root) + header_cases(root) + shard_cases(root) + config_cases(root) + layout_cases(root)


def spoilt(root, name, expect, config=None, weights=None):
    """A case with another config.json or another model.safetensors."""
    case = Case(root, name, CAPTURE, expect)
    case.write("config.json", CONFIG if config is None else config)
    return case.write(WEIGHTS, safetensors(tensors()) if weights is None else weights)


def with_tensor(name, entry):
    """The good file with one tensor replaced, or removed where `entry` is None."""
    entries = tensors()
    entries.pop(name)
    return safetensors(entries if entry is None else entries | {name: entry})


def weight_cases(root):
    dtype, shape, values = tensors()[UP]
    good = safetensors(tensors())
    return [
        spoilt(root, "weights-truncated", [WEIGHTS], weights=good[:-100]),
        spoilt(root, "weights-truncated-in-header", [WEIGHTS], weights=good[:200]),
        spoilt(root, "weights-empty", [WEIGHTS], weights=b""),
        spoilt(root, "weights-five-bytes", [WEIGHTS], weights=b"\x08\0\0\0\0"),
        spoilt(root, "weights-trailing-bytes", [WEIGHTS], weights=good + b"\0" * 16),
        spoilt(root, "weights-not-safetensors", [WEIGHTS], weights=b"PK\x03\x04" + b"\0" * 200),
        spoilt(root, "weights-nan", [UP, "nan"], weights=with_tensor(UP, (dtype, shape, [float("nan")] + values[1:]))),
        spoilt(root, "weights-infinite", [UP, "infinite"],
               weights=with_tensor(UP, (dtype, shape, values[:-1] + [float("inf")]))),
        spoilt(root, "weights-nan-in-norm", ["model.norm.weight", "nan"],
               weights=with_tensor("model.norm.weight", ("F16", [8], [1.0] * 7 + [float("nan")]))),
        spoilt(root, "tensor-missing", [UP, "missing"], weights=with_tensor(UP, None)),
        spoilt(root, "tensor-embedding-missing", ["model.embed_tokens.weight", "missing"],
               weights=with_tensor("model.embed_tokens.weight", None)),
        spoilt(root, "tensor-of-integers", [UP, "I64"], weights=with_tensor(UP, ("I64", shape, [1] * 64))),
        spoilt(root, "tensor-transposed-shape", [LAYER + "self_attn.k_proj.weight", "[8, 4]", "[4, 8]"],
               weights=with_tensor(LAYER + "self_attn.k_proj.weight", ("F16", [8, 4], [0.1] * 32))),
        spoilt(root, "tensor-of-one-dimension", [UP, "[64]"], weights=with_tensor(UP, (dtype, [64], values))),
        spoilt(root, "tensor-not-described-by-config", [LAYER + "self_attn.q_proj.bias"],
               weights=safetensors(tensors() | {LAYER + "self_attn.q_proj.bias": ("F16", [8], [0.5] * 8)})),
    ]


def with_header(change, data_change=lambda data: data):
    header, data = header_and_data(tensors())
    change(header)
    return assembled(header, data_change(data))


def header_cases(root):
    header, data = header_and_data(tensors())
    raw = json.dumps(header, separators=(",", ":"))
    good = assembled(header, data)

    def entry(**changes):
        return with_header(lambda h: h[UP].update(changes))

    def moved(first, last):
        begin, end = header[UP]["data_offsets"]
        return entry(data_offsets=[begin + first, end + last])

    def repeated():
        text = raw.replace('"model.norm.weight"', f'"{UP}"', 1)
        return assembled(text.encode(), data)

    def bit_flipped(text):
        """The lowest bit of the first byte of `text` in the header."""
        index = good.index(text.encode())
        return good[:index] + bytes([good[index] ^ 1]) + good[index + 1:]

    with_hole = copy.deepcopy(header)
    last = max(with_hole, key=lambda name: with_hole[name]["data_offsets"][1])
    with_hole[last]["data_offsets"] = [offset + 64 for offset in with_hole[last]["data_offsets"]]
    split = header[last]["data_offsets"][0]
    return [
        spoilt(root, "header-longer-than-file", [WEIGHTS], weights=assembled(header, data, 1 << 20)),
        spoilt(root, "header-length-2-to-40", [WEIGHTS], weights=assembled(header, data, 1 << 40)),
        spoilt(root, "header-length-all-ones", [WEIGHTS], weights=assembled(header, data, (1 << 64) - 1)),
        spoilt(root, "header-length-zero", [WEIGHTS], weights=assembled(header, data, 0)),
        spoilt(root, "header-length-bit-flipped", [WEIGHTS], weights=bytes([good[0] ^ 64]) + good[1:]),
        spoilt(root, "header-not-json", [WEIGHTS], weights=assembled(raw[:-1].encode(), data)),
        spoilt(root, "header-a-list", [WEIGHTS], weights=assembled(b"[1, 2]", data)),
        spoilt(root, "header-not-utf8", [WEIGHTS], weights=assembled(raw.replace("norm", "n\udcffrm", 1).encode(
            "utf-8", "surrogateescape"), data)),
        spoilt(root, "header-nested-deeply", [WEIGHTS], weights=assembled(b'{"a":' * 1000 + b"1" + b"}" * 1000, data)),
        spoilt(root, "header-name-twice", [WEIGHTS, UP], weights=repeated()),
        spoilt(root, "header-name-bit-flipped", ["embed_tokens"], weights=bit_flipped("embed_tokens")),
        spoilt(root, "header-dtype-bit-flipped", [WEIGHTS], weights=bit_flipped("F16")),
        spoilt(root, "header-brace-bit-flipped", [WEIGHTS], weights=bit_flipped('{"dtype"')),
        spoilt(root, "offsets-overlap", [WEIGHTS], weights=moved(-64, -64)),
        spoilt(root, "offsets-past-end", [WEIGHTS], weights=with_header(
            lambda h: h[last].update(data_offsets=[h[last]["data_offsets"][0], len(data) + 64]))),
        spoilt(root, "offsets-reversed", [WEIGHTS, UP],
               weights=entry(data_offsets=header[UP]["data_offsets"][::-1])),
        spoilt(root, "offsets-negative", [WEIGHTS, UP], weights=entry(data_offsets=[-128, 0])),
        spoilt(root, "offsets-overflow", [WEIGHTS, UP],
               weights=entry(data_offsets=[(1 << 63) - 64, (1 << 63) + 64])),
        spoilt(root, "offsets-fraction", [WEIGHTS, UP], weights=entry(data_offsets=[0.5, 128.5])),
        spoilt(root, "offsets-one-number", [WEIGHTS, UP], weights=entry(data_offsets=[128])),
        spoilt(root, "offsets-with-hole", [WEIGHTS],
               weights=assembled(with_hole, data[:split] + b"\0" * 64 + data[split:])),
        spoilt(root, "shape-larger-than-bytes", [WEIGHTS, UP], weights=entry(shape=[8, 80])),
        spoilt(root, "shape-overflow", [WEIGHTS, UP], weights=entry(shape=[1 << 33, 1 << 33])),
        spoilt(root, "shape-negative", [WEIGHTS, UP], weights=entry(shape=[-8, -8])),
        spoilt(root, "shape-missing", [WEIGHTS, UP], weights=with_header(lambda h: h[UP].pop("shape"))),
        spoilt(root, "dtype-unknown", [WEIGHTS, "F31"], weights=entry(dtype="F31")),
    ]


def sharded(root, name, expect, change=lambda index: None, leave_out=None, extra=None):
    """A checkpoint in two shards, its index spoilt by `change`."""
    case = Case(root, name, CAPTURE, expect).write("config.json", CONFIG)
    names = sorted(tensors())
    files = {"model-00001-of-00002.safetensors": names[:5], "model-00002-of-00002.safetensors": names[5:]}
    index = {"metadata": {"total_size": 1}, "weight_map": {n: file for file, mine in files.items() for n in mine}}
    for file, mine in files.items():
        if file != leave_out:
            case.write(file, safetensors({n: tensors()[n] for n in mine} | (extra or {})))
    index = change(index) or index
    return case.write("model.safetensors.index.json", index)


def shard_cases(root):
    second = "model-00002-of-00002.safetensors"

    def to(target):
        return lambda index: index["weight_map"].update({UP: target})

    return [
        sharded(root, "shard-missing", [second], leave_out=second),
        sharded(root, "shard-outside", ["../outside.safetensors"], to("../outside.safetensors")),
        sharded(root, "shard-outside-through-subfolder", ["a/../../outside"], to("a/../../outside.safetensors")),
        sharded(root, "shard-absolute", ["/etc/hostname"], to("/etc/hostname")),
        sharded(root, "shard-parent", ["model.safetensors.index.json"], to("..")),
        sharded(root, "shard-not-a-name", [UP], to(7)),
        sharded(root, "shard-without-tensor", ["model.extra"],
                lambda index: index["weight_map"].update({"model.extra": second})),
        sharded(root, "shard-tensor-twice", ["model.twice"], extra={"model.twice": ("F16", [1], [1.0])}),
        sharded(root, "shard-index-not-json", ["model.safetensors.index.json"], lambda index: '{"weight_map": {'),
        sharded(root, "shard-index-without-map", ["model.safetensors.index.json", "weight_map"],
                lambda index: {"metadata": {}}),
        sharded(root, "shard-index-empty-map", ["model.safetensors.index.json"], lambda index: {"weight_map": {}}),
    ]


def config_cases(root):
    def case(name, expect, **changes):
        config = {key: value for key, value in (CONFIG | changes).items() if value is not Ellipsis}
        return spoilt(root, name, ["config.json"] + expect, config)

    yarn = {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 8}
    llama3 = {"rope_type": "llama3", "low_freq_factor": 1.0, "high_freq_factor": 4.0}
    text = json.dumps(CONFIG)
    return [
        case("config-unknown-family", ["model_type", "mamba"], model_type="mamba"),
        case("config-no-family", ["model_type"], model_type=...),
        case("config-family-a-number", ["model_type"], model_type=3),
        case("config-activation-foo", ["hidden_act", "foo"], hidden_act="foo"),
        case("config-rope-yarn", ["rope_scaling", "yarn"], rope_scaling=yarn),
        case("config-rope-yarn-new-form", ["rope_parameters", "yarn"], rope_parameters=yarn | {"rope_theta": 1e4}),
        case("config-rope-dynamic-old-spelling", ["rope_scaling", "dynamic"],
             rope_scaling={"type": "dynamic", "factor": 2.0}),
        case("config-rope-llama3-no-factor", ["factor"], rope_scaling=llama3),
        case("config-rope-linear-zero", ["factor"], rope_scaling={"type": "linear", "factor": 0.0}),
        case("config-rope-a-string", ["rope_scaling"], rope_scaling="linear"),
        case("config-rope-theta-zero", ["rope_theta"], rope_theta=0),
        case("config-rope-theta-a-string", ["rope_theta"], rope_theta="10000"),
        case("config-width-a-string", ["hidden_size"], hidden_size="8"),
        case("config-width-a-fraction", ["hidden_size"], hidden_size=8.5),
        case("config-width-missing", ["hidden_size"], hidden_size=...),
        case("config-width-negative", ["hidden_size"], hidden_size=-8),
        case("config-width-enormous", ["hidden_size"], hidden_size=10**30),
        case("config-heads-zero", ["num_attention_heads"], num_attention_heads=0),
        case("config-heads-do-not-divide", ["num_attention_heads"], num_attention_heads=3),
        case("config-key-heads-do-not-divide", ["num_key_value_heads"], num_attention_heads=4, num_key_value_heads=3),
        case("config-odd-head", ["head_dim"], head_dim=3),
        case("config-epsilon-a-string", ["rms_norm_eps"], rms_norm_eps="1e-5"),
        case("config-epsilon-negative", ["rms_norm_eps"], rms_norm_eps=-1.0),
        case("config-tie-a-string", ["tie_word_embeddings"], tie_word_embeddings="yes"),
        case("config-quantized", ["quantization_config"], quantization_config={"quant_method": "gptq", "bits": 4}),
        case("config-mistral-window-zero", ["sliding_window"], model_type="mistral", sliding_window=0),
        case("config-qwen2-layer-types-count", ["layer_types"], model_type="qwen2",
             layer_types=["full_attention"] * 2),
        case("config-qwen2-layer-types-unknown", ["layer_types", "chunked_attention"], model_type="qwen2",
             layer_types=["chunked_attention"]),
        spoilt(root, "config-width-other-than-weights", ["[16, 8]", "[16, 16]"], CONFIG | {"hidden_size": 16}),
        spoilt(root, "config-vocabulary-other-than-weights", ["model.embed_tokens.weight", "[32, 8]"],
               CONFIG | {"vocab_size": 32}),
        spoilt(root, "config-more-layers-than-weights", ["model.layers.1."], CONFIG | {"num_hidden_layers": 2}),
        spoilt(root, "config-a-billion-layers", ["num_hidden_layers"], CONFIG | {"num_hidden_layers": 10**9}),
        spoilt(root, "config-biases-not-in-weights", ["self_attn.q_proj.bias"], CONFIG | {"attention_bias": True}),
        spoilt(root, "config-not-json", ["config.json"], text[:-20]),
        spoilt(root, "config-empty", ["config.json"], b""),
        spoilt(root, "config-a-list", ["config.json"], b"[]"),
        spoilt(root, "config-not-utf8", ["config.json"], text.replace("silu", "sil\udcfc").encode(
            "utf-8", "surrogateescape")),
        spoilt(root, "config-key-twice", ["config.json", "hidden_size"], text[:-1] + ', "hidden_size": 16}'),
        spoilt(root, "config-nested-deeply", ["config.json"], '{"a":' * 1000 + "1" + "}" * 1000),
        spoilt(root, "config-nan", ["config.json"], text.replace("10000.0", "NaN")),
    ]


def layout_cases(root):
    """Files that are missing, or of the wrong kind. Git keeps no empty directories, so these hold a file."""
    pickled = struct.pack("<I", 0x04034B50) + b"\0" * 60
    weights = safetensors(tensors())
    return [
        Case(root, "layout-no-config", CAPTURE, ["config.json"]).write(WEIGHTS, weights),
        Case(root, "layout-no-weights", CAPTURE, [WEIGHTS]).write("config.json", CONFIG),
        Case(root, "layout-only-pickled-weights", CAPTURE, ["safetensors"]).write("config.json", CONFIG).write(
            "pytorch_model.bin", pickled),
        Case(root, "layout-config-a-directory", CAPTURE, ["config.json"]).write("config.json/inside", "x").write(
            WEIGHTS, weights),
        Case(root, "layout-weights-a-directory", CAPTURE, [WEIGHTS]).write("config.json", CONFIG).write(
            WEIGHTS + "/inside", "x"),
        Case(root, "layout-model-a-file", [*CAPTURE[:2], "{case}/file", *CAPTURE[3:]], ["file"]).write("file", "x"),
        Case(root, "layout-model-missing", [*CAPTURE[:2], "{case}/nowhere", *CAPTURE[3:]], ["nowhere"]).write(
            "README", "There is no directory `nowhere`.\n"),
    ]
