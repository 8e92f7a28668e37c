#!/usr/bin/env python3
"""Trains the small tokenizers of this folder, each with the components of a widespread family, and writes what the Hugging
Face `tokenizers` library makes of corpus.py with them.

    pip install -r ../requirements.txt && python make.py

NAME.json is a tokenizer.json. NAME.cases.jsonl has one line for a text of texts.jsonl, in the same order (the last ones,
very long, are only asked of some): `ids` and `spans` with special tokens (offsets in UTF-8 bytes of the original text with
trim_offsets off, written as pairs: start less the end before, length), `plain` if the ids without special tokens differ,
`decoded` and `decodedAll` (without and with special tokens) where they differ from the text. Very long texts have `ids` only.
"""
import json
import os

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

import corpus

HERE = os.path.dirname(os.path.abspath(__file__))
CONTRACTIONS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
LLAMA3 = CONTRACTIONS + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
QWEN2 = LLAMA3.replace("{1,3}", "")
UPPER, LOWER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
O200K = (rf"[^\r\n\p{{L}}\p{{N}}]?{UPPER}*{LOWER}+{CONTRACTIONS}?|[^\r\n\p{{L}}\p{{N}}]?{UPPER}+{LOWER}*{CONTRACTIONS}?|\p{{N}}{{1,3}}"
         r"| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")
CL100K = (r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+")
TEKKEN = rf"[^\r\n\p{{L}}\p{{N}}]?{UPPER}*{LOWER}+|[^\r\n\p{{L}}\p{{N}}]?{UPPER}+{LOWER}*|\p{{N}}| ?[^\s\p{{L}}\p{{N}}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
KIMI = (r"[\p{Han}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+" + CONTRACTIONS
        + r"?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
DEEPSEEK3 = (r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*"
             r"|\s*[\r\n]+|\s+(?!\S)|\s+")
BLOOM = r" ?[^(\s|[.,!?…。，、।۔،])]+"
ASIAN = "[\u4e00-\u9fa5\u0800-\u4e00\uac00-\ud7ff]+"
LETTERS = "A-Za-z\u00b5\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u01ba\u0370-\u0373\u0400-\u0481\u0531-\u0556\u10a0-\u10c5\U00010400-\U0001044f"

P, N, D = pre_tokenizers, normalizers, decoders
split = lambda rx, how="isolated", invert=False: P.Split(Regex(rx), how, invert)
bytes_only = lambda: P.ByteLevel(add_prefix_space=False, use_regex=False)
gpt2 = lambda prefix=False: P.ByteLevel(add_prefix_space=prefix, use_regex=True)
special = lambda s, **k: AddedToken(s, special=True, normalized=k.pop("normalized", False), **k)
added = lambda s, **k: AddedToken(s, special=False, **k)


def byte_level(pre, norm=None, tokens=("<|endoftext|>",), size=520, post=None, decoder=None):
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = pre
    if norm is not None:
        t.normalizer = norm
    trainer = trainers.BpeTrainer(vocab_size=size, initial_alphabet=P.ByteLevel.alphabet(), show_progress=False,
                                  special_tokens=[x for x in tokens if isinstance(x, str)])
    t.train_from_iterator([corpus.TRAIN] * 3, trainer)
    t.add_tokens([x for x in tokens if not isinstance(x, str)])
    t.decoder = decoder or D.ByteLevel()
    if post is not None:
        t.post_processor = post(t)
    return json.loads(t.to_str())


def bos(token):
    return lambda t: processors.TemplateProcessing(single=f"{token} $A", pair=f"{token} $A {token} $B",
                                                   special_tokens=[(token, t.token_to_id(token))])


def sentencepiece(norm, pre, decoder, size=560, bytes_=True, fuse=True, post=True, extra=()):
    """A vocabulary as SentencePiece has it: controls, byte tokens, pieces that begin with U+2581."""
    t = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=fuse, byte_fallback=bytes_))
    if norm is not None:
        t.normalizer = norm
    t.pre_tokenizer = P.Metaspace(prepend_scheme="always")
    names = ["<unk>", "<s>", "</s>"] + ([f"<0x{i:02X}>" for i in range(256)] if bytes_ else [])
    t.train_from_iterator([corpus.TRAIN] * 3, trainers.BpeTrainer(vocab_size=size, special_tokens=names, limit_alphabet=70, show_progress=False))
    j = json.loads(t.to_str())
    j["added_tokens"] = j["added_tokens"][:3]
    j["pre_tokenizer"], j["decoder"] = parts(pre), parts(decoder)
    t = Tokenizer.from_str(json.dumps(j))
    t.add_tokens(list(extra))
    if post:
        t.post_processor = bos("<s>")(t)
    return json.loads(t.to_str())


