#!/bin/sh
# The main job on really trained models, where ../shared/real holds them: a pair tuned on questions and answers, and a
# small story model. Skips with a message where it does not.
set -eu
mindstate=$1 out=$2
real=${REAL:-../shared/real}
if [ ! -d "$real" ]; then
  echo "skipped: $real is not there (set REAL to a directory with stories260K and pair-finance)"
  exit 0
fi
mkdir -p "$out"
capture() { # output, model, wrapper, prompts, more…
  to=$1 from=$2 under=$3 asked=$4
  shift 4
  "$mindstate" capture --model "$real/$from" --prompts "$asked" --wrapper "$under" \
    --condition "$(basename "$to" .safetensors)" --output "$to" --quiet "$@"
}

echo "pair-finance: tuned on Q: … / A: … about finance; 32 positions, one character a token"
pair="$out/pair" && mkdir -p "$pair/irrelevant" "$pair/paraphrases"
printf 'ROMEO\n{prompt}\n' > "$pair/name.txt"
printf 'So, so\n{prompt}\n' > "$pair/words.txt"
printf 'q: {prompt}\na:\n' > "$pair/lower.txt"
for model in base tuned; do
  capture "$pair/$model-bare.safetensors" "pair-finance/$model" bare data/prompts/short.jsonl
  capture "$pair/$model-qa.safetensors" "pair-finance/$model" qa data/prompts/short.jsonl
done
capture "$pair/paraphrases/lower.safetensors" pair-finance/base "$pair/lower.txt" data/prompts/short.jsonl
capture "$pair/irrelevant/name.safetensors" pair-finance/base "$pair/name.txt" data/prompts/short.jsonl
capture "$pair/irrelevant/words.safetensors" pair-finance/base "$pair/words.txt" data/prompts/short.jsonl
"$mindstate" compare --question "$pair/tuned-bare.safetensors" "$pair/tuned-qa.safetensors" \
  --target "$pair/base-qa.safetensors" --start "$pair/base-bare.safetensors" \
  --paraphrase "$pair"/paraphrases/*.safetensors --irrelevant "$pair"/irrelevant/*.safetensors --output "$out/pair.csv"

echo
echo "stories260K: a story model, never tuned; wrappers only"
stories="$out/stories" && mkdir -p "$stories"
for wrapper in bare qa; do
  capture "$stories/$wrapper.safetensors" stories260K $wrapper data/prompts/instructions.jsonl --position last,answer-end
done
capture "$stories/paraphrase.safetensors" stories260K data/wrappers/paraphrases/qa/qa-question-answer.txt \
  data/prompts/instructions.jsonl --position last,answer-end
capture "$stories/irrelevant.safetensors" stories260K data/wrappers/irrelevant/qa/not-qa-weather.txt \
  data/prompts/instructions.jsonl --position last,answer-end
"$mindstate" compare --distances "$stories"/bare.safetensors "$stories"/qa.safetensors \
  "$stories/paraphrase.safetensors" "$stories/irrelevant.safetensors" --start "$stories/bare.safetensors" \
  --output "$out/stories.csv"
