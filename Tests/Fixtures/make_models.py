"""Makes the tiny random checkpoints of the parity tests, with what transformers computes on them.

    python make_models.py [--only NAME …] [--output DIR] [--no-flips]

Needs the versions of requirements.txt. The same machine and versions give the same bytes; another CPU may differ in
the last digits of `expected.safetensors`, far below the tolerance of the tests.
"""

import argparse
import os
import sys

import torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "models"))
from maker import flips  # noqa: E402
from maker.checkpoint import build, expectations  # noqa: E402
from maker.reference import excess, load, run  # noqa: E402
from maker.specs import all_specs  # noqa: E402

# Rounding of float32 itself may take up this share of the tolerance, measured against the same model in float64.
CONDITIONING = 0.2


def check_reopens(directory, spec, prompts, expected):
    """A second load gives the same numbers, and double precision nearly the same."""
    for precision, limit in ((torch.float32, 0), (torch.float64, CONDITIONING)):
        model = load(directory).to(precision)
        if precision == torch.float64 and getattr(model.config, "reorder_and_upcast_attn", False):
            for block in model.transformer.h:
                block.attn.reorder_and_upcast_attn = False  # That path insists on float32.
        again = run(model, prompts)
        for name, tensor in expected.items():
            ratio = excess(tensor, again[name])
            if ratio > limit:
                raise AssertionError(f"{spec.name}: {name} in {precision} is {ratio:.2f} tolerances away")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--output", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "models"))
    parser.add_argument("--no-flips", action="store_true")
    arguments = parser.parse_args()

    flips.quiet()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    flips.check_every_key_is_known(all_specs())
    rows = []
    for spec in all_specs():
        if arguments.only and spec.name not in arguments.only:
            continue
        directory = os.path.join(arguments.output, spec.name)
        prompts = build(directory, spec)
        expected = expectations(directory, spec, prompts)
        check_reopens(directory, spec, prompts, expected)
        if not arguments.no_flips:
            rows += flips.check(directory, spec, prompts, expected)
        print(spec.name, "done", flush=True)
    if rows and not arguments.only:
        flips.write_table(os.path.join(arguments.output, "flips.md"), rows)


if __name__ == "__main__":
    main()
