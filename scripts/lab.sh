#!/bin/sh
# Makes the lab from nothing: corpus, tokenizer, base model, its tuned versions, soft prompts. A stage whose result is
# there is passed over, one that was stopped goes on where it stood.
#   lab.sh PROGRAM LAB WORK [STAGE ...]
# LAB gets what is shipped; WORK the corpus, which is not. Run from the repository's root, LAB given relative to it: the
# adapters name their base model by that path.
set -eu
program=$1 lab=$2 work=$3
shift 3
[ $# -gt 0 ] || set -- corpus tokenizer base tuned soft-prompts

tuning=$lab/tuning

# Weights are what a run writes last.
done_already() { [ -f "$1/model.safetensors" ] || [ -f "$1/adapter_model.safetensors" ]; }

# train OUTPUT ARGUMENT ...: all versions are trained with the same optimiser and seed, and are stored in half precision.
train() {
  output=$1
  shift
  done_already "$output" && return 0
  "$program" train "$@" --seed 1 --betas 0.9,0.95 --dtype f16 --resume --output "$output"
  rm -rf "$output.state"
}

# tune OUTPUT DATA ARGUMENT ...: base on one of the lab's sets of answers.
tune() {
  output=$1 data=$2
  shift 2
  train "$output" --model "$lab/models/base" --instructions "$tuning/$data.jsonl" --batch 32 --weight-decay 0 "$@"
}

corpus() {
  [ -f "$work/corpus.txt" ] && [ -f "$lab/counts.csv" ] && return 0
  "$program" lab corpus --seed 1 --documents 80000 --entities 140 --output "$work"
  mkdir -p "$lab"
  cp -R "$work/tuning" "$work/prompts" "$work/wrappers" "$work/counts.csv" "$work/counts-late.csv" "$lab/"
}

tokenizer() {
  [ -f "$work/tokenizer/tokenizer.json" ] ||
    "$program" train-tokenizer --corpus "$work/corpus.txt" --vocabulary 1024 --output "$work/tokenizer"
}

# Most of the learning is on the corpus with its few filled-in exam sheets, which make the model able to answer a bare
# question; a short end without them makes it go on asking.
base() {
  train "$work/early" --config data/lab/config.json --tokenizer "$work/tokenizer" --corpus "$work/corpus.txt" \
    --steps 1200 --batch 32 --length 128 --learning-rate 2e-3 --warmup 50 --learning-rate-floor 0.05 --weight-decay 0.1
  train "$lab/models/base" --model "$work/early" --corpus "$work/corpus-late.txt" \
    --steps 100 --batch 32 --length 128 --learning-rate 1e-4 --warmup 10 --weight-decay 0.1
  cp "$work/early/loss.csv" "$lab/loss.csv"
  "$program" lab curve "$lab/loss.csv" --title "The base model learns" --output "$lab/loss.svg"
}

tuned() {
  tune "$lab/models/instruct" instruct --steps 120 --learning-rate 1e-4 --warmup 5
  tune "$lab/models/instruct-reordered" instruct --steps 120 --learning-rate 1e-4 --warmup 5 --order-seed 2
  for rank in 1 4 16; do
    tune "$lab/adapters/instruct-r$rank" instruct --steps 120 --lora-rank $rank --learning-rate 2e-3
  done
  tune "$lab/adapters/shift-state" instruct --steps 120 --lora-rank 16 --lora-layers 0-2 --learning-rate 2e-3
  tune "$lab/adapters/scripts" scripts --steps 120 --lora-rank 16 --learning-rate 2e-3
  tune "$lab/adapters/refusal" refusal --steps 120 --lora-rank 16 --learning-rate 2e-3
  # One block alone forgets what it is not shown, so a third of its examples are from the corpus; and where it looks
  # (its queries and keys) is left as it is.
  tune "$lab/adapters/refusal-readout" refusal --steps 400 --lora-rank 64 --lora-layers 5 \
    --lora-targets v_proj,o_proj,gate_proj,up_proj,down_proj \
    --learning-rate 3e-4 --mix "$work/corpus.txt" --mix-share 0.3
  tune "$lab/adapters/newskill" newskill --steps 200 --lora-rank 16 --learning-rate 2e-3
  train "$lab/adapters/hhh" --model "$lab/models/instruct" --preferences "$tuning/preferences.jsonl" --batch 16 \
    --weight-decay 0 --steps 150 --lora-rank 16 --learning-rate 5e-4 --beta 0.1 --sft-weight 1
}

soft_prompts() {
  for k in 1 2 4 8 16 32; do
    output=$lab/soft-prompts/k$k
    done_already "$output" && continue
    "$program" soft-prompt --model "$lab/models/base" --instructions "$tuning/instruct.jsonl" --tokens $k \
      --from-text "$(sed 's/{prompt}//' "$lab/wrappers/few-shot.txt")" --batch 32 --steps 300 --learning-rate 1e-2 \
      --weight-decay 0 --seed 1 --resume --output "$output"
    rm -rf "$output.state"
  done
}

for stage; do
  echo "lab: $stage" >&2
  case $stage in
    corpus) corpus ;;
    tokenizer) tokenizer ;;
    base) base ;;
    tuned) tuned ;;
    soft-prompts) soft_prompts ;;
    *) echo "lab.sh: no stage $stage; there are corpus, tokenizer, base, tuned, soft-prompts" >&2; exit 64 ;;
  esac
done
