"""Makes the bad files of the command tests, and cases.json, which says what each command must answer.

    python make_hostile.py

Needs nothing but Python. Each case: `command` with `{case}` (its directory), `{good}` (the good checkpoint, prompts and
capture) and `{output}` (a path in an empty directory); the command must end with an exit code that is not 0, one line on
stderr that contains every text of `expect` (upper and lower case alike), and no file at `{output}`. Cases with
`succeeds` are controls: they must end with 0, and stdout contains `expect`.
"""

import json
import os
import shutil

import adapters
import checkpoints
import inputs
import tokenizers_bad
from files import CONFIG, Case, jsonl, safetensors, tensors

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "cases")


def good():
    """What every other case is measured against; its own commands must succeed."""
    case = Case(ROOT, "good", [], [])
    case.write("config.json", CONFIG).write("model.safetensors", safetensors(tensors()))
    case.write("prompts.jsonl", jsonl(
        {"id": "short", "tokens": [1]}, {"id": "three", "tokens": [3, 15, 0]}, {"id": "full", "tokens": [2, 9] * 16}))
    case.write("capture.safetensors", safetensors(*inputs.good_parts()))
    case.write("other.safetensors", safetensors(*inputs.good_parts(shift=0.5)))


def controls():
    capture = ["capture", "--model", "{good}", "--prompts", "{good}/prompts.jsonl", "--output", "{output}"]
    compare = ["compare", "--distances", "{good}/capture.safetensors", "{good}/other.safetensors", "--start",
               "{good}/capture.safetensors", "--output", "{output}"]
    return [
        {"name": "control-capture", "command": capture, "expect": [], "succeeds": True},
        {"name": "control-shards", "command": ["capture", "--model", "{case}", *capture[3:]], "expect": [],
         "succeeds": True},
        {"name": "control-compare", "command": compare, "expect": [], "succeeds": True},
    ]


def main():
    shutil.rmtree(ROOT, ignore_errors=True)
    good()
    checkpoints.sharded(ROOT, "control-shards", [])
    cases = checkpoints.all_cases(ROOT) + inputs.all_cases(ROOT) + tokenizers_bad.all_cases(ROOT)
    cases += adapters.all_cases(ROOT)
    entries = controls() + [case.entry for case in cases]
    names = [entry["name"] for entry in entries]
    assert len(set(names)) == len(names)
    with open(os.path.join(HERE, "cases.json"), "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join("  " + json.dumps(entry, ensure_ascii=False) for entry in entries) + "\n]\n")
    print(f"{len(entries)} cases")


if __name__ == "__main__":
    main()
