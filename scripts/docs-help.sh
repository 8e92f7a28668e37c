# What the examples in the help suppose, made from the lab before they run; sourced by docs-check.sh's pages in a clone.
# Names in capitals are those of the help: MODEL, BASE, TUNED and PROMPTS are a reader's own.
hf download base --local-dir BASE
hf download tuned-Instruct --local-dir TUNED
hf download tuned-Instruct --local-dir MODEL
cp TUNED/chat_template.jinja chat.jinja
cp data/prompts/instructions.jsonl PROMPTS
capture() { command mindstate capture --prompts PROMPTS --quiet "$@"; }
capture --model TUNED --condition tuned/bare --output tuned-bare.safetensors
capture --model data/lab/models/instruct-reordered --condition tuned2/bare --output tuned2-bare.safetensors
capture --model BASE --condition base/bare --output base-bare.safetensors
capture --model BASE --wrapper qa --condition base/qa --output base-qa.safetensors
number=0
for wrapper in data/wrappers/paraphrases/qa/*.txt; do
  capture --model BASE --wrapper "$wrapper" --output "$(basename "$wrapper" .txt).safetensors"
done
for wrapper in data/wrappers/irrelevant/qa/*.txt; do
  number=$((number + 1))
  capture --model BASE --wrapper "$wrapper" --output "not-qa-$number.safetensors"
  cp "not-qa-$number.safetensors" "other-$number.safetensors"
done
cp base-bare.safetensors a.safetensors
cp base-qa.safetensors b.safetensors
cp tuned-bare.safetensors c.safetensors
command mindstate lab corpus --output corpus --documents 300 --quiet
cp corpus/corpus.txt corpus.txt

# The command with sizes that a check can wait for: few prompts, few steps. The lab's own table, which asks thirty models a
# thousand prompts each, is left to `make lab-table`.
mindstate() {
  case "$1 ${2:-}" in
    "demo "*) command mindstate "$@" --limit 60 ;;
    "sweep "*.yaml) case " $* " in *" --limit "*) command mindstate "$@" ;; *) command mindstate "$@" --limit 60 ;; esac ;;
    "train "*) case " $* " in *" --steps 4000 "*) command mindstate "$@" --steps 3 ;; *) command mindstate "$@" ;; esac ;;
    "lab table") echo "left to make lab-table" ;;
    "report "*) command mindstate sweep --example > example.yaml
      command mindstate sweep example.yaml --limit 60 --quiet --run "$2"
      command mindstate "$@" ;;
    *) command mindstate "$@" ;;
  esac
}
