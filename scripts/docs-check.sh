#!/bin/sh
# Runs what the pages say: every fenced shell, Swift and Python block of README, CONTRIBUTING, notebooks, DocC pages and the
# other Markdown files, and the examples in the help of every command, in a fresh clone. What a block cannot do here stands
# in a comment before it (docs-blocks.awk has the words); the check lists those.
#   docs-check.sh PROGRAM SCRATCH WORK [PAGE ...]      QUICK=1: without the blocks marked "full"; without missing modules
# Models that a reader would download are the lab's here (docs-hf.sh), or those of MODELS=DIRECTORY-OF-BASE:OF-TUNED.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") scratch=$2 work=$3
shift 3
case $scratch in /*) ;; *) scratch=$root/$scratch ;; esac
export PYTHON="${PYTHON:-python3}" COLUMNS=80
tab=$(printf '\t')

# What an earlier run left would be in the way; the file tells that it is ours.
[ ! -e "$work/docs-check" ] || rm -rf "$work"
mkdir -p "$work/bin" "$work/blocks" "$work/pages" "$work/home" "$work/swift"
work=$(cd "$work" && pwd)
export ROOT="$root" SCRATCH="$scratch"
: > "$work/docs-check"; : > "$work/ran"; : > "$work/left"; : > "$work/swift/targets"

# The clone, with what is changed here and not committed.
git clone -q "$root" "$work/checkout" 2> /dev/null
git -C "$root" diff --binary HEAD | (cd "$work/checkout" && git apply --allow-empty -)
printf '#!/bin/sh\nexec "%s" "$@"\n' "$program" > "$work/bin/mindstate"
sed "s|^root=.*|root=$root|" "$root/scripts/docs-hf.sh" > "$work/bin/hf"
chmod +x "$work/bin/mindstate" "$work/bin/hf"

left() { printf '  %s: %s\n' "$1" "$2" >> "$work/left"; }
ran() { echo "$1" >> "$work/ran"; }
fail() { # page:line, log
  echo "docs-check: $1 failed; its last lines:" >&2
  tail -n 25 "$2" >&2
  exit 1
}

# The modules a Python block names that are not installed.
missing_modules() {
  sed -nE 's/^(import|from) +//p' "$1" | sed 's/ import .*//; s/ as .*//' | tr ',' '\n' | tr -d ' ' | sed 's/[.].*//' | sort -u |
    while read -r module; do "$PYTHON" -c "import $module" 2> /dev/null || printf '%s ' "$module"; done
}

