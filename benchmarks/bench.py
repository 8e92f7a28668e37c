#!/usr/bin/env python3
"""Capture of GPT-2 small's shape, here and in transformers, paired in one run, beside this machine's sgemm ceiling.

usage: bench.py --mindstate PATH --work DIR [--rounds 5] [--python PYTHON]

Each round times sgemm, then mindstate, then transformers on the same prompts, so that a machine whose speed drifts
slows all three. Reported: medians over rounds of tokens/s, of the ratio within a round, and of the share of the sgemm
ceiling (floating point operations of the products alone, over seconds, over what sgemm reached in that round).
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def run_json(command, environment=None):
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def flops(lengths, width, layers):
    """Products of a GPT-2 block: 2 · 12 d² a token, and 2 · 2 · d for each pair of a query and a key it sees."""
    tokens = sum(lengths)
    pairs = sum(n * (n + 1) // 2 for n in lengths)
    return layers * (24 * width * width * tokens + 4 * width * pairs)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mindstate", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    model = options.work / "model"
    if not (model / "model.safetensors").exists():
        subprocess.run([options.python, HERE / "make_gpt2_small.py", options.work], check=True)
    config = json.loads((model / "config.json").read_text())
    # A setting meant for an older BLAS must not slow the peer's.
    peer_environment = {k: v for k, v in os.environ.items() if not k.startswith("OPENBLAS_")}

    print(f"{'prompts':<8}{'here tok/s':>12}{'peer tok/s':>12}{'ratio':>8}{'sgemm GFLOP/s':>15}{'share':>8}")
    for name in ("long", "short"):
        prompts = options.work / f"{name}.jsonl"
        lengths = [len(json.loads(line)["tokens"]) for line in open(prompts)]
        work = flops(lengths, config["n_embd"], config["n_layer"])
        rows = []
        for _ in range(options.rounds):
            ceiling = run_json([options.mindstate, "ceiling", "--seconds", "1"])["gflops"]
            ours = run_json([options.mindstate, "capture", "--model", model, "--prompts", prompts,
                             "--output", options.work / "bench.safetensors", "--json", "--quiet"])
            peer = run_json([options.python, HERE / "capture_peer.py", model, prompts], peer_environment)
            rows.append((ours["tokens"] / ours["seconds"], peer["tokens"] / peer["seconds"],
                         peer["seconds"] / ours["seconds"], ceiling, work / ours["seconds"] / 1e9 / ceiling))
        here, there, ratio, ceiling, share = (statistics.median(column) for column in zip(*rows))
        print(f"{name:<8}{here:>12,.0f}{there:>12,.0f}{ratio:>8.2f}{ceiling:>15.0f}{share:>8.0%}")


if __name__ == "__main__":
    main()
