#!/bin/sh
# The main job on the tiny checkpoint in data/tiny: checkpoint → states → distances → CSV.
set -eu
mindstate=$1 out=$2
mkdir -p "$out"
prompts=data/prompts/instructions.jsonl

echo "data/tiny is an UNTRAINED pair of checkpoints: it shows the work, its numbers mean nothing."
for condition in base:bare base:qa tuned:bare; do
  model=${condition%%:*} wrapper=${condition##*:}
  "$mindstate" capture --model "data/tiny/$model" --prompts "$prompts" --wrapper "$wrapper" \
    --position last,answer-end --condition "$model/$wrapper" --output "$out/$model-$wrapper.safetensors"
done
"$mindstate" compare "$out/base-bare.safetensors" "$out/base-qa.safetensors" "$out/tuned-bare.safetensors" \
  --reference base/bare --output "$out/similarity.csv"
echo "Wrote $out/similarity.csv"
