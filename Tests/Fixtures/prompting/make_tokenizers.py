"""Makes the tokenizers beside it: small vocabularies in the manner of GPT-2, Llama 3, Qwen 2 and Llama 2.

    python make_tokenizers.py

They are trained on text in which punctuation stands before newlines, so that those whose pre-tokenizer allows it have
learned tokens such as `?⏎` and `:⏎`: the ones that would make `last` another token under every wrapper. The script
stops when they have not. Needs the versions of ../requirements.txt.
"""

import json
import os

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

HERE = os.path.dirname(os.path.abspath(__file__))
SIZE = 480
LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
          r"|\s+(?!\S)|\s+")
QWEN2 = LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}")
TEXT = """Who carries the lamp?
The old keeper of the tower:
a man called Jonas, (born by the sea)
"Is it far?"
Not far!

He said:

Bring 12 candles, 3 ropes and 150 nails.
[list]
- rope:
- nails?
- candles.
What did you buy today? Bread, milk and honey.
Where is the station?
Q: How many boats are there?
A: 4
# Notes:
Is the water cold?
It was, and the wind was strong.
""" * 20


def byte_level(pattern, bos, eos, added_bos):
    tokenizer = Tokenizer(models.BPE())
    if pattern is None:
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=False)
    else:
        split = pre_tokenizers.Split(Regex(pattern), behavior="isolated")
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
            [split, pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=SIZE, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), special_tokens=list(dict.fromkeys([bos, eos])),
        show_progress=False)
    tokenizer.train_from_iterator(TEXT.splitlines(keepends=True) + [TEXT], trainer)
    if added_bos:
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{bos} $A", pair=f"{bos} $A {bos} $B", special_tokens=[(bos, tokenizer.token_to_id(bos))])
    return tokenizer


def sentence_piece():
    """Llama 2: spaces become `▁`, one before the text, no pre-tokenizer, bytes for what the vocabulary lacks."""
    trained = Tokenizer(models.BPE())
    trained.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=True)
    specials = ["<unk>", "<s>", "</s>"]
    fallback = [f"<0x{byte:02X}>" for byte in range(256)]
    trained.train_from_iterator(
        TEXT.replace("\n", " ").split(),
        trainers.BpeTrainer(vocab_size=200, special_tokens=[], show_progress=False))
    model = json.loads(trained.to_str())["model"]
    learned = [token for token, _ in sorted(model["vocab"].items(), key=lambda item: item[1])]
    vocabulary = {token: index for index, token in enumerate(specials + fallback + learned)}
    tokenizer = Tokenizer(models.BPE(
        vocab=vocabulary, merges=[tuple(merge) for merge in model["merges"]], unk_token="<unk>", fuse_unk=True,
        byte_fallback=True))
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in specials])
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", 1)])
    return tokenizer


def qwen2():
    tokenizer = byte_level(QWEN2, "<|endoftext|>", "<|im_end|>", False)
    tokenizer.normalizer = normalizers.NFC()
    return tokenizer


MADE = {
    "gpt2": byte_level(None, "<|endoftext|>", "<|endoftext|>", False),
    "llama3": byte_level(LLAMA3, "<|begin_of_text|>", "<|end_of_text|>", True),
    "qwen2": qwen2(),
    "llama2": sentence_piece(),
}

for name, tokenizer in MADE.items():
    vocabulary = tokenizer.get_vocab()
    joined = [token for token in ("?Ċ", ":Ċ", ".Ċ") if token in vocabulary]
    if name in ("llama3", "qwen2") and len(joined) < 3:
        raise SystemExit(f"{name}: only {joined} join punctuation and newline; change TEXT")
    os.makedirs(os.path.join(HERE, name), exist_ok=True)
    with open(os.path.join(HERE, name, "tokenizer.json"), "w", encoding="utf-8") as file:
        json.dump(json.loads(tokenizer.to_str()), file, ensure_ascii=False, indent=None, separators=(",", ":"))
        file.write("\n")
    print(name, len(vocabulary), joined, tokenizer.encode("Q: Where is it?\nA:\nYes").tokens)
