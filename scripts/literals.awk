# String literals of Swift sources, one line each as FILE:LINE:TEXT; comments are left out. For scripts/lint.sh.
FNR == 1 { block = 0 }
{
  line = $0
  if (block) {  # inside """ … """
    if (line ~ /"""/) { block = 0; next }
    print FILENAME ":" FNR ":" line
    next
  }
  if (line ~ /^[ \t]*\/\//) next
  if (line ~ /"""[ \t]*$/) { block = 1; next }
  text = ""
  while (match(line, /"([^"\\]|\\.)*"/)) {  # an interpolation that itself holds quotes ends a literal early; no harm
    before = substr(line, 1, RSTART - 1)
    if (before ~ /\/\/ /) break
    text = text " " substr(line, RSTART + 1, RLENGTH - 2)
    line = substr(line, RSTART + RLENGTH)
  }
  if (text != "") print FILENAME ":" FNR ":" text
}
