"""Compares `mindstate capture` with transformers on random checkpoints, and checks that states depend on nothing else.

    python benchmarks/parity.py [--seed N] [--configs N] [--families gpt2 llama …] [--program PATH] [--keep DIR]

For each family, `--configs` random configs: checkpoint and prompts are made, both programs run, every row of `resid`,
`final_norm` and `logits` is compared at 1e-4 of the tensor's root mean square (floor 1e-6). Then each prompt alone, the
prompts in another order, one thread, and small batches: ‖Δ‖ / ‖x‖ of every row at most 1e-5; and the same command twice:
the same bytes. Needs the versions of Tests/Fixtures/requirements.txt. Ends with 1 at any difference.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

import numpy
import torch
from safetensors import safe_open

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "Tests", "Fixtures", "models"))
from maker import checkpoint, flips  # noqa: E402
from maker.reference import load, run, tolerance  # noqa: E402
from maker.specs import Spec  # noqa: E402
from maker.weights import stream  # noqa: E402
from parity_configs import Choices, random_config  # noqa: E402

FAMILIES = ["gpt2", "gpt_neox", "llama", "qwen2", "mistral"]
SITES = ["resid", "final_norm", "logits"]
ROW_LIMIT = 1e-5


class Difference(Exception):
    pass


def random_checkpoint(directory, family, seed):
    """A checkpoint of `family`; returns a short description and the prompts as {id: tokens}."""
    name = f"parity-{family}-{seed}"
    draw = Choices(stream(name, "config"))
    config = random_config(family, draw)
    context = config.get("n_positions") or config["max_position_embeddings"]
    spec = Spec(
        name, config, storage=draw.of(["float32", "float16", "bfloat16"]), shards=draw.of([1, 1, 3]),
        query_key_gain=0.7 if config.get("scale_attn_weights") is False else 1.0,
        lengths=(1, 2, draw.whole(3, 20), draw.whole(41, context), draw.whole(20, 60)))
    prompts = checkpoint.build(directory, spec)
    rewritten = draw.chance(0.4)
    if rewritten:
        # As transformers itself writes it: all fields, new names.
        model = load(directory).to(getattr(torch, spec.storage))
        for file in os.listdir(directory):
            os.remove(os.path.join(directory, file))
        model.save_pretrained(directory)
    storage = f"{spec.storage}, {'saved by transformers' if rewritten else f'{spec.shards} file(s)'}"
    return f"{storage}, {json.dumps(config)}", {f"p{i}": tokens for i, tokens in enumerate(prompts)}


def capture(arguments, directory, prompts, output, *more):
    """site → id → [tokens, layers, width], as the program computes it."""
    lines = os.path.join(os.path.dirname(output), "prompts.jsonl")
    with open(lines, "w", encoding="utf-8") as file:
        for name, tokens in prompts.items():
            file.write(json.dumps({"id": name, "tokens": tokens}) + "\n")
    command = [arguments.program, "capture", "--model", directory, "--prompts", lines, "--sites", ",".join(SITES),
               "--position", "all", "--output", output, "--quiet", *more]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        raise Difference(f"exit code {result.returncode}: {result.stderr.strip()}")
    with safe_open(output, framework="numpy") as file:
        ids = json.loads(file.metadata()["prompt_ids"])
        offsets = file.get_tensor("offsets")
        if ids != list(prompts):
            raise Difference(f"prompt_ids are {ids}, the prompts were {list(prompts)}")
        if file.get_tensor("token_ids").tolist() != [t for tokens in prompts.values() for t in tokens]:
            raise Difference("token_ids are not the tokens of the prompts")
        states = {site: file.get_tensor(site) for site in SITES}
    return {site: {name: states[site][offsets[i]:offsets[i + 1]] for i, name in enumerate(ids)} for site in SITES}


def expected_states(directory, prompts):
    """The same shape of answer from transformers."""
    everything = run(load(directory), list(prompts.values()))
    out = {}
    for site in SITES:
        tensors = [everything[f"{site}.{i}"].numpy() for i in range(len(prompts))]
        stacked = [t.transpose(1, 0, 2) if site == "resid" else t[:, None] for t in tensors]
        out[site] = dict(zip(prompts, stacked))
    return out


def compare_with_reference(expected, actual):
    """The worst difference in tolerances; raises at the first site and layer that differ."""
    worst = 0.0
    for site in SITES:
        for name, want in expected[site].items():
            got = actual[site][name]
            if got.shape != want.shape:
                raise Difference(f"{site}, prompt {name}: shape {got.shape}, expected {want.shape}")
            # The tensor is the one of this prompt at this site, all layers together, as in the fixtures.
            limit = tolerance(torch.from_numpy(numpy.ascontiguousarray(want)))
            ratios = numpy.abs(got.astype(numpy.float64) - want) / limit
            if not ratios.max() <= 1:
                layer = next(i for i in range(want.shape[1]) if not ratios[:, i].max() <= 1)
                token, unit = numpy.unravel_index(numpy.argmax(ratios[:, layer]), ratios[:, layer].shape)
                raise Difference(
                    f"{site} layer {layer}, prompt {name}, token {token}, dimension {unit}: {got[token, layer, unit]:.7g}, "
                    f"transformers {want[token, layer, unit]:.7g}: {ratios[token, layer, unit]:.3g} tolerances")
            worst = max(worst, float(ratios.max()))
    return worst


def compare_rows(first, second, what):
    """The worst relative difference of a row."""
    worst = 0.0
    for site in SITES:
        for name, other in second[site].items():
            one = first[site][name].astype(numpy.float64)
            distance = numpy.linalg.norm(one - other, axis=-1) / numpy.maximum(numpy.linalg.norm(one, axis=-1), 1e-30)
            worst = max(worst, float(distance.max()))
            if not distance.max() <= ROW_LIMIT:
                token, layer = numpy.unravel_index(numpy.argmax(distance), distance.shape)
                raise Difference(f"{what}: {site} layer {layer}, prompt {name}, token {token}: ‖Δ‖/‖x‖ {distance.max():.3g}")
    return worst


def check_independence(arguments, directory, prompts, together, folder):
    def again(chosen, label, *more):
        states = capture(arguments, directory, chosen, os.path.join(folder, label + ".safetensors"), *more)
        return compare_rows(together, states, label)

    shuffled = sorted(prompts, key=lambda name: (len(prompts[name]) % 3, name))
    worst = max(again({name: prompts[name]}, "alone") for name in prompts)
    worst = max(worst, again({name: prompts[name] for name in shuffled}, "shuffled"))
    worst = max(worst, again(prompts, "one-thread", "--threads", "1"))
    worst = max(worst, again(prompts, "small-batches", "--batch-tokens", "100"))
    again(prompts, "again")
    first, second = (open(os.path.join(folder, name + ".safetensors"), "rb").read() for name in ("together", "again"))
    if first != second:
        raise Difference("the same command twice gives other bytes")
    return worst


def check(arguments, family, seed, folder):
    """One checkpoint; returns what to print."""
    directory = os.path.join(folder, "model")
    description, prompts = random_checkpoint(directory, family, seed)
    try:
        together = capture(arguments, directory, prompts, os.path.join(folder, "together.safetensors"))
        parity = compare_with_reference(expected_states(directory, prompts), together)
        rows = check_independence(arguments, directory, prompts, together, folder)
    except Difference as difference:
        raise Difference(f"{family} {seed}: {difference}\n  {description}") from None
    return f"{family} {seed}: {parity:.3f} tolerances, rows within {rows:.1e}   {description[:100]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=os.path.join(ROOT, ".build", "release", "mindstate"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--configs", type=int, default=6)
    parser.add_argument("--families", nargs="*", default=FAMILIES)
    parser.add_argument("--keep", help="keep the checkpoints and captures in this directory")
    arguments = parser.parse_args()
    flips.quiet()
    torch.set_num_threads(1)
    failures = 0
    for family in arguments.families:
        for seed in range(arguments.seed, arguments.seed + arguments.configs):
            with tempfile.TemporaryDirectory() as temporary:
                folder = os.path.join(arguments.keep, f"{family}-{seed}") if arguments.keep else temporary
                os.makedirs(folder, exist_ok=True)
                try:
                    print(check(arguments, family, seed, folder), flush=True)
                except Difference as difference:
                    failures += 1
                    print("DIFFERS", difference, flush=True)
    print(f"{failures} of {len(arguments.families) * arguments.configs} checkpoints differ")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
