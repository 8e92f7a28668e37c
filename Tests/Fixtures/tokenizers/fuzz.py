#!/usr/bin/env python3
"""Random texts through both this repository's tokenizer and the Hugging Face library; prints every difference.

usage: fuzz.py MINDSTATE [TEXTS] [SEED] [TOKENIZER.json …]

MINDSTATE is the built command line tool; ids with and without special tokens are compared. Without tokenizers, all of this
folder. (Spans and decoded texts are compared by the package's tests, on the texts of corpus.py.)
"""
import glob
import json
import os
import random
import subprocess
import sys
import tempfile

from tokenizers import Tokenizer

import corpus

HERE = os.path.dirname(os.path.abspath(__file__))
BLOCKS = [(0x20, 0x7F)] * 6 + [(0, 0x20), (0x80, 0x250), (0x300, 0x370), (0x370, 0x600), (0x600, 0x900), (0x900, 0x1200), (0x1100, 0x1200),
          (0x1200, 0x2000), (0x2000, 0x2100), (0x2100, 0x2C00), (0x2C00, 0x3100), (0x3000, 0x3400), (0x4E00, 0x9FFF), (0xA000, 0xD7FF),
          (0xAC00, 0xD7FF), (0xE000, 0xF900), (0xF900, 0x10000), (0x10000, 0x11000), (0x11000, 0x20000), (0x1D000, 0x1E000), (0x1F300, 0x1FB00), (0x20000, 0x110000)]
WORDS = ["the", " answer", "'s", "'LL", "'re", " ", "  ", "\n", "\r\n", "\t", "12", "3456", "word", "e\u0301", "\u0323\u0307", "\u1161", "\u11a8", "\ud55c", "\u4e2d\u6587",
         "<|endoftext|>", "<mask>", "<lr>", "<l>", "<r>", "aa", "aaab", "Tok\u00c9n", "Scho\u0308n", "New York", "<s>", "</s>", "<S>", "<|a|", "b|>", "\u2581", "\u00a0", "\u0120", "!", "...", "_", "-"]


def text(rng):
    out = ""
    for _ in range(rng.choice([1, 2, 4, 8, 16, 40])):
        kind = rng.random()
        if kind < 0.45:
            out += rng.choice(WORDS)
        elif kind < 0.6:
            s = rng.choice(corpus.NASTY)
            a = rng.randrange(len(s) + 1)
            out += s[a:a + 12]
        else:
            low, high = rng.choice(BLOCKS)
            out += "".join(chr(c) for c in (rng.randrange(low, high) for _ in range(rng.choice([1, 1, 2, 3, 6]))) if not 0xD800 <= c < 0xE000)
    return out


def ours(program, path, texts, *flags):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        f.writelines(json.dumps({"id": str(i), "text": x}) + "\n" for i, x in enumerate(texts))
        f.flush()
        run = subprocess.run([program, "tokenize", path, "--prompts", f.name, *flags], capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stderr)
    return [json.loads(line)["tokens"] for line in run.stdout.split("\n")[:-1]]


def main():
    program, count, seed = sys.argv[1], int((sys.argv[2:] or [1000])[0]), int((sys.argv[3:] or [0])[0])
    rng = random.Random(seed)
    bad = 0
    for path in sys.argv[4:] or sorted(p for p in glob.glob(os.path.join(HERE, "*.json")) if not p.endswith("unicode.json")):
        t = Tokenizer.from_file(path)
        # Prompts must differ from each other and be more than nothing.
        texts = sorted({x for x in (text(rng) for _ in range(count)) if x})
        for flags, special in ((), True), (("--no-special-tokens",), False):
            rows = ours(program, path, texts, *flags)
            assert len(rows) == len(texts)
            for x, row in zip(texts, rows):
                want = t.encode(x, add_special_tokens=special).ids
                if row != want:
                    bad += 1
                    print(os.path.basename(path), repr(x), row, want)
    print(bad, "differences")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
