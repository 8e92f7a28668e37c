"""Opens adapters and soft prompts which mindstate wrote with PEFT, and compares logits.

    python check_written.py DIRECTORY

`make peft` fills DIRECTORY: each directory in it holds an adapter, `model.txt` (a checkpoint of ../models) and
`ours.safetensors` with the logits computed by mindstate. Tolerance: max |difference| <= 1e-4 * rms.
"""

import os
import sys

import torch
from peft import PeftModel
from safetensors.torch import load_file

from make_adapters import MODELS, load, prompts


def largest_share(directory):
    """The largest difference as a share of what is tolerated."""
    with open(os.path.join(directory, "model.txt"), encoding="utf-8") as file:
        checkpoint = file.read().strip()
    ours = load_file(os.path.join(directory, "ours.safetensors"))
    model = PeftModel.from_pretrained(load(os.path.join(MODELS, checkpoint)), directory).eval()
    worst = 0.0
    for i, tokens in enumerate(prompts(checkpoint)):
        with torch.no_grad():
            logits = model(input_ids=torch.tensor([tokens]), use_cache=False).logits[0, -len(tokens):]
        rms = logits.pow(2).mean().sqrt()
        worst = max(worst, float((logits - ours[f"logits.{i}"]).abs().max() / (1e-4 * rms)))
    return worst


def main(root):
    names = sorted(os.listdir(root))
    bad = 0
    for name in names:
        share = largest_share(os.path.join(root, name))
        bad += share > 1
        print(f"{'differs' if share > 1 else 'agrees '} {name}: {share:.3f} of the tolerance")
    if bad or not names:
        sys.exit(f"{bad} of {len(names)} differ")


if __name__ == "__main__":
    main(*sys.argv[1:])