def parts(component):
    """A component as it stands in a file; None stays None."""
    if component is None or isinstance(component, dict):
        return component
    return json.loads(component.__getstate__())


FLAGS = [special("<mask>", lstrip=True), special("<pad>"), added("<lr>", lstrip=True, rstrip=True), added("<l>", lstrip=True), added("<r>", rstrip=True),
         added("word", single_word=True), added("Tok\u00c9n", normalized=True), added("New York", normalized=False), added("Sch\u00f6n", normalized=True, single_word=True),
         added("aa", normalized=True), added("aaab", normalized=False), added("<|a|>", normalized=True), added("<|a|b|>", normalized=True), special("<S>", normalized=True)]
LLAMA2_NORM = lambda: N.Sequence([N.Prepend("\u2581"), N.Replace(" ", "\u2581")])
LLAMA2_DEC = lambda: D.Sequence([D.Replace("\u2581", " "), D.ByteFallback(), D.Fuse(), D.Strip(" ", 1, 0)])


def families():
    yield "gpt2", byte_level(gpt2(), post=lambda t: processors.ByteLevel(trim_offsets=True))
    yield "gpt2-prefix", byte_level(gpt2(True), tokens=["<s>", "</s>", *FLAGS], post=lambda t: processors.RobertaProcessing(("</s>", 1), ("<s>", 0)))
    yield "gpt-neox", byte_level(gpt2(), N.NFC(), tokens=["<|endoftext|>", "<|padding|>", added("  "), added("    ")])
    yield "flags", byte_level(gpt2(), N.Sequence([N.NFC(), N.Lowercase()]), tokens=["<|endoftext|>", *FLAGS])
    yield "falcon", byte_level(P.Sequence([P.Punctuation("contiguous"), gpt2(), P.Digits(False), split("[0-9][0-9][0-9]")]))
    yield "starcoder", byte_level(P.Sequence([P.Digits(True), gpt2()]))
    yield "deepseek-coder", byte_level(P.Sequence([split("[\r\n]"), split(r"\s?\p{L}+"), split(r"\s?\p{P}+"), split(ASIAN), P.Digits(True), bytes_only()]))
    yield "deepseek-llm", byte_level(P.Sequence([split("[\r\n]"), split(rf"\s?[{LETTERS}]+"), split("\\s?[!-/:-~\uff01-\uff0f\uff1a-\uff5e\u2018-\u201f\u3000-\u3002]+"),
                                                 split(r"\s+$"), split(ASIAN), P.Digits(True), bytes_only()]))
    yield "deepseek-v3", byte_level(P.Sequence([split(r"\p{N}{1,3}"), split("[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+"), split(DEEPSEEK3), bytes_only()]))
    j = byte_level(P.Sequence([split(LLAMA3), bytes_only()]), tokens=["<|begin_of_text|>", "<|endoftext|>"])
    j["model"]["ignore_merges"] = True
    # A token that no merges lead to, found only because merges are ignored for whole pieces.
    j["model"]["vocab"]["ĠItaly"] = len(j["model"]["vocab"])
    t = Tokenizer.from_str(json.dumps(j))
    t.post_processor = processors.Sequence([processors.ByteLevel(trim_offsets=False), bos("<|begin_of_text|>")(t)])
    yield "llama3", json.loads(t.to_str())
    yield "qwen2", byte_level(P.Sequence([split(QWEN2), bytes_only()]), N.NFC(), tokens=["<|endoftext|>", "<|im_start|>"])
    yield "o200k", byte_level(P.Sequence([split(O200K, "removed", True), bytes_only()]))
    yield "cl100k", byte_level(P.Sequence([split(CL100K), bytes_only()]))
    yield "tekken", byte_level(P.Sequence([split(TEKKEN), bytes_only()]))
    yield "kimi", byte_level(P.Sequence([split(KIMI), bytes_only()]))
    yield "bloom", byte_level(P.Sequence([split(BLOOM), bytes_only()]))
    yield "byte-normalizer", byte_level(split(r"\s+", "merged_with_next"), N.Sequence([N.NFKC(), N.Strip(), N.ByteLevel()]), tokens=["<|endoftext|>", added("Tok\u00c9n")])
    yield "llama2", sentencepiece(LLAMA2_NORM(), None, LLAMA2_DEC())
    yield "phi3", sentencepiece(LLAMA2_NORM(), None, LLAMA2_DEC(), extra=[special("<mask>", rstrip=True), added("</s>", rstrip=True), added("<lr>", normalized=True)])
    yield "mistral", sentencepiece(None, P.Metaspace(prepend_scheme="first", split=False), LLAMA2_DEC(), extra=FLAGS)
    yield "metaspace", sentencepiece(N.Sequence([N.Replace(Regex(" {2,}"), " "), N.NFKD(), N.StripAccents()]), P.Metaspace(), D.Metaspace(), bytes_=False, extra=FLAGS)
    yield "metaspace-never", sentencepiece(N.NFD(), P.Metaspace(prepend_scheme="never"), D.Metaspace(prepend_scheme="never"), bytes_=False, fuse=False, post=False)
    yield "gemma", sentencepiece(N.Replace(" ", "\u2581"), P.Split(" ", "merged_with_previous"), D.Sequence([D.Replace("\u2581", " "), D.ByteFallback(), D.Fuse()]))
    # Subwords that carry a prefix, ends of words a suffix; no token for most characters.
    t = Tokenizer(models.BPE(unk_token="<unk>", continuing_subword_prefix="##", end_of_word_suffix="</w>"))
    t.normalizer, t.pre_tokenizer, t.decoder = N.Lowercase(), P.Sequence([P.Whitespace(), P.Punctuation()]), D.BPEDecoder("</w>")
    t.train_from_iterator([corpus.TRAIN] * 3, trainers.BpeTrainer(vocab_size=500, special_tokens=["<unk>", "[CLS]", "[SEP]"], limit_alphabet=60, show_progress=False,
                                                                 continuing_subword_prefix="##", end_of_word_suffix="</w>"))
    t.post_processor = processors.BertProcessing(("[SEP]", 2), ("[CLS]", 1))
    yield "suffix", json.loads(t.to_str())
    t = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True))
    t.pre_tokenizer = P.WhitespaceSplit()
    t.train_from_iterator([corpus.TRAIN] * 3, trainers.BpeTrainer(vocab_size=300, special_tokens=["<unk>"], limit_alphabet=50, show_progress=False))
    yield "whitespace", json.loads(t.to_str())


