"""Bad prompts and bad captures, with a good model beside them."""

import json

from files import Case, jsonl, safetensors

PROMPTS = "{case}/prompts.jsonl"
IDS = [f"p{i}" for i in range(12)]


def capture_with(*more, prompts=PROMPTS):
    return ["capture", "--model", "{good}", "--prompts", prompts, "--output", "{output}", *more]


def all_cases(root):
    return prompt_cases(root) + option_cases(root) + capture_cases(root)


def prompt_cases(root):
    def case(name, expect, content):
        return Case(root, "prompts-" + name, capture_with(), ["prompts.jsonl"] + expect).write("prompts.jsonl", content)

    fine = {"id": "fine", "tokens": [1, 2, 3]}
    return [
        case("empty", [], b""),
        case("blank-lines-only", [], "\n\n"),
        case("not-json", ["2"], jsonl(fine, '{"id": "b", "tokens": [1, 2')),
        case("a-list", ["2"], jsonl(fine, "[1, 2, 3]")),
        case("not-utf8", ["2"], jsonl(fine).encode() + b'{"id": "b\xff", "tokens": [1]}\n'),
        case("no-id", ["id"], jsonl(fine, {"tokens": [1, 2]})),
        case("empty-id", ["id"], jsonl(fine, {"id": "", "tokens": [1, 2]})),
        case("duplicate-id", ["fine"], jsonl(fine, {"id": "other", "tokens": [1]}, fine)),
        case("no-content", ["prompts.jsonl:2"], jsonl(fine, {"id": "bad"})),
        case("two-contents", ["prompts.jsonl:2"], jsonl(fine, {"id": "bad", "text": "a", "tokens": [1]})),
        case("no-tokens", ["prompts.jsonl:2"], jsonl(fine, {"id": "bad", "tokens": []})),
        case("token-past-vocabulary", ["bad", "16"], jsonl(fine, {"id": "bad", "tokens": [1, 16]})),
        case("token-enormous", ["prompts.jsonl:2"], jsonl(fine, {"id": "bad", "tokens": [1, 10**30]})),
        case("token-negative", ["prompts.jsonl:2", "-1"], jsonl(fine, {"id": "bad", "tokens": [1, -1]})),
        case("token-fraction", ["prompts.jsonl:2"], jsonl(fine, {"id": "bad", "tokens": [1, 1.5]})),
        case("token-a-string", ["prompts.jsonl:2"], jsonl(fine, {"id": "bad", "tokens": ["1"]})),
        case("tokens-a-string", ["prompts.jsonl:2"], jsonl(fine, {"id": "bad", "tokens": "1 2"})),
        case("longer-than-context", ["bad", "33", "32"], jsonl(fine, {"id": "bad", "tokens": [1] * 33})),
        case("text-a-number", ["prompts.jsonl:2"], jsonl(fine, {"id": "bad", "text": 5})),
        Case(root, "prompts-text-without-tokenizer", capture_with(), ["tokenizer.json"]).write(
            "prompts.jsonl", jsonl({"id": "t", "text": "Hello"})),
        Case(root, "prompts-missing", capture_with(prompts="{case}/nowhere.jsonl"), ["nowhere.jsonl"]).write(
            "README", "There is no file `nowhere.jsonl`.\n"),
        Case(root, "prompts-a-directory", capture_with(), ["prompts.jsonl"]).write("prompts.jsonl/inside", "x"),
    ]


def option_cases(root):
    good = "{good}/prompts.jsonl"

    def case(name, expect, *more, output=None):
        command = capture_with(*more, prompts=good)
        if output:
            command[command.index("{output}")] = output
        return Case(root, "options-" + name, command, expect).write("README", "Only the options are wrong.\n")

    return [
        case("unknown-site", ["nonsense"], "--sites", "nonsense"),
        case("no-site", ["--sites"], "--sites", ""),
        case("unknown-position", ["middle"], "--position", "middle"),
        case("position-past-prompt", ["short", "3"], "--position", "3"),
        case("layer-past-top", ["9"], "--layers", "9"),
        case("layer-negative", ["-3"], "--layers=-3"),
        case("unknown-dtype", ["int3"], "--dtype", "int3"),
        case("unknown-wrapper", ["nowrapper"], "--wrapper", "nowrapper"),
        case("answer-without-answers", ["answer-end"], "--position", "answer-end"),
        case("output-in-missing-directory", ["nowhere"], output="{case}/nowhere/out.safetensors"),
        case("output-a-directory", ["{case}"], output="{case}"),
    ]


def states(count=12, layers=3, width=4, shift=0.0):
    """Values which differ for every prompt and have nothing special about them."""
    return [((i * 7919 + 104729) % 1009) / 500 - 1 + shift for i in range(count * layers * width)]


