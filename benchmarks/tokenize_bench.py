#!/usr/bin/env python3
"""Rate of the tokenizer beside Hugging Face's tokenizers on one thread, in one run, on English text.

usage: tokenize_bench.py --mindstate PATH --work DIR [--tokenizer tokenizer.json] [--rounds 3]

The text is what Python's standard library says of itself in its docstrings, some megabytes of prose and code that every
machine with Python has. Without --tokenizer a byte-level BPE of GPT-2's kind with 50,000 tokens is trained on it; give
GPT-2's own tokenizer.json to measure that. Both must give the same number of tokens.
"""
import argparse
import ast
import json
import pathlib
import statistics
import subprocess
import sys
import sysconfig

HERE = pathlib.Path(__file__).resolve().parent


def english(limit=6_000_000):
    parts, size = [], 0
    for path in sorted(pathlib.Path(sysconfig.get_paths()["stdlib"]).rglob("*.py")):
        if "test" in path.parts or "site-packages" in path.parts:
            continue
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except (SyntaxError, UnicodeDecodeError, ValueError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                text = ast.get_docstring(node)
                if text and len(text) > 60:
                    parts.append(text)
                    size += len(text)
        if size > limit:
            break
    return "\n\n".join(parts)


def trained(path, source):
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=50_000, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
                                  show_progress=False)
    tokenizer.train([str(source)], trainer)
    tokenizer.save(str(path))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mindstate", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--tokenizer", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    text = options.work / "english.txt"
    text.write_text(english(), encoding="utf-8")
    tokenizer = options.tokenizer or options.work / "tokenizer.json"
    if not tokenizer.exists():
        trained(tokenizer, text)
    rows = []
    for _ in range(options.rounds):
        pair = [json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout) for command in (
            [options.mindstate, "tokenizer-speed", tokenizer, text],
            [sys.executable, HERE / "tokenize_peer.py", tokenizer, text])]
        if pair[0]["tokens"] != pair[1]["tokens"]:
            sys.exit(f"{pair[0]['tokens']} tokens here, {pair[1]['tokens']} there")
        rows.append(pair)
    print(f"{'tokenizer':<12}{'here MB/s':>12}{'peer MB/s':>12}{'ratio':>8}   ({rows[0][0]['bytes']:,} bytes)")
    for key in ("whole_MB_per_s", "lines_MB_per_s"):
        here, there = (statistics.median(pair[i][key] for pair in rows) for i in (0, 1))
        ratio = statistics.median(pair[0][key] / pair[1][key] for pair in rows)
        print(f"{key.split('_')[0]:<12}{here:>12.1f}{there:>12.1f}{ratio:>8.2f}")
    loads = [statistics.median(pair[i]["load_s"] for pair in rows) for i in (0, 1)]
    print(f"load {loads[0]:.3f} s here, {loads[1]:.3f} s there")


if __name__ == "__main__":
    main()
