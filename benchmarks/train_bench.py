#!/usr/bin/env python3
"""Training steps here and in PyTorch, paired in one run, beside this machine's sgemm ceiling.

usage: train_bench.py --mindstate PATH --work DIR [--rounds 5] [--steps 8] [--only NAME] [--compile]

Three rows: a full step and a soft-prompt step (k = 8, model frozen) at GPT-2 small's shape, 8 sequences of 64 tokens; a
full step at the lab's shape, 32 of 128. A step is forward, backward, clipping and AdamW, in float32 (train_peer.py,
`mindstate train-speed`); both sides learn the same batch from the same weights, and their first losses must agree.
PyTorch runs with the fastest of its settings (threads × attention), found before the rounds. Each round times sgemm, then
mindstate, then PyTorch, each in a process of its own, so that a machine whose speed drifts slows all three. Reported:
medians over rounds of tokens/s, of the ratio within a round, of the share of the sgemm ceiling (operations of the products
alone), and the highest resident memory of each process.
"""
import argparse
import itertools
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
LAB = {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 1024, "hidden_size": 192,
       "intermediate_size": 512, "num_hidden_layers": 6, "num_attention_heads": 6, "num_key_value_heads": 6,
       "max_position_embeddings": 256, "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "hidden_act": "silu",
       "tie_word_embeddings": True, "attention_bias": False, "mlp_bias": False, "torch_dtype": "float32"}


@dataclass
class Row:
    name: str
    model: pathlib.Path
    sequences: int
    length: int
    soft_prompt: int = 0

    def batch(self, work):
        """The file with the tokens to learn: one more of each sequence than is fed."""
        path = work / f"{self.name.replace(' ', '-')}.jsonl"
        vocabulary = json.loads((self.model / "config.json").read_text())["vocab_size"]
        draw = random.Random(0)
        with open(path, "w") as file:
            for i in range(self.sequences):
                tokens = [draw.randrange(vocabulary) for _ in range(self.length + 1)]
                file.write(json.dumps({"id": f"s{i}", "tokens": tokens}) + "\n")
        return path

    def operations(self):
        """Those of the products of one step: 2 for a weight and row forward, as many backward for the row's gradient, and
        again for the weight's where it is learned; attention likewise, both factors being learned always."""
        config = json.loads((self.model / "config.json").read_text())
        width = config.get("n_embd") or config["hidden_size"]
        layers = config.get("n_layer") or config["num_hidden_layers"]
        if config["model_type"] == "gpt2":
            weights = 12 * width * width
        else:
            weights = 4 * width * width + 3 * width * config["intermediate_size"]
        fed = self.length + self.soft_prompt
        times = 4 if self.soft_prompt else 6
        products = layers * weights * fed + config["vocab_size"] * width * self.length
        attention = layers * 4 * width * fed * (fed + 1) // 2
        return self.sequences * (times * products + 3 * attention)


def run_json(command, environment=None):
    """What the command prints as JSON on its last line, and its highest resident memory in MB."""
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True, env=environment)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed with {process.returncode}")
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return json.loads(output.strip().splitlines()[-1]), usage.ru_maxrss / scale


class Sides:
    """The two commands for a row, with the settings at which PyTorch is fastest."""

    def __init__(self, options, row):
        self.options, self.row, self.batch = options, row, row.batch(options.work)
        # A setting meant for an older BLAS must not slow the peer's.
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("OPENBLAS_")}
        self.settings = min(self.candidates(), key=lambda s: statistics.median(self.peer(s, 3)[0]["seconds"]))

    def candidates(self):
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        threads = sorted({1, processors})
        found = [["--threads", n, "--attention", a] for n, a in itertools.product(threads, ("sdpa", "eager"))]
        return found + [s + ["--compile"] for s in found if self.options.compile and "sdpa" in s]

    def prompted(self):
        return ["--soft-prompt", self.row.soft_prompt] if self.row.soft_prompt else []

    def peer(self, settings=None, steps=None):
        return run_json([self.options.python, HERE / "train_peer.py", self.row.model, self.batch, "--steps",
                         steps or self.options.steps, *self.prompted(), *(settings or self.settings)], self.environment)

    def ours(self):
        return run_json([self.options.mindstate, "train-speed", "--model", self.row.model, "--batch", self.batch,
                         "--steps", self.options.steps, *self.prompted()])

    def ceiling(self):
        config = json.loads((self.row.model / "config.json").read_text())
        width = config.get("n_embd") or config["hidden_size"]
        return run_json([self.options.mindstate, "ceiling", "--seconds", "1", "--n",
                         config.get("intermediate_size") or 4 * width, "--k", width])[0]["gflops"]


def measure(options, row):
    """One line of the table, without its name."""
    sides, work, rounds = Sides(options, row), row.operations(), []
    for _ in range(options.rounds):
        ceiling = sides.ceiling()
        (ours, memory), (peer, peer_memory) = sides.ours(), sides.peer()
        if abs(ours["loss"] - peer["loss"]) > 1e-3 * abs(peer["loss"]) and not row.soft_prompt:
            sys.exit(f"train-bench: {row.name}: first losses differ: {ours['loss']} here, {peer['loss']} in PyTorch")
        here, there = statistics.median(ours["seconds"]), statistics.median(peer["seconds"])
        rounds.append((ours["tokens"] / here, peer["tokens"] / there, there / here, ceiling, work / here / 1e9 / ceiling,
                       memory, peer_memory))
    here, there, ratio, ceiling, share, memory, peer_memory = (statistics.median(column) for column in zip(*rounds))
    settings = " ".join(str(s).removeprefix("--") for s in sides.settings)
    return (f"{here:>12,.0f}{there:>12,.0f}{ratio:>8.2f}{ceiling:>15.0f}{share:>8.0%}{memory:>9,.0f}{peer_memory:>9,.0f}"
            f"  {settings}")


def models(options):
    """Checkpoints with random weights of both shapes; speed does not depend on their values."""
    gpt2, lab = options.work / "model", options.work / "lab-shape"
    if not (gpt2 / "model.safetensors").exists():
        subprocess.run([options.python, HERE / "make_gpt2_small.py", options.work], check=True)
    if not (lab / "model.safetensors").exists():
        import torch
        from transformers import LlamaConfig, LlamaForCausalLM
        from transformers.utils import logging
        logging.disable_progress_bar()
        torch.manual_seed(0)
        LlamaForCausalLM(LlamaConfig(**LAB)).save_pretrained(lab)
    return gpt2, lab


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mindstate", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--only", help="measure the rows whose name holds this")
    parser.add_argument("--compile", action="store_true", help="let torch.compile compete too")
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    gpt2, lab = models(options)
    rows = [Row("gpt2-small full", gpt2, 8, 64), Row("gpt2-small soft prompt", gpt2, 8, 64, soft_prompt=8),
            Row("lab full", lab, 32, 128)]
    print(f"{'step':<23}{'here tok/s':>12}{'peer tok/s':>12}{'ratio':>8}{'sgemm GFLOP/s':>15}{'share':>8}{'here MB':>9}"
          f"{'peer MB':>9}  PyTorch's settings")
    for row in rows:
        if not options.only or options.only in row.name:
            print(f"{row.name:<23}{measure(options, row)}", flush=True)


if __name__ == "__main__":
    main()
