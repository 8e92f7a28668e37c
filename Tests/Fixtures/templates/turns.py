"""What `apply_chat_template` makes of conversations with an answer, and of those that end in the assistant's turn.

Called by `make.py`. For every template, conversation and answer `turns.jsonl` has `prompt` (with `add_generation_prompt`,
or with `continue_final_message` where the assistant has spoken last), `whole` (the answer as the assistant's message;
its text from `prompt` on, as `rest`, where it begins with it), where the answer lies in `whole`, and for some of them the
tokens. `tokenizers/chat` is the tokenizer of `../prompting/qwen2` with the tokens that templates write.
"""

import json
import pathlib

from tokenizers import AddedToken, Tokenizer
from transformers import PreTrainedTokenizerFast
from transformers.utils import chat_template_utils

import conversations
import reference

HERE = pathlib.Path(__file__).parent
SPECIAL = ["<unk>", "<s>", "</s>", "<|im_start|>", "<|start|>", "<|stop|>", "<|eot|>", "<|end|>", "<|user|>",
           "<|assistant|>", "<|message|>", "<|channel|>", "<|return|>"]
NAMES = ["plain", "system", "turns", "system and turns", "unicode", "parts everywhere", "reasoning", "thinking off",
         "tools", "call with text", "assistant first"]
ANSWERS = ["Paris", " In Paris.\n", "<think>\nLet me see.\n</think>\n\nIt is 7", "Hello there"]
TOKENIZED = ["llama-2", "mistral", "mistral-system-last", "vicuna", "qwen3", "channels", "two-ends", "no-opening",
             "no-end", "chatml", "headers-trim", "generation-marked", "think-blocks", "opens-thinking"]
# Two that no template writes by itself, of other lengths.
SENTINELS = ["\ue000", "\ue001\ue001"]


def make_tokenizer():
    tokenizer = Tokenizer.from_file(str(HERE / "../prompting/qwen2/tokenizer.json"))
    tokenizer.add_special_tokens([AddedToken(text, special=True, normalized=False) for text in SPECIAL])
    tokenizer.add_tokens([AddedToken(text, special=False, normalized=False) for text in ("<think>", "</think>")])
    path = HERE / "tokenizers/chat/tokenizer.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def opened(path):
    return PreTrainedTokenizerFast(
        tokenizer_file=str(HERE / path / "tokenizer.json"), bos_token="<s>", eos_token="</s>", unk_token="<unk>")


class Case:
    def __init__(self, tokenizer, source, name):
        self.tokenizer, self.source = tokenizer, source
        variables = dict(conversations.CONVERSATIONS[name])
        self.messages = variables.pop("messages")
        variables.pop("add_generation_prompt", None)
        self.variables = variables
        self.continued = self.messages[-1]["role"] == "assistant"

    def applied(self, messages, tokenizer=None, **options):
        return (tokenizer or self.tokenizer).apply_chat_template(
            messages, chat_template=self.source, tokenize=tokenizer is not None, **self.variables, **options)

    def prompt(self, tokenizer=None):
        option = "continue_final_message" if self.continued else "add_generation_prompt"
        return self.applied(self.messages, tokenizer, **{option: True})

    def answered(self, answer):
        if not self.continued:
            return self.messages + [conversations.assistant(answer)]
        last = dict(self.messages[-1])
        if isinstance(last["content"], list):
            last["content"] = last["content"][:-1] + [conversations.text(last["content"][-1]["text"] + answer)]
        else:
            last["content"] += answer
        return self.messages[:-1] + [last]

    def whole(self, answer, tokenizer=None):
        return self.applied(self.answered(answer), tokenizer)

    def span(self, answer):
        """Characters of the answer: what two other answers leave open. None where the template moves more than that."""
        around = []
        for sentinel in SENTINELS:
            before, _, after = self.whole(sentinel).rpartition(sentinel)
            around.append((before, after))
        whole = self.whole(answer)
        (before, after), other = around
        if (before, after) != other or not (whole.startswith(before) and whole.endswith(after)):
            return None
        start, end = len(before), len(whole) - len(after)
        return (start, end) if answer.strip() == whole[start:end].strip() else None


def tokens(case, answer, span, tokenizer):
    """Tokens of the prompt, and of the whole up to the first added token behind the answer; which of them are its own."""
    prompt = case.prompt(tokenizer)["input_ids"]
    encoding = case.whole(answer, tokenizer).encodings[0]
    if encoding.ids[:len(prompt)] != prompt or span is None:
        return None
    added = {int(index) for index in tokenizer.added_tokens_decoder}
    own = [i for i, (start, end) in enumerate(encoding.offsets) if start < span[1] and end > span[0]]
    ends = [i for i, index in enumerate(encoding.ids) if i > own[-1] and index in added]
    count = ends[0] + 1 if ends else own[-1] + 1
    return {"prompt": len(prompt), "ids": encoding.ids[:count], "answer": [own[0], own[-1] + 1]}


def outcome(case, answer, tokenizers):
    result = {}
    try:
        whole = case.whole(answer)
        span = case.span(answer)
    except Exception as error:
        return {"error": type(error).__name__}
    prompt = case.prompt()
    result = {"rest": whole[len(prompt):]} if whole.startswith(prompt) else {"whole": whole}
    if span is not None:
        result["span"] = [len(whole[:place].encode()) for place in span]
    for name, tokenizer in tokenizers.items():
        found = tokens(case, answer, span, tokenizer)
        if found:
            result.setdefault("tokens", {})[name] = found
    return result


def line(path, tokenizer, tokenizers):
    with open(path, newline="", encoding="utf-8") as file:
        source = file.read()
    entry = {"template": path.stem, "conversations": {}}
    for name in NAMES:
        case = Case(tokenizer, source, name)
        try:
            result = {"prompt": case.prompt()}
        except Exception as error:
            entry["conversations"][name] = {"error": type(error).__name__}
            continue
        answers = ANSWERS if name == "plain" else ANSWERS[:2]
        used = tokenizers if path.stem in TOKENIZED and name in ("plain", "turns", "reasoning") else {}
        result["answers"] = {answer: outcome(case, answer, used) for answer in answers}
        entry["conversations"][name] = result
    return entry


def lines():
    make_tokenizer()
    original = chat_template_utils._compile_jinja_template

    def compiled(source):
        template = original(source)
        template.globals["strftime_now"] = reference.NOW.strftime
        template.environment.globals["strftime_now"] = reference.NOW.strftime
        return template

    chat_template_utils._compile_jinja_template = compiled
    try:
        tokenizers = {"templates/tokenizers/chat": opened("tokenizers/chat"), "prompting/llama2": opened("../prompting/llama2")}
        tokenizer = tokenizers["templates/tokenizers/chat"]
        return [line(path, tokenizer, tokenizers) for path in sorted((HERE / "sources").glob("*.jinja"))]
    finally:
        chat_template_utils._compile_jinja_template = original