LEGACY_MERGES = {"gpt2", "flags", "suffix"}
ASKED_LONG = {"gpt2", "llama3", "llama2"}


def untrimmed(j):
    """The same tokenizer with offsets that keep their spaces."""
    j = json.loads(json.dumps(j))
    for part in [j["post_processor"] or {}] + (j["post_processor"] or {}).get("processors", []):
        if "trim_offsets" in part:
            part["trim_offsets"] = False
    return Tokenizer.from_str(json.dumps(j))


def expectation(t, text):
    starts = [0]
    for c in text:
        starts.append(starts[-1] + len(c.encode()))
    e = t.encode(text)
    spans, last = [], 0
    for a, b in e.offsets:
        spans += [starts[a] - last, starts[b] - starts[a]]
        last = starts[b]
    if len(text) > 1000:
        return {"ids": e.ids}
    row = {"ids": e.ids, "spans": spans}
    plain = t.encode(text, add_special_tokens=False).ids
    if plain != e.ids:
        row["plain"] = plain
    for key, skip in ("decoded", True), ("decodedAll", False):
        decoded = t.decode(e.ids, skip_special_tokens=skip)
        if decoded != text:
            row[key] = decoded
    return row


def main():
    write = lambda name, rows: open(os.path.join(HERE, name), "w", encoding="utf-8").write(
        "".join(json.dumps(r, ensure_ascii=False, separators=(",", ":")) + "\n" for r in rows))
    write("texts.jsonl", [{"text": x} for x in corpus.NASTY + corpus.LONG])
    for name, j in families():
        if name in LEGACY_MERGES:
            j["model"]["merges"] = [" ".join(m) for m in j["model"]["merges"]]
        write(name + ".json", [j])
        texts = corpus.NASTY + (corpus.LONG if name in ASKED_LONG else [])
        t = untrimmed(j)
        write(name + ".cases.jsonl", [expectation(t, x) for x in texts])
        print(name, t.get_vocab_size(), os.path.getsize(os.path.join(HERE, name + ".json")), os.path.getsize(os.path.join(HERE, name + ".cases.jsonl")))


if __name__ == "__main__":
    main()
