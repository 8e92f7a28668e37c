#!/usr/bin/env python3
"""Writes unicode.json: check sums of what the Hugging Face `tokenizers` library makes of every code point, by regular
expression classes, splitting rules and normalisation forms.

    pip install -r ../requirements.txt && python unicode_expected.py

classes: CRC-32 of the members (four bytes each, lowest first). pieces: of where pieces of the text of all code points start
and end (in code points, four bytes each). forms: of the normalised code points one by one, each followed by the byte 255.
marks: the same for every code point between a, two combining marks and another code point.
"""
import json
import os
import struct
import zlib

from tokenizers import Regex, normalizers, pre_tokenizers

from unicode_tables import CATEGORIES, SCALARS, SCRIPTS, TEXT

FORMS = {"NFC": normalizers.NFC, "NFD": normalizers.NFD, "NFKC": normalizers.NFKC, "NFKD": normalizers.NFKD,
         "Lowercase": normalizers.Lowercase, "StripAccents": normalizers.StripAccents}
SPLITS = {"Digits": pre_tokenizers.Digits(False), "Punctuation": pre_tokenizers.Punctuation("removed"),
          "WhitespaceSplit": pre_tokenizers.WhitespaceSplit(), "Whitespace": pre_tokenizers.Whitespace()}
CLASSES = [rf"\p{{{n}}}" for n in [*"LMNPSZC", *(c for c in CATEGORIES if c != "Cs"), *SCRIPTS]] + [r"\s", r"\w", r"\d", r"\h", r"[^\s\p{L}\p{N}]"]


def members(pattern):
    pieces = pre_tokenizers.Split(Regex(pattern + "+"), "removed", True).pre_tokenize_str(TEXT)
    crc = 0
    for _, (a, b) in pieces:
        crc = zlib.crc32(struct.pack(f"<{b - a}I", *SCALARS[a:b]), crc)
    return crc


def cuts(pre_tokenizer):
    crc = 0
    for _, offsets in pre_tokenizer.pre_tokenize_str(TEXT):
        crc = zlib.crc32(struct.pack("<2I", *offsets), crc)
    return crc


def mapped(normalizer, around="{}"):
    crc = 0
    for c in SCALARS:
        crc = zlib.crc32(normalizer.normalize_str(around.format(chr(c))).encode() + b"\xff", crc)
    return crc


if __name__ == "__main__":
    result = {"classes": {c: members(c) for c in CLASSES}, "pieces": {k: cuts(p) for k, p in SPLITS.items()},
              "forms": {k: mapped(n()) for k, n in FORMS.items()},
              "marks": {k: mapped(FORMS[k](), "a\u0323\u0302{}\u0301\u1161") for k in ("NFC", "NFD")}}
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "unicode.json")
    json.dump(result, open(path, "w"), indent=0)
