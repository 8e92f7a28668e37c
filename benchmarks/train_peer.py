#!/usr/bin/env python3
"""Training steps in PyTorch and transformers, at their best: no dropout, fused AdamW, logits of learned rows only.

usage: train_peer.py MODEL BATCH.jsonl [--soft-prompt K] [--steps 10] [--threads N] [--attention sdpa|eager] [--compile]

Every step learns all of BATCH (lines {"tokens": […]}, of equal length): each token is a target but the first of a line.
A step is forward, backward, clipping to norm 1, AdamW. With --soft-prompt the model is frozen and K vectors before every
line are learned. The first two steps, which set up threads and memory, are not counted. Prints one JSON line: tokens fed
a step (virtual ones not counted), seconds of each step, the first step's loss in nats a target.
"""
import argparse
import json
import time

import torch
from transformers import AutoModelForCausalLM
from transformers.utils import logging

WARM_UP = 2


def make_step(model, ids, vectors):
    """A function that does one step and returns its loss."""
    fed, targets = ids[:, :-1], ids[:, 1:].reshape(-1)
    rows, length = fed.shape
    if vectors:
        model.requires_grad_(False)
        embedding = model.get_input_embeddings()
        prompt = torch.nn.Parameter(embedding.weight[:vectors].clone())
        learned = [prompt]
    else:
        learned = list(model.parameters())
    optimizer = torch.optim.AdamW(learned, lr=1e-4, weight_decay=0.1, betas=(0.9, 0.95), fused=True)

    def step():
        optimizer.zero_grad(set_to_none=True)
        if vectors:
            states = torch.cat([prompt.expand(rows, -1, -1), embedding(fed)], dim=1)
            logits = model(inputs_embeds=states, use_cache=False, logits_to_keep=length).logits
        else:
            logits = model(input_ids=fed, use_cache=False).logits
        loss = torch.nn.functional.cross_entropy(logits.reshape(len(targets), -1), targets)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learned, 1.0, foreach=True)
        optimizer.step()
        return loss.item()

    return step


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("batch")
    parser.add_argument("--soft-prompt", type=int, default=0)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--attention", default="sdpa", choices=["sdpa", "eager"])
    parser.add_argument("--compile", action="store_true", help="torch.compile, which needs a C++ compiler")
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    logging.disable_progress_bar()
    ids = torch.tensor([json.loads(line)["tokens"] for line in open(options.batch)])
    model = AutoModelForCausalLM.from_pretrained(
        options.model, dtype=torch.float32, attn_implementation=options.attention)
    model.eval()  # without dropout; nothing else differs
    step = make_step(torch.compile(model) if options.compile else model, ids, options.soft_prompt)
    losses, seconds = [], []
    for _ in range(WARM_UP + options.steps):
        start = time.perf_counter()
        losses.append(step())
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"tokens": ids[:, :-1].numel(), "seconds": seconds[WARM_UP:], "loss": losses[0]}))


if __name__ == "__main__":
    main()
