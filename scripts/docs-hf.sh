#!/bin/sh
# Stands for `hf download REPOSITORY --local-dir DIRECTORY` where pages are checked: nothing is downloaded, the lab's base
# model, or its tuned one where the name says so, is put there instead (or what MODELS=BASE:TUNED names), with a chat
# template where the model has none.
set -eu
root=.
[ "$#" -eq 4 ] && [ "$1" = download ] && [ "$3" = --local-dir ] || { echo "usage: hf download NAME --local-dir DIR" >&2; exit 64; }
case $2 in *-Instruct) tuned=yes ;; *) tuned= ;; esac
models=${MODELS:-$root/data/lab/models/base:$root/data/lab/models/instruct}
if [ -n "$tuned" ]; then from=${models#*:}; else from=${models%%:*}; fi
mkdir -p "$4"
for file in "$from"/*; do ln -sf "$file" "$4/$(basename "$file")"; done
grep -q chat_template "$from/tokenizer_config.json" 2> /dev/null || [ -z "$tuned" ] ||
  printf '%s' "{% for message in messages %}{% if message['role'] == 'assistant' %}A:
{{ message['content'] }}
{% else %}Q: {{ message['content'] }}
{% endif %}{% endfor %}{% if add_generation_prompt %}A:
{% endif %}" > "$4/chat_template.jinja"
