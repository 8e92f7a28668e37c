#!/usr/bin/env python3
"""Trains tokenizers with the BpeTrainer of the Hugging Face `tokenizers` library on corpus.txt, which it also makes.

    pip install -r ../requirements.txt && python make_tokenizer.py

corpus.txt: documents closed by a line with only <|end|>; text in several scripts, from ../tokenizers/corpus.py, and made-up
words of few letters, among which many pairs are equally frequent, tokens come about in two ways (ab + c, a + bc) and
runs of one letter overlap. tokenizer-SIZE.json: the whole tokenizer.json; the larger one merges down to pairs that occur
once. texts.json: texts and their ids with the smaller one.
"""
import json
import os
import random
import sys

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "tokenizers"))
import corpus  # noqa: E402

END = "<|end|>"


def documents():
    rng = random.Random(12)
    made = []
    for _ in range(60):
        words = ["".join(rng.choice("aabc") for _ in range(rng.randint(1, 9))) for _ in range(rng.randint(5, 40))]
        made.append(" ".join(words) + rng.choice([".", "?", "\nQ: " + words[0] + "\nA: " + words[-1], "\n\n"]))
    made += corpus.TRAIN.split("\n")[:-1] + ["", "aaaa aaa aaaaaaa aa a\n" * 3, "one <|end|> within a line", " x\r\n\ty "]
    rng.shuffle(made)
    return made


def train(texts, size):
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    t.decoder = decoders.ByteLevel()
    t.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=size, special_tokens=[END], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    return t


def main():
    texts = documents()
    with open(os.path.join(HERE, "corpus.txt"), "w", encoding="utf-8", newline="") as f:
        f.writelines(text + "\n" + END + "\n" for text in texts)
    for size in (400, 1600):
        t = train(texts, size)
        assert t.get_vocab_size() == size and t.to_str() == train(texts, size).to_str()
        t.save(os.path.join(HERE, f"tokenizer-{size}.json"), pretty=False)
    asked = [text for text in corpus.NASTY if text] + [END + "a" + END, "abcabcaab aaaab"]
    small = Tokenizer.from_file(os.path.join(HERE, "tokenizer-400.json"))
    cases = [{"text": text, "ids": small.encode(text).ids} for text in asked]
    with open(os.path.join(HERE, "texts.json"), "w") as f:
        f.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


if __name__ == "__main__":
    main()
