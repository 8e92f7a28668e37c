"""Makes adamw.safetensors: five steps of torch.optim.AdamW with clipping, for Tests/TrainingTests/Optimizer.

    python make_adamw.py

Two tensors, the first of which decays; `start.N`, then for every step s `gradient.s.N`, `norm.s` and `value.s.N`.
Needs the versions of ../requirements.txt.
"""

import os

import torch
from safetensors.torch import save_file

HERE = os.path.dirname(os.path.abspath(__file__))
RATES = [0.01, 0.02, 0.015, 0.01, 0.002]
CLIP = 3.0

torch.manual_seed(7)
tensors = [torch.nn.Parameter(torch.randn(5, 7)), torch.nn.Parameter(torch.randn(9))]
optimizer = torch.optim.AdamW(
    [{"params": [tensors[0]], "weight_decay": 0.1}, {"params": [tensors[1]], "weight_decay": 0.0}],
    lr=RATES[0], betas=(0.9, 0.999), eps=1e-8)
saved = {f"start.{i}": t.detach().clone() for i, t in enumerate(tensors)}
for step, rate in enumerate(RATES, 1):
    for group in optimizer.param_groups:
        group["lr"] = rate
    for i, tensor in enumerate(tensors):
        # One of them small, so that its norm stays below CLIP.
        tensor.grad = torch.randn_like(tensor) * (0.1 if step == 3 else 1)
        saved[f"gradient.{step}.{i}"] = tensor.grad.clone()
    saved[f"norm.{step}"] = torch.nn.utils.clip_grad_norm_(tensors, CLIP).reshape(1).clone()
    optimizer.step()
    for i, tensor in enumerate(tensors):
        saved[f"value.{step}.{i}"] = tensor.detach().clone()
save_file(saved, os.path.join(HERE, "adamw.safetensors"))
