#!/bin/sh
# Kills a sweep at random moments and starts it again: the run directory must end with the bytes of an undisturbed run.
#   sweep-kill.sh PROGRAM DIRECTORY [MOMENTS]
set -eu
bin=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
work=$2 moments=${3:-50}
data=$(cd "$(dirname "$0")/../data" && pwd)
rm -rf "$work"
mkdir -p "$work"
# A copy, so that a build in the meantime does not change the program between two runs.
cp "$bin" "$work/mindstate"
bin=./mindstate
cd "$work"
cat > sweep.yaml <<YAML
prompts: $data/prompts/short.jsonl
limit: 24
conditions:
  base/bare: {model: $data/tiny/base}
  base/qa: {model: $data/tiny/base, wrapper: $data/wrappers/qa.txt}
  tuned/bare: {model: $data/tiny/tuned}
roles:
  start: base/bare
  pairs: [{question: tuned/bare, target: base/qa}]
  paraphrases: $data/wrappers/paraphrases/qa
  irrelevant: $data/wrappers/irrelevant/qa
admission: {answer_rate: 1, kl: 1000}
modes: {fit: [base/bare, base/qa], score: [tuned/bare]}
behaviour: {max_new_tokens: 8}
resamples: 200
output: whole
YAML

now() { date +%s%N; }
start=$(now)
"$bin" sweep sweep.yaml --quiet
took=$(( ($(now) - start) / 1000000 )) # ms
echo "undisturbed: $took ms, $(find whole -type f | wc -l) files"

moment=0
while [ "$moment" -lt "$moments" ]; do
  moment=$((moment + 1))
  rm -rf killed
  # Killed up to three times before it may finish.
  for again in 1 2 3; do
    after=$(( ($(od -An -N4 -tu4 /dev/urandom) % took) + 1 ))
    "$bin" sweep sweep.yaml --quiet --run killed &
    pid=$!
    sleep "$(awk "BEGIN { print $after / 1000 }")"
    kill -KILL "$pid" 2> /dev/null || :
    wait "$pid" 2> /dev/null || :
  done
  "$bin" sweep sweep.yaml --quiet --run killed
  diff -r whole killed || {
    echo "sweep-kill: moment $moment, killed last after $after ms: not the same bytes" >&2
    exit 1
  }
done
echo "sweep-kill: $moments times killed and gone on, always the same bytes"
