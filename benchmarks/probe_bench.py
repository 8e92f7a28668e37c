#!/usr/bin/env python3
"""Probes and similarity here and in scikit-learn / numpy as an expert runs them, paired in one run.

usage: probe_bench.py --mindstate PATH --work DIR [--rounds 5] [--only TASK]

On made-up states of 2,000 prompts × 13 layers × 768 (probe_data.py). The peer (probe_peer.py) runs in the fastest of its
ways (solver; threads or processes; BLAS threads), found before the rounds. Each round times sgemm, then mindstate, then
the peer, each in a process of its own, so that a machine whose speed drifts slows all three; reading the states is not
timed. A task's quality (held-out log-loss, chosen penalty and leave-one-out error, accuracy, CKA, distance) must agree.
Reported: medians over rounds of seconds, of the ratio within a round, and where products decide the share of the sgemm
ceiling that they alone would need (64-bit products count twice).
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
N, D, LAYERS, FEW, DRAWS = 2000, 768, 13, 500, 1000


@dataclass
class Task:
    name: str
    what: str
    wanted: float
    here: int = 1  # what the seconds are divided by: layers done
    there: int = 1
    tolerance: float = 2e-3  # of the quality, relative
    operations: float = 0  # of the products a task cannot do without


TASKS = [
    Task("logistic", "logistic, binary, 5-fold, 13 layers", 2),
    Task("logistic-path", "logistic, 10 penalties × 5 folds, a layer", 4, here=LAYERS, there=2, tolerance=5e-3),
    Task("ridge", "ridge, 9 penalties, leave-one-out, 13 layers", 3, tolerance=1e-4),
    Task("lda", "LDA, 10 classes, 5-fold, 13 layers", 8, operations=LAYERS * 5 * 0.8 * N * D * D),
    Task("cka", "CKA, debiased, 13 × 13 pairs", 1.5, operations=LAYERS * N * N * D),
    Task("mmd", "MMD, 1,000 swaps, n = 500", 1, tolerance=1e-3,
         operations=2 * (6 * FEW * FEW * D + 2 * DRAWS * FEW * FEW)),
    Task("paired", "paired distances, 1,000 re-pairings", 1, tolerance=1e-5),
]


def run_json(*command):
    """What the command prints as JSON on its last line."""
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed with {done.returncode}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def agree(task, here, there):
    """The worst relative difference; where one side did more layers, of the first of both."""
    worst = max(abs(a - b) / max(abs(b), 1e-12) for a, b in zip(here, there))
    if worst > task.tolerance:
        sys.exit(f"probe-bench: {task.name}: quality differs by {worst:.2g}: {here[:3]} here, {there[:3]} in the peer")
    return worst


def measure(options, capture, task):
    peer = [options.python, HERE / "probe_peer.py", capture, task.name]
    way = run_json(*peer, "--repeats", 2)["way"]
    quick = 9 if task.name in ("mmd", "paired") else 3
    rounds, worst = [], 0
    for _ in range(options.rounds):
        ceiling = run_json(options.mindstate, "ceiling", "--seconds", "0.5")["gflops"]
        ours = run_json(options.mindstate, "probe-speed", capture, task.name, "--repeats", quick)
        theirs = run_json(*peer, "--way", way, "--repeats", quick)
        worst = max(worst, agree(task, ours["quality"], theirs["quality"]))
        here, there = min(ours["seconds"]) / task.here, theirs["seconds"] / task.there
        rounds.append((here, there, there / here, task.operations / here / 1e9 / ceiling))
    here, there, ratio, share = (statistics.median(column) for column in zip(*rounds))
    reached = f"{share:>8.0%}" if task.operations else f"{'':>8}"
    return f"{here:>9.3f}{there:>9.3f}{ratio:>8.1f}{task.wanted:>8g}{reached}{worst:>10.1e}  {way}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mindstate", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", help="measure the task of this name")
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    capture = options.work / "probe-data.safetensors"
    if not capture.exists():
        subprocess.run([options.python, HERE / "probe_data.py", capture], check=True)
    print(f"{'task':<48}{'here s':>9}{'peer s':>9}{'ratio':>8}{'wanted':>8}{'sgemm':>8}{'quality':>10}  the peer's way")
    for task in TASKS:
        if options.only in (None, task.name):
            print(f"{task.what:<48}{measure(options, capture, task)}", flush=True)


if __name__ == "__main__":
    main()
