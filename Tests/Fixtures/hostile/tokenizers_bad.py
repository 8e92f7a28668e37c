"""Bad tokenizer.json files, for `tokenize`."""

import copy

from files import Case, jsonl

LETTERS = "abcdefgh"


def tokenizer():
    """BPE over eight letters; it has no byte-level step, so that it stays readable."""
    vocabulary = {"<bos>": 0, "<unk>": 1} | {letter: i + 2 for i, letter in enumerate(LETTERS)} | {"ab": 10, "abc": 11}
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{
            "id": 0, "content": "<bos>", "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
            "special": True}],
        "normalizer": None, "pre_tokenizer": None,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "<bos>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {"<bos>": {"id": "<bos>", "ids": [0], "tokens": ["<bos>"]}}},
        "decoder": None,
        "model": {
            "type": "BPE", "dropout": None, "unk_token": "<unk>", "continuing_subword_prefix": None,
            "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "vocab": vocabulary,
            "merges": ["a b", "ab c"]},
    }


def all_cases(root):
    command = ["tokenize", "{case}", "--prompts", "{case}/prompts.jsonl"]

    def case(name, expect, change=None, content=None, succeeds=False):
        good = tokenizer()
        if change:
            change(good)
        it = Case(root, "tokenizer-" + name, command, expect if succeeds else ["tokenizer.json"] + expect, succeeds)
        return it.write("tokenizer.json", good if content is None else content).write(
            "prompts.jsonl", jsonl({"id": "t", "text": "abcab"}))

    def put(*path):
        *way, key, value = path

        def change(root_object):
            for step in way:
                root_object = root_object[step]
            root_object[key] = value
        return change

    template = copy.deepcopy(tokenizer()["post_processor"]["single"])
    template[0]["SpecialToken"]["id"] = "<nowhere>"
    return [
        case("good", ['{"id":"t","tokens":[0,11,10]}'], succeeds=True),
        case("not-json", [], content="{"),
        case("empty", [], content=b""),
        case("no-model", ["model"], lambda t: t.pop("model")),
        case("model-unknown", ["model", "Telepathy"], put("model", "type", "Telepathy")),
        case("normalizer-unknown", ["normalizer", "Rot13"], put("normalizer", {"type": "Rot13"})),
        case("normalizer-without-type", ["normalizer", "type"], put("normalizer", {"prepend": "x"})),
        case("pre-tokenizer-unknown", ["pre_tokenizer", "Scissors"], put("pre_tokenizer", {"type": "Scissors"})),
        case("pattern-not-a-pattern", ["pre_tokenizer"], put("pre_tokenizer", {
            "type": "Split", "pattern": {"Regex": "(["}, "behavior": "Isolated", "invert": False})),
        case("post-processor-unknown", ["post_processor", "Stamp"], put("post_processor", {"type": "Stamp"})),
        case("template-unknown-token", ["<nowhere>"], put("post_processor", "single", template)),
        case("decoder-unknown", ["decoder", "Enigma"], put("decoder", {"type": "Enigma"})),
        case("merge-not-in-vocabulary", ["merges"], put("model", "merges", ["a b", "g h"])),
        case("merge-of-one", ["merges"], put("model", "merges", ["a b", "abc"])),
        case("vocabulary-a-list", ["vocab"], put("model", "vocab", ["a", "b"])),
        case("vocabulary-negative-id", ["vocab"], put("model", "vocab", "a", -5)),
        case("dropout", ["dropout"], put("model", "dropout", 0.5)),
    ]
