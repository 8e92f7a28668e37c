#!/bin/sh
# Ways to the lab's instruct: checkpoints of fine-tuning in three orders of the data, and the first order once more
# from weights with a little noise. Not shipped; passed over where they are there already.
#   lab-histories.sh PROGRAM LAB OUTPUT
set -eu
program=$1 lab=$2 output=$3
mkdir -p "$output"

history() { # name, order seed, further arguments
  name=$1 order=$2
  shift 2
  [ ! -f "$output/$name/model.safetensors" ] || return 0
  "$program" train --model "$lab/models/base" --instructions "$lab/tuning/instruct.jsonl" --batch 32 --weight-decay 0 \
    --seed 1 --betas 0.9,0.95 --dtype f16 --steps 120 --learning-rate 1e-4 --warmup 5 --order-seed "$order" \
    --checkpoints 2,5,10,15,20,30,40,60,80,120 --resume --output "$output/$name" "$@"
  rm -rf "$output/$name.state"
}

for order in 1 2 3; do history "order-$order" "$order"; done
history order-1-noise 1 --weight-noise 0.01

"$program" lab table --lab "$lab" --only instruct --csv "$output/table.csv" $(for order in 1 2 3; do
  echo "--history $output/order-$order"; done) --history "$output/order-1-noise"