def good_parts(shift=0.0):
    """Tensors and metadata of a capture that is well formed."""
    entries = {
        "resid": ("F32", [12, 3, 4], states(shift=shift)), "token_ids": ("I64", [12], [7] * 12),
        "token_positions": ("I64", [12], list(range(12))),
    }
    metadata = {
        "format": "mindstate.capture/1", "prompt_ids": json.dumps(IDS), "groups": json.dumps([None] * 12),
        "labels": "{}", "layers": "[0, 1, 2]", "position": "last", "condition": "b", "wrapper": "bare",
        "model": "0", "tool": "by hand",
    }
    return entries, metadata


def capture_cases(root):
    start = ["--start", "{good}/capture.safetensors", "--output", "{output}"]
    compare = ["compare", "--distances", "{good}/capture.safetensors", "{case}/capture.safetensors", *start]

    def case(name, expect, tensors=None, metadata=None, content=None):
        entries, words = good_parts(shift=0.5)
        entries = {key: value for key, value in (entries | (tensors or {})).items() if value}
        words = {key: value for key, value in (words | (metadata or {})).items() if value is not None}
        raw = safetensors(entries, words) if content is None else content
        return Case(root, "capture-" + name, compare, ["capture.safetensors"] + expect).write("capture.safetensors", raw)

    def all_positions(offsets, rows=14):
        return {
            "resid": ("F32", [rows, 3, 4], states(rows)), "offsets": ("I64", [len(offsets)], offsets),
            "token_ids": ("I64", [rows], [7] * rows), "token_positions": ("I64", [rows], [0] * rows)}

    good = safetensors(*good_parts())
    nan = states()
    nan[4 * 3 * 5] = float("nan")
    everywhere = {"position": "all"}
    rising = list(range(12)) + [14]
    return [
        case("no-format", ["format"], metadata={"format": None}),
        case("other-format", ["mindstate.capture/9"], metadata={"format": "mindstate.capture/9"}),
        case("no-metadata", [], content=safetensors(good_parts()[0])),
        case("no-prompt-ids", ["prompt_ids"], metadata={"prompt_ids": None}),
        case("prompt-ids-not-json", ["prompt_ids"], metadata={"prompt_ids": "p0, p1"}),
        case("prompt-ids-too-few", ["11", "12"], metadata={"prompt_ids": json.dumps(IDS[:11])}),
        case("duplicate-id", ["p0"], metadata={"prompt_ids": json.dumps(["p0"] + IDS[:11])}),
        case("other-prompts", ["q0"], metadata={"prompt_ids": json.dumps(["q" + i[1:] for i in IDS])}),
        case("groups-too-few", ["groups"], metadata={"groups": json.dumps(["a"] * 3)}),
        case("labels-too-few", ["topic"], metadata={"labels": json.dumps({"topic": ["a"] * 3})}),
        case("layers-not-json", ["layers"], metadata={"layers": "0-2"}),
        case("layers-too-few", ["layers"], metadata={"layers": "[0, 1]"}),
        case("no-states", [], {"resid": None}),
        case("flat-states", ["resid"], {"resid": ("F32", [12, 12], states())}),
        case("states-of-integers", ["resid"], {"resid": ("I64", [12, 3, 4], [1] * 144)}),
        case("no-prompts", [], {"resid": ("F32", [0, 3, 4], []), "token_ids": None, "token_positions": None},
             {"prompt_ids": "[]", "groups": "[]"}),
        case("nan", ["nan"], {"resid": ("F32", [12, 3, 4], nan)}),
        case("other-width", ["resid"], {"resid": ("F32", [12, 3, 5], states(width=5))}),
        case("offsets-fall", ["offsets"], all_positions(rising[:5] + [3] + rising[6:]), everywhere),
        case("offsets-too-few", ["offsets"], all_positions(rising[:-2]), everywhere),
        case("offsets-past-rows", ["offsets"], all_positions(rising[:-1] + [99]), everywhere),
        case("offsets-not-from-zero", ["offsets"], all_positions([1] + rising[1:]), everywhere),
        case("offsets-missing", ["offsets"], all_positions(rising) | {"offsets": None}, everywhere),
        case("token-ids-too-few", ["token_ids"], {"token_ids": ("I64", [5], [7] * 5)}),
        case("truncated", [], content=good[:-100]),
        case("empty", [], content=b""),
        case("json-lines", [], content=jsonl({"id": "a", "tokens": [1]})),
        Case(root, "capture-only-one", ["compare", "--distances", "{good}/capture.safetensors", *start], ["two"]).write(
            "README", "`compare` needs two captures.\n"),
        Case(root, "capture-missing", compare, ["capture.safetensors"]).write("README", "There is no capture here.\n"),
        Case(root, "capture-a-directory", compare, ["capture.safetensors"]).write("capture.safetensors/inside", "x"),
    ]
