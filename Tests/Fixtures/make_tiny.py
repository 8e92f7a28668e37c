"""Makes data/tiny: two untrained checkpoints in the Llama layout with a tokenizer, for `make demo`.

    python make_tiny.py [--output DIR]

`tuned` is `base` with a small random change of low rank in its lower layers, so that the two differ as a fine-tune
differs from its base in form, and in nothing else. Needs the versions of requirements.txt.
"""

import argparse
import json
import os
import shutil
import sys

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import AutoConfig, AutoModelForCausalLM

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "models"))
from maker.checkpoint import write_json  # noqa: E402
from maker.weights import random_weights, stream  # noqa: E402

VOCABULARY = 512
BOS, EOS = "<bos>", "<eos>"
CHANGED_LAYERS, RANK, STRENGTH = 2, 2, 0.3

CONFIG = {
    "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": VOCABULARY, "hidden_size": 64,
    "intermediate_size": 80, "num_hidden_layers": 4, "num_attention_heads": 4, "num_key_value_heads": 2,
    "hidden_act": "silu", "max_position_embeddings": 4096, "rms_norm_eps": 1e-5, "rope_theta": 10000.0,
    "rope_scaling": None, "attention_bias": False, "mlp_bias": False, "tie_word_embeddings": True,
    "bos_token_id": 0, "eos_token_id": 1, "torch_dtype": "float16",
}


def make_tokenizer():
    """Byte-level BPE with GPT-2's pattern, so every text has tokens; `<bos>` is put before by the template."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=[BOS, EOS], show_progress=False,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()))
    with open(os.path.join(HERE, "tiny_text.txt"), encoding="utf-8") as file:
        tokenizer.train_from_iterator(file.readlines(), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{BOS} $A", pair=f"{BOS} $A $B", special_tokens=[(BOS, tokenizer.token_to_id(BOS))])
    assert tokenizer.get_vocab_size() == VOCABULARY
    return tokenizer


def low_rank_change(name, weight):
    """A random matrix of rank RANK, STRENGTH as large as `weight` in the Frobenius norm."""
    random = stream("tiny-tuned", name)
    left = torch.from_numpy(random.standard_normal((weight.shape[0], RANK), dtype="float32"))
    right = torch.from_numpy(random.standard_normal((RANK, weight.shape[1]), dtype="float32"))
    change = left @ right
    return change * (STRENGTH * weight.norm() / change.norm())


def tuned(weights):
    lower = tuple(f"model.layers.{i}." for i in range(CHANGED_LAYERS))
    return {
        name: weight + low_rank_change(name, weight) if name.startswith(lower) and weight.dim() == 2 else weight
        for name, weight in weights.items()
    }


def write(directory, weights, tokenizer):
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory)
    write_json(os.path.join(directory, "config.json"), CONFIG)
    save_file({name: weight.half().contiguous() for name, weight in weights.items()},
              os.path.join(directory, "model.safetensors"), {"format": "pt"})
    tokenizer.save(os.path.join(directory, "tokenizer.json"))
    write_json(os.path.join(directory, "tokenizer_config.json"), {
        "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": BOS, "eos_token": EOS,
        "add_bos_token": True, "add_eos_token": False, "model_max_length": CONFIG["max_position_embeddings"],
        "clean_up_tokenization_spaces": False,
    })


def check(directory):
    """transformers opens it, and the template adds `<bos>`."""
    model = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32, local_files_only=True)
    tokenizer = Tokenizer.from_file(os.path.join(directory, "tokenizer.json"))
    text = "What is 17 + 4?\nGrüße, 你好 👋\n"
    ids = tokenizer.encode(text).ids
    assert ids[0] == 0 and tokenizer.decode(ids) == text, json.dumps(ids)
    with torch.no_grad():
        assert model(torch.tensor([ids])).logits.isfinite().all()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", default=os.path.join(HERE, "..", "..", "data", "tiny"))
    output = parser.parse_args().output
    torch.set_num_threads(1)
    tokenizer = make_tokenizer()
    model = AutoModelForCausalLM.from_config(AutoConfig.for_model(**CONFIG))
    base = random_weights(model, "tiny")
    for name, weights in (("base", base), ("tuned", tuned(base))):
        write(os.path.join(output, name), weights, tokenizer)
        check(os.path.join(output, name))


if __name__ == "__main__":
    main()
