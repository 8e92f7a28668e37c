"""Writes `conversations.json` and `renderings.jsonl`: what jinja2 makes of `sources/*.jinja` and each conversation; and
`turns.jsonl`: what `apply_chat_template` makes of conversations with an answer (see `turns.py`).

Versions: `requirements.txt` beside this file.
"""

import json
import pathlib

import conversations
import reference
import turns

HERE = pathlib.Path(__file__).parent


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main():
    every = {name: conversations.variables(name) for name in conversations.CONVERSATIONS}
    (HERE / "conversations.json").write_text(compact(every) + "\n", encoding="utf-8")
    lines = []
    for path in sorted((HERE / "sources").glob("*.jinja")):
        with open(path, newline="", encoding="utf-8") as file:
            source = file.read()
        outcomes = {name: reference.outcome(source, variables) for name, variables in every.items()}
        lines.append(compact({"template": path.stem, "outcomes": outcomes}))
    (HERE / "renderings.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (HERE / "turns.jsonl").write_text("".join(compact(line) + "\n" for line in turns.lines()), encoding="utf-8")


if __name__ == "__main__":
    main()
