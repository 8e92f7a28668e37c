# Takes the fenced blocks out of a Markdown page: awk -v out=DIR -f docs-blocks.awk PAGE
# Writes every block to DIR/LINE.LANGUAGE (LINE as four digits) and prints one line a block, tab separated:
#   LINE  LANGUAGE  WHAT  REASON
# WHAT is what a comment before the block says of it, on a line of its own and in any number:
#   <!-- docs-check skip: REASON -->     cannot be run; listed by the check
#   <!-- docs-check full: REASON -->     run in the full form only
#   <!-- docs-check dry: REASON -->      of `make TARGET` no more is tried than that there is such a target
#   <!-- docs-check write: FILE -->      no command: the block is the content of FILE
#   <!-- docs-check into: FILE -->       Swift that is compiled as FILE of this package
#   <!-- docs-check first: COMMAND -->   done before the block: stands for what a reader has and the check has not
#   <!-- docs-check prelude              Swift that stands before the block, up to a line -->
# Without a comment a block of a language that runs is `run`, of any other `text`.
function runs(language) {
  return language ~ /^(sh|console|bash|shell|swift|python|r|gnuplot|yaml)$/
}
function clear() { what = ""; reason = ""; first = ""; prelude = "" }
BEGIN { clear() }
inside && /^ *```$/ {
  inside = 0; close(file)
  if (what == "") what = runs(language) ? "run" : "text"
  printf "%04d\t%s\t%s\t%s\n", line, language, what, reason
  clear()
  next
}
inside { print substr($0, indent + 1) > file; next }
reading && /^-->$/ { reading = 0; next }
reading { prelude = prelude $0 "\n"; next }
/^ *```/ {
  match($0, /^ */); indent = RLENGTH
  info = $0; sub(/^ *```/, "", info)
  split(info, words, " "); language = words[1] == "" ? "text" : words[1]
  line = FNR; inside = 1
  file = sprintf("%s/%04d.%s", out, line, language)
  printf "" > file
  if (prelude != "") { printf "%s", prelude > (file ".prelude"); close(file ".prelude") }
  if (first != "") { printf "%s", first > (file ".first"); close(file ".first") }
  next
}
/^<!-- docs-check prelude$/ { reading = 1; next }
/^<!-- docs-check [a-z]+: .* -->$/ {
  text = $0; sub(/^<!-- docs-check /, "", text); sub(/ -->$/, "", text)
  word = text; sub(/:.*/, "", word); sub(/^[a-z]+: /, "", text)
  if (word == "first") first = first text "\n"
  else if (word ~ /^(skip|full|dry|write|into)$/) { what = word; reason = text }
  else { print FILENAME ":" FNR ": docs-check knows no " word > "/dev/stderr"; exit 1 }
  next
}
/^<!-- docs-check/ { print FILENAME ":" FNR ": no comment that docs-check understands" > "/dev/stderr"; exit 1 }
END { if (inside) { print FILENAME ":" line ": a block without an end" > "/dev/stderr"; exit 1 } }
