#!/bin/sh
# Runs the notebooks and puts their outputs into them. With QUICK=1 they work on few prompts and the pages stay as they are:
# what is checked then is that every command runs and every number lies within its (wider) tolerance.
#   notebooks.sh DIRECTORY-OF-THE-PROGRAM WORK NOTEBOOK ...
set -eu
bin=$1 work=$2
shift 2
# What an earlier run left there would be in the way of commands that never overwrite; page.md tells that it is ours.
[ ! -e "$work/page.md" ] || rm -rf "$work"
mkdir -p "$work"
: > "$work/page.md"
PATH=$(cd "$bin" && pwd):$PATH
export PATH
for notebook; do
  awk -v work="$work" -f scripts/notebook.awk "$notebook" > "$work/page.md"
  [ -n "${QUICK:-}" ] || cp "$work/page.md" "$notebook"
done
