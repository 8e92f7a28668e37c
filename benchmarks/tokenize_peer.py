#!/usr/bin/env python3
"""The Hugging Face `tokenizers` library on one thread: bytes per second of one big text and of its lines.

usage: tokenize_peer.py TOKENIZER.json TEXT [REPEATS]

Prints one JSON object; the best of the repeats counts, since other work on the machine only ever slows a run down.
"""
import json
import os
import sys
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"

import tokenizers  # noqa: E402  (reads the variables above)


def best(repeats, work):
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        tokens = work()
        times.append(time.perf_counter() - start)
    return min(times), tokens


def main():
    path, source = sys.argv[1:3]
    repeats = int((sys.argv[3:] or [3])[0])
    start = time.perf_counter()
    tokenizer = tokenizers.Tokenizer.from_file(path)
    load = time.perf_counter() - start
    text = open(source, encoding="utf-8").read()
    lines = text.split("\n")
    size = len(text.encode())
    whole, tokens = best(repeats, lambda: len(tokenizer.encode(text).ids))
    batch, _ = best(repeats, lambda: sum(len(e.ids) for e in tokenizer.encode_batch(lines)))
    print(json.dumps({"tool": f"tokenizers {tokenizers.__version__}", "bytes": size, "tokens": tokens, "load_s": round(load, 3),
                      "whole_MB_per_s": round(size / whole / 1e6, 2), "lines_MB_per_s": round(size / batch / 1e6, 2)}))


if __name__ == "__main__":
    main()
