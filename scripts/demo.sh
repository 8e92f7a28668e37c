#!/bin/sh
# The whole question on the shipped lab: what the models say, then where their states are.
set -eu
mindstate=$1 out=$2 lab=data/lab
mkdir -p "$out/states"
prompts=$lab/prompts/novel.jsonl question="What is the pet of Runanor?"

echo "data/lab is a test bench: an invented world in which the phenomenon is planted. It is no evidence about other models."
say() { # title, further arguments of generate
  printf '\n%s\n' "$1"
  shift
  "$mindstate" generate --prompt "$question" --max-new-tokens 16 --quiet "$@" | sed 's/^/    /'
}
echo "Asked: $question"
say "base, bare: goes on asking" --model $lab/models/base --wrapper bare
say "base, in a transcript (qa): answers, then goes on asking" --model $lab/models/base --wrapper $lab/wrappers/qa.txt
say "instruct, bare: answers and stops" --model $lab/models/instruct --wrapper bare
say "base with a soft prompt of 16 vectors, bare" --model $lab/models/base --soft-prompt $lab/soft-prompts/k16 --wrapper bare

capture() { # file, model, wrapper
  "$mindstate" capture --model "$lab/models/$2" --prompts "$prompts" --wrapper "$3" --position last \
    --condition "$1" --output "$out/states/$(echo "$1" | tr / -).safetensors" --quiet
}
printf '\nCapturing the states of 23 conditions at the newline before the answer\n'
capture base/bare base bare
capture base/qa base $lab/wrappers/qa.txt
capture instruct/bare instruct bare
for kind in paraphrases irrelevant; do
  for wrapper in "$lab/wrappers/$kind/"*.txt; do capture "base/$kind-$(basename "$wrapper" .txt)" base "$wrapper"; done
done
"$mindstate" compare "$out/states/instruct-bare.safetensors" "$out/states/base-qa.safetensors" \
  "$out/states/base-bare.safetensors" --reference base/bare --paraphrase "$out"/states/base-paraphrases-*.safetensors \
  --irrelevant "$out"/states/base-irrelevant-*.safetensors --output "$out/similarity.csv"
echo "Wrote $out/similarity.csv"
