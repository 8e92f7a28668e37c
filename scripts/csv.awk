# Values of a CSV table: awk -f csv.awk -v want=COLUMN -v where='column=value;column=value' FILE
# Fields may be quoted, and quoted ones may hold commas, quotes and line breaks. Prints one value a line.
function split_record(text, fields,   n, i, c, quoted, field) {
  n = 0; field = ""; quoted = 0
  for (i = 1; i <= length(text); i++) {
    c = substr(text, i, 1)
    if (quoted && c == "\"" && substr(text, i + 1, 1) == "\"") { field = field c; i++ }
    else if (c == "\"") quoted = !quoted
    else if (c == "," && !quoted) { fields[++n] = field; field = "" }
    else field = field c
  }
  fields[++n] = field
  return n
}
function quotes(text) { return gsub(/"/, "\"", text) }
{
  sub(/\r$/, "")
  record = record == "" ? $0 : record "\n" $0
  if (quotes(record) % 2) next
  n = split_record(record, fields)
  record = ""
  if (!head) {
    head = 1
    for (i = 1; i <= n; i++) column[fields[i]] = i
    conditions = split(where, condition, ";")
    for (i = 1; i <= conditions; i++) {
      at = index(condition[i], "=")
      name[i] = substr(condition[i], 1, at - 1); value[i] = substr(condition[i], at + 1)
      if (!(name[i] in column)) { print "no column " name[i] > "/dev/stderr"; exit 1 }
    }
    if (!(want in column)) { print "no column " want > "/dev/stderr"; exit 1 }
    next
  }
  for (i = 1; i <= conditions; i++) if (fields[column[name[i]]] != value[i]) next
  print fields[column[want]]
}