# One page: its shell and Python blocks in order, in one shell, so that a variable of one block is there in the next.
check_page() { # page as shown, its file
  page=$1 file=$2
  name=$(echo "$page" | tr -c 'A-Za-z0-9\n' '-')
  blocks=$work/blocks/$name here=$work/pages/$name
  mkdir -p "$blocks"
  awk -v out="$blocks" -f "$root/scripts/docs-blocks.awk" "$file" > "$blocks/list"
  [ -s "$blocks/list" ] || return 0
  printf 'set -eu\nat() { echo "$1" > "%s/at"; }\n' "$blocks" > "$blocks/run.sh"
  while IFS="$tab" read -r line language what reason; do
    block=$blocks/$line.$language place="$page:$(echo "$line" | sed 's/^0*//')"
    case $what in
      text) continue ;;
      skip) left "$place" "$reason"; continue ;;
      full) [ -z "${QUICK:-}" ] || { left "$place" "full form only: $reason"; continue; } ;;
      into) [ -z "${QUICK:-}" ] || { left "$place" "full form only: compiled as $reason"; continue; } ;;
    esac
    printf 'at "%s"\n' "$place" >> "$blocks/run.sh"
    [ ! -e "$block.first" ] || printf '. "%s"\n' "$block.first" >> "$blocks/run.sh"
    case $what.$language in
      write.*) printf 'mkdir -p "$(dirname "%s")"; cp "%s" "%s"\n' "$reason" "$block" "$reason" >> "$blocks/run.sh" ;;
      into.swift) printf 'cp "%s" "%s"; %s build -c release --target MindstateModel\n' "$block" "$reason" "${SWIFT:-swift}" \
        >> "$blocks/run.sh" ;;
      dry.sh) printf 'make() { command make -n "$@"; }\n. "%s"\nunset -f make\n' "$block" >> "$blocks/run.sh" ;;
      *.sh|*.console|*.bash|*.shell) printf '. "%s"\n' "$block" >> "$blocks/run.sh" ;;
      *.python)
        modules=$(missing_modules "$block")
        if [ -n "$modules" ]; then
          [ -n "${QUICK:-}" ] || { echo "docs-check: $place needs ${modules}(benchmarks/requirements.txt)" >&2; exit 1; }
          left "$place" "not installed: $modules"; continue
        fi
        printf '"$PYTHON" "%s"\n' "$block" >> "$blocks/run.sh" ;;
      *.swift) printf '%s\t%s\t%s\n' "$place" "$block" "$here" >> "$work/swift/targets"; continue ;;
      *) echo "docs-check: $place: nothing here runs $language; say what it is (scripts/docs-blocks.awk)" >&2; exit 1 ;;
    esac
    ran "$place"
  done < "$blocks/list"
  git clone -q -s "$work/checkout" "$here" 2> /dev/null
  git -C "$work/checkout" diff --binary HEAD | (cd "$here" && git apply --allow-empty -)
  echo "docs-check: $page" >&2
  (cd "$here" && HOME="$work/home" PATH="$work/bin:$PATH" sh "$blocks/run.sh") < /dev/null > "$blocks/log" 2>&1 ||
    fail "$(cat "$blocks/at")" "$blocks/log"
}

# Notebooks are run by their own script, which also holds their numbers to what is expected.
check_notebook() {
  echo "docs-check: $1" >&2
  (cd "$work/checkout" && QUICK=1 LIMIT="${LIMIT:-60}" sh scripts/notebooks.sh "$work/bin" out/notebooks "$1") \
    > "$work/notebook.log" 2>&1 || fail "$1" "$work/notebook.log"
  grep -h 'skipped, not installed' "$work/notebook.log" | while IFS= read -r text; do left "${text%%: *}" "${text#*: }"; done
  grep -nE '^```(sh|python run|r run|gnuplot run)' "$1" | cut -d: -f1 | while read -r line; do ran "$1:$line"; done
}

# The examples in the help of all commands, as one page: lines that begin with the program's name, and what they go on with.
help_page() {
  echo '<!-- docs-check first: . scripts/docs-help.sh -->'
  for command in "" $("$program" help | sed -nE 's/^  ([a-z-]+) .*/\1/p') "lab corpus" "lab curve" "lab table"; do
    COLUMNS=80 "$program" help $command | awk '
      /^USAGE:/ { exit }
      /^ +mindstate / || more { if (!open) print "```sh"; open = 1; sub(/^ +/, ""); print; more = /\\$/; next }
      open { print "```"; open = 0 }
      END { if (open) print "```" }'
  done
}

if [ "$*" = help ]; then pages=""; elif [ $# -gt 0 ]; then pages="$*"; else
  pages=$(cd "$root" && git ls-files '*.md' | grep -vE '^(CHANGELOG|Tests/)') ; fi
for page in $pages; do
  if grep -q '^```sh setup$' "$root/$page"; then check_notebook "$page"; else check_page "$page" "$root/$page"; fi
done
if [ $# -eq 0 ] || [ "$*" = help ]; then
  help_page > "$work/help.md"
  check_page help "$work/help.md"
fi
sh "$root/scripts/docs-swift.sh" "$root" "$work" "$scratch" || exit 1
cut -f1 "$work/swift/targets" >> "$work/ran"

echo "docs-check: $(wc -l < "$work/ran") blocks ran"
[ ! -s "$work/left" ] || { echo "docs-check: $(wc -l < "$work/left") did not:"; cat "$work/left"; }
