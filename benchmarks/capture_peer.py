#!/usr/bin/env python3
"""The same capture in transformers, at its best: prompts sorted by length, padded in batches, no logits, inference mode.

usage: capture_peer.py MODEL PROMPTS.jsonl [--attention sdpa] [--batch-tokens 8192] [--output F.npz]

Prints one JSON line: prompts, tokens, seconds of the forward passes alone (loading and importing left out).
"""
import argparse
import json
import os
import time

import numpy as np
import torch
from transformers import AutoModel


def batches(order, lengths, limit):
    batch, longest = [], 0
    for i in order:
        if batch and max(longest, lengths[i]) * (len(batch) + 1) > limit:
            yield batch
            batch, longest = [], 0
        batch.append(i)
        longest = max(longest, lengths[i])
    if batch:
        yield batch


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("prompts")
    parser.add_argument("--attention", default="sdpa", choices=["sdpa", "eager"])
    parser.add_argument("--batch-tokens", type=int, default=8192)
    parser.add_argument("--output")
    options = parser.parse_args()
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    prompts = [json.loads(line)["tokens"] for line in open(options.prompts)]
    model = AutoModel.from_pretrained(options.model, dtype=torch.float32, attn_implementation=options.attention).eval()
    lengths = [len(p) for p in prompts]
    order = sorted(range(len(prompts)), key=lengths.__getitem__)
    states = [None] * len(prompts)
    with torch.inference_mode():
        model(input_ids=torch.tensor([prompts[0][:8]]))  # first call sets up threads
        start = time.perf_counter()
        for batch in batches(order, lengths, options.batch_tokens):
            longest = max(lengths[i] for i in batch)
            ids = torch.zeros(len(batch), longest, dtype=torch.long)
            mask = torch.zeros(len(batch), longest, dtype=torch.long)
            for row, i in enumerate(batch):
                ids[row, :lengths[i]] = torch.tensor(prompts[i])
                mask[row, :lengths[i]] = 1
            padded = bool((mask == 0).any())
            hidden = model(input_ids=ids, attention_mask=mask if padded else None, output_hidden_states=True,
                           use_cache=False).hidden_states
            for row, i in enumerate(batch):
                states[i] = np.stack([level[row, lengths[i] - 1].numpy() for level in hidden])
        seconds = time.perf_counter() - start
    if options.output:
        np.savez(options.output, states=np.stack(states))
    print(json.dumps({"prompts": len(prompts), "tokens": sum(lengths), "seconds": seconds}))


if __name__ == "__main__":
    main()
