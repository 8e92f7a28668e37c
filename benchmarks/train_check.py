#!/usr/bin/env python3
"""Trains small models with `mindstate train`, from nothing and onwards from that, and opens what it wrote in transformers.

usage: train_check.py --mindstate PATH [--keep DIR]

For a Llama-like and a GPT-2-like model in each format: every weight is there and in that format, AutoTokenizer gives the
ids that were fed, and the logits of every token agree at 1e-4 of their root mean square. Ends with 1 at any difference.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import torch
from safetensors import safe_open
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging

CORPUS = pathlib.Path(__file__).resolve().parents[1] / "Tests/Fixtures/tokenizer-training/corpus.txt"
TEXTS = ["The capital of France is", "Q: abcab\nA:\n", "Où est la bibliothèque?\n", "aaab  caa <|end|>x"]
CONFIGS = {
    "llama": {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 400, "hidden_size": 48,
              "intermediate_size": 80, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
              "max_position_embeddings": 64, "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "hidden_act": "silu",
              "tie_word_embeddings": True, "eos_token_id": 0},
    "gpt2": {"architectures": ["GPT2LMHeadModel"], "model_type": "gpt2", "vocab_size": 400, "n_positions": 64, "n_embd": 48,
             "n_layer": 2, "n_head": 4, "activation_function": "gelu_new", "layer_norm_epsilon": 1e-5, "eos_token_id": 0},
}
FORMATS = {"f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16}


def run(*command):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"train_check: {' '.join(map(str, command))}\n{done.stderr.strip()}")


def fed_and_logits(program, model, work):
    """Tokens and logits [tokens, vocabulary] of each text, as `mindstate capture` has them."""
    prompts, output = work / "prompts.jsonl", work / "logits.safetensors"
    prompts.write_text("".join(json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(TEXTS)))
    run(program, "capture", "--model", model, "--prompts", prompts, "--wrapper", "raw", "--sites", "logits", "--position", "all",
        "--output", output, "--quiet")
    with safe_open(output, framework="pt") as file:
        tokens, offsets = file.get_tensor("token_ids"), file.get_tensor("offsets").tolist()
        logits = file.get_tensor("logits")[:, 0]
    return [(tokens[a:b], logits[a:b]) for a, b in zip(offsets, offsets[1:])]


def problems(program, directory, dtype, work):
    """What differs between the checkpoint as transformers opens it and as mindstate does."""
    model, info = AutoModelForCausalLM.from_pretrained(directory, dtype="auto", output_loading_info=True)
    for kind in ("missing_keys", "unexpected_keys", "mismatched_keys"):
        if info[kind]:
            yield f"{kind}: {info[kind]}"
    if model.dtype != dtype:
        yield f"opens as {model.dtype}"
    tokenizer = AutoTokenizer.from_pretrained(directory)
    model = model.float().eval()
    for text, (tokens, logits) in zip(TEXTS, fed_and_logits(program, directory, work)):
        if tokenizer(text)["input_ids"] != tokens.tolist():
            yield f"{text!r}: other tokens"
            continue
        with torch.inference_mode():
            theirs = model(input_ids=tokens[None].long()).logits[0]
        far = ((theirs - logits).abs().max() / theirs.pow(2).mean().sqrt()).item()
        if not far <= 1e-4:
            yield f"{text!r}: logits differ by {far:.1e} of their root mean square"


def check(program, family, format, work):
    config = work / "config.json"
    config.write_text(json.dumps(CONFIGS[family]))
    common = ["--corpus", CORPUS, "--batch", 4, "--length", 32, "--steps", 3, "--dtype", format, "--quiet"]
    scratch, onwards = work / f"{family}-{format}", work / f"{family}-{format}-onwards"
    run(program, "train", "--config", config, "--tokenizer", work / "tokenizer", *common, "--output", scratch)
    run(program, "train", "--model", scratch, *common, "--output", onwards)
    found = [f"{d.name}: {problem}" for d in (scratch, onwards) for problem in problems(program, d, FORMATS[format], work)]
    print(f"{family} {format}: {'; '.join(found) or 'transformers opens it with the same tokens and logits'}", flush=True)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mindstate", required=True)
    parser.add_argument("--keep", type=pathlib.Path, help="directory to work in, left as it is then")
    options = parser.parse_args()
    logging.disable_progress_bar()
    with tempfile.TemporaryDirectory() as temporary:
        work = options.keep or pathlib.Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        run(options.mindstate, "train-tokenizer", "--corpus", CORPUS, "--vocabulary", 400, "--context", 64,
            "--output", work / "tokenizer", "--quiet")
        failed = [problem for family in CONFIGS for format in FORMATS
                  for problem in check(options.mindstate, family, format, work)]
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
