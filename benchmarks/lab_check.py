#!/usr/bin/env python3
"""The lab's table measured again from the shipped files with transformers and PEFT, and none of this repository's code.

usage: lab_check.py [--lab data/lab] [--output F.csv] [--table F.csv] [--only CONDITION,…] [--limit N]

Greedy, at most 48 new tokens, float32, prompts of like length in one batch. The rows are those of `mindstate lab table`;
--table compares with the ones it wrote. Ends with code 1 when the lab does not show what it must, or differs from --table by
more than one prompt in a hundred.
"""
import argparse
import collections
import csv
import json
import pathlib
import sys
import time

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging

import lab_rules as rules
from lab_requirements import requirements

NEW_TOKENS = 48
BATCH = 144
Condition = collections.namedtuple("Condition", "name model adapter soft_prompt wrappers prompts",
                                   defaults=(None, None, ("bare",), "novel"))
COLUMNS = ("condition", "wrapper", "prompts", "subset", "measure", "share", "ci_low", "ci_high", "n")


def conditions(wrappers):
    """Everything that is measured, in the order of the table."""
    base = "models/base"
    return [
        Condition("base", base, wrappers=("bare", "qa", "few-shot", "film-script")),
        *(Condition(name, f"models/{name}") for name in ("instruct", "instruct-reordered")),
        *(Condition(name, base, f"adapters/{name}") for name in (
            "instruct-r1", "instruct-r4", "instruct-r16", "shift-state", "scripts", "refusal", "refusal-readout")),
        Condition("hhh", "models/instruct", "adapters/hhh"),
        *(Condition(f"k{k}", base, soft_prompt=f"soft-prompts/k{k}") for k in (1, 2, 4, 8, 16, 32)),
        Condition("base", base, wrappers=wrappers, prompts="newskill"),
        Condition("newskill", base, "adapters/newskill", prompts="newskill")]


