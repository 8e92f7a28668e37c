#!/bin/sh
# Every benchmark with a peer, in one run. Needs Python with benchmarks/requirements.txt (PYTHON=… to choose one).
# SMOLLM2=DIR, a checkpoint directory of SmolLM2-135M-Instruct, adds a trained model's rows.
set -eu
mindstate=$1 out=$2
python=${PYTHON:-python3}
here=$(dirname "$0")
if ! "$python" -c 'import torch, transformers, tokenizers' 2>/dev/null; then
  echo "bench: $python lacks the peers; make one with: python3 -m venv venv && venv/bin/pip install -r benchmarks/requirements.txt," >&2
  echo "       then: make bench PYTHON=venv/bin/python" >&2
  exit 1
fi
mkdir -p "$out"
"$python" "$here/bench.py" --mindstate "$mindstate" --work "$out" ${SMOLLM2:+--smollm2 "$SMOLLM2"}
if [ -f "$here/tokenize_bench.py" ]; then
  "$python" "$here/tokenize_bench.py" --mindstate "$mindstate" --work "$out"
fi
