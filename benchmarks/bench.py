#!/usr/bin/env python3
"""Capture here and in transformers, paired in one run, beside this machine's sgemm ceiling.

usage: bench.py --mindstate PATH --work DIR [--smollm2 DIR] [--rounds 5] [--python PYTHON]

Models: GPT-2 small's shape with random weights, made here; SmolLM2-135M-Instruct, where its directory is given.
Each round times sgemm, then mindstate, then transformers on the same prompts, so that a machine whose speed drifts
slows all three. Reported: medians over rounds of tokens/s, of the ratio within a round, and of the share of the sgemm
ceiling (floating point operations of the products alone, over seconds, over what sgemm reached in that round).
"""
import argparse
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent


@dataclass
class Shape:
    """What decides the number of operations: per layer the weights of q, k, v, and those of everything after them."""
    layers: int
    width: int
    hidden: int
    attention: int  # heads · head width
    projections: int
    rest: int

    @staticmethod
    def of(config):
        if config["model_type"] == "gpt2":
            width = config["n_embd"]
            return Shape(config["n_layer"], width, 4 * width, width, 3 * width * width, 9 * width * width)
        if config["model_type"] == "llama":
            width, hidden, heads = config["hidden_size"], config["intermediate_size"], config["num_attention_heads"]
            head = config.get("head_dim") or width // heads
            keys = config["num_key_value_heads"] * head
            queries = heads * head
            return Shape(config["num_hidden_layers"], width, hidden, queries, width * (queries + 2 * keys),
                         queries * width + 3 * width * hidden)
        sys.exit(f"bench: model_type {config['model_type']}: operations are counted for gpt2 and llama only")

    def operations(self, lengths):
        """Those needed to read each prompt's last token: 2 for a weight and token, 4 for an element of a query and each
        key it sees. Above keys and values the last layer is needed for the tokens read alone, and so counted."""
        tokens, prompts = sum(lengths), len(lengths)
        pairs = sum(n * (n + 1) // 2 for n in lengths)
        weights = self.layers * self.projections * tokens + self.rest * ((self.layers - 1) * tokens + prompts)
        return 2 * weights + 4 * self.attention * ((self.layers - 1) * pairs + tokens)


def run_json(command, environment=None):
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def measure(options, model, prompts):
    """One line of the table, without its name."""
    lengths = [len(json.loads(line)["tokens"]) for line in open(prompts)]
    shape = Shape.of(json.loads((model / "config.json").read_text()))
    work = shape.operations(lengths)
    # A setting meant for an older BLAS must not slow the peer's.
    peer_environment = {k: v for k, v in os.environ.items() if not k.startswith("OPENBLAS_")}
    rows = []
    for _ in range(options.rounds):
        ceiling = run_json([options.mindstate, "ceiling", "--seconds", "1", "--n", str(shape.hidden),
                            "--k", str(shape.width)])["gflops"]
        ours = run_json([options.mindstate, "capture", "--model", model, "--prompts", prompts,
                         "--output", options.work / "bench.safetensors", "--json", "--quiet"])
        peer = run_json([options.python, HERE / "capture_peer.py", model, prompts], peer_environment)
        rows.append((ours["tokens"] / ours["seconds"], peer["tokens"] / peer["seconds"],
                     peer["seconds"] / ours["seconds"], ceiling, work / ours["seconds"] / 1e9 / ceiling))
    here, there, ratio, ceiling, share = (statistics.median(column) for column in zip(*rows))
    return f"{here:>12,.0f}{there:>12,.0f}{ratio:>8.2f}{ceiling:>15.0f}{share:>8.0%}"


def like(prompts, target, vocabulary):
    """Prompts of the same lengths, of random tokens from another vocabulary."""
    draw = random.Random(0)
    with open(target, "w") as file:
        for line in open(prompts):
            prompt = json.loads(line)
            tokens = [draw.randrange(vocabulary) for _ in prompt["tokens"]]
            file.write(json.dumps({"id": prompt["id"], "tokens": tokens}) + "\n")
    return target


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mindstate", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--smollm2", type=pathlib.Path, help="directory of SmolLM2-135M-Instruct")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    gpt2 = options.work / "model"
    if not (gpt2 / "model.safetensors").exists():
        subprocess.run([options.python, HERE / "make_gpt2_small.py", options.work], check=True)
    names = ("long", "short")
    rows = [(f"gpt2-small {name}", gpt2, options.work / f"{name}.jsonl") for name in names]
    if options.smollm2:
        try:
            vocabulary = json.loads((options.smollm2 / "config.json").read_text())["vocab_size"]
        except OSError as error:
            sys.exit(f"bench: --smollm2 is not a checkpoint directory: {error}")
        rows += [(f"smollm2 {name}", options.smollm2,
                  like(options.work / f"{name}.jsonl", options.work / f"smollm2-{name}.jsonl", vocabulary))
                 for name in names]

    print(f"{'prompts':<17}{'here tok/s':>12}{'peer tok/s':>12}{'ratio':>8}{'sgemm GFLOP/s':>15}{'share':>8}")
    for name, model, prompts in rows:
        print(f"{name:<17}{measure(options, model, prompts)}", flush=True)
    if not options.smollm2:
        print("smollm2          skipped: SMOLLM2=DIR names the directory of SmolLM2-135M-Instruct")


if __name__ == "__main__":
    main()