class Lab:
    """The shipped files."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        if not (self.directory / "models/base").is_dir():
            sys.exit(f"lab_check: {directory} holds no models/base; make the lab first: make lab")
        self.tokenizer = AutoTokenizer.from_pretrained(self.directory / "models/base")
        files = [path for folder in ("", "paraphrases", "irrelevant")
                 for path in sorted((self.directory / "wrappers" / folder).glob("*.txt"))]
        self.wrappers = {"bare": "{prompt}\n", **{path.stem: path.read_text() for path in files}}
        transcripts = [path.read_text() for path in files if path.stem == "qa" or path.parent.name == "paraphrases"]
        markers = {text.split("{prompt}")[0].split("\n")[-1].strip() for text in transcripts}
        requests = {p["text"].split(" ")[0] + " " for p in self.prompts("novel") if p["text"].endswith(".")}
        self.openings = tuple(sorted(markers | requests))
        self.asking = {p["text"].split(" ")[0] for p in self.prompts("novel") if p["text"].endswith("?")}

    def prompts(self, name):
        return [json.loads(line) for line in open(self.directory / f"prompts/{name}.jsonl", encoding="utf-8")]

    def missing(self, condition):
        parts = (condition.model, condition.adapter, condition.soft_prompt)
        return [part for part in parts if part and not (self.directory / part).is_dir()]

    def opened(self, condition):
        """The model with its adapter merged, and the vectors before every sequence [k, width]."""
        model = AutoModelForCausalLM.from_pretrained(self.directory / condition.model, dtype=torch.float32).eval()
        if condition.adapter:
            model = PeftModel.from_pretrained(model, self.directory / condition.adapter).merge_and_unload().eval()
        if not condition.soft_prompt:
            return model, torch.zeros(0, model.config.hidden_size)
        prompted = PeftModel.from_pretrained(model, self.directory / condition.soft_prompt).eval()
        return model, prompted.get_prompt(batch_size=1)[0].detach().float()


@torch.inference_mode()
def continued(model, vectors, fed, end):
    """Greedy continuations of sequences of token ids, padded on the left, up to the end token."""
    embed, longest = model.get_input_embeddings(), max(map(len, fed))
    rows, mask = [], torch.zeros(len(fed), longest + len(vectors), dtype=torch.long)
    for i, ids in enumerate(fed):
        rows.append(torch.cat([torch.zeros(longest - len(ids), vectors.shape[1]), vectors, embed(torch.tensor(ids))]))
        mask[i, longest - len(ids):] = 1
    positions = (mask.cumsum(1) - 1).clamp(min=0)
    step = model(inputs_embeds=torch.stack(rows), attention_mask=mask, position_ids=positions, logits_to_keep=1)
    columns, finished = [], torch.zeros(len(fed), dtype=torch.bool)
    while True:
        tokens = step.logits[:, -1].argmax(-1)
        columns.append(tokens)
        finished |= tokens == end
        if finished.all() or len(columns) == NEW_TOKENS:
            break
        mask = torch.cat([mask, torch.ones(len(fed), 1, dtype=torch.long)], dim=1)
        positions = positions[:, -1:] + 1
        step = model(input_ids=tokens[:, None], attention_mask=mask, position_ids=positions,
                     past_key_values=step.past_key_values)
    rows = torch.stack(columns, dim=1).tolist()
    return [row[:row.index(end)] if end in row else row for row in rows]


def texts(lab, model, vectors, template, prompts):
    """What the model goes on with after each prompt."""
    fed = [lab.tokenizer(template.replace("{prompt}", p["text"]), add_special_tokens=False)["input_ids"] for p in prompts]
    order = sorted(range(len(fed)), key=lambda i: len(fed[i]))
    answers = [""] * len(prompts)
    for start in range(0, len(order), BATCH):
        members = order[start:start + BATCH]
        rows = continued(model, vectors, [fed[i] for i in members], lab.tokenizer.eos_token_id)
        for i, row in zip(members, rows):
            answers[i] = lab.tokenizer.decode(row, skip_special_tokens=True, clean_up_tokenization_spaces=False)
    return answers


def measured(lab, condition, limit):
    """The rows of one condition under each of its wrappers."""
    prompts = lab.prompts(condition.prompts)[:limit]
    model, vectors = lab.opened(condition)
    for wrapper in condition.wrappers:
        answers = texts(lab, model, vectors, lab.wrappers[wrapper], prompts)
        held = [rules.judged(prompt, text, lab.openings, lab.asking) for prompt, text in zip(prompts, answers)]
        for subset, members in rules.subsets(prompts):
            for measure in rules.MEASURES:
                hits = sum(measure in held[i] for i in members)
                yield dict(zip(COLUMNS, (condition.name, wrapper, condition.prompts, subset, measure, hits / len(members),
                                         *rules.wilson(hits, len(members)), len(members))))


def line(row):
    return f"{row['share']:6.1%} [{row['ci_low']:6.1%}, {row['ci_high']:6.1%}]"


def show(rows):
    print(f"{'condition':<20}{'wrapper':<18}{'prompts':<10}{'correct':<25}{'goes on':<25}{'declines':<25}script")
    for place in range(0, len(rows), len(rules.MEASURES)):
        four = rows[place:place + len(rules.MEASURES)]
        if four[0]["subset"] == "all":
            head = f"{four[0]['condition']:<20}{four[0]['wrapper']:<18}{four[0]['prompts']:<10}"
            print(head + "".join(f"{line(row):<25}" for row in four))


def differences(rows, path):
    """How many rows of the other table differ, printed where by more than one prompt in a hundred."""
    def key(row):
        return tuple(row[column] for column in COLUMNS[:5])
    theirs = {key(row): row for row in csv.DictReader(open(path, newline=""))}
    far = 0
    for row in rows:
        other = theirs.get(key(row))
        if other is None or abs(float(other["share"]) - row["share"]) > 0.01 + 1e-9:
            far += 1
            print(f"differs: {', '.join(key(row))}: {row['share']:.3f} here, {other['share'] if other else 'no row'} there")
    print(f"{len(rows) - far} of {len(rows)} rows agree with {path} within one prompt in a hundred")
    return far


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lab", default="data/lab")
    parser.add_argument("--output", help="CSV of all rows")
    parser.add_argument("--table", help="CSV that `mindstate lab table --csv` wrote, to compare with")
    parser.add_argument("--only", help="names of conditions, separated by commas")
    parser.add_argument("--limit", type=int, help="the first prompts of each file only, for a quick look")
    options = parser.parse_args()
    if options.table and not pathlib.Path(options.table).is_file():
        parser.error(f"--table {options.table}: there is no such file; mindstate lab table --csv writes it")
    logging.disable_progress_bar()
    lab, rows, start = Lab(options.lab), [], time.time()
    for condition in conditions(tuple(lab.wrappers)):
        if options.only and condition.name not in options.only.split(","):
            continue
        if lab.missing(condition):
            print(f"missing: {condition.name}: {', '.join(lab.missing(condition))}")
            continue
        rows += measured(lab, condition, options.limit)
        print(f"{time.time() - start:5.0f} s  {condition.name}, {condition.prompts}", file=sys.stderr, flush=True)
    show(rows)
    if options.output:
        with open(options.output, "w", newline="") as file:
            table = csv.DictWriter(file, COLUMNS)
            table.writeheader()
            table.writerows(rows)
    failed = [what for what, met in requirements(rows) if not met]
    failed += ["agreement"] if options.table and differences(rows, options.table) else []
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
