# Runs a Markdown notebook and prints it with its outputs: awk -f notebook.awk -v work=DIR FILE.md
# - Every ```sh block is run by sh in the current directory, after the blocks marked ```sh setup; what it prints goes into
#   the ```text block behind it. So does ```gnuplot run, ```r run, and ```python run MODULE …, each where its program (and
#   the modules) are installed; elsewhere the block and its old output stay as they are, and a line says so. ```console, ```yaml, ```python … without "run" are left alone.
# - <!-- expect NUMBER ± TOLERANCE: COMMAND --> on a line of its own must print a number within the tolerance.
# Ends with code 1 when a command fails or a number is off, and says where.
function fail(message) { print FILENAME ":" NR ": " message > "/dev/stderr"; failed = 1; exit 1 }
function shell(script,   file, status) {
  file = work "/block.sh"
  print "set -eu\n" setup script > file; close(file)
  status = system("sh " file " > " work "/output.txt 2> " work "/errors.txt")
  if (status) { system("cat " work "/output.txt " work "/errors.txt >&2"); fail("the block that ends here failed (" status ")") }
}
# The command that runs a block of another language; nothing where that is not installed.
function interpreter(info,   words, n, i, python, modules) {
  n = split(info, words, " ")
  if (words[1] == "gnuplot") return installed("gnuplot") ? "gnuplot" : ""
  if (words[1] == "r") return installed("Rscript") ? "Rscript --vanilla" : ""
  python = ENVIRON["PYTHON"] == "" ? "python3" : ENVIRON["PYTHON"]
  for (i = 3; i <= n; i++) modules = modules (modules == "" ? "" : ", ") words[i]
  if (!installed(python)) return ""
  if (modules != "" && system(python " -c 'import " modules "' 2> /dev/null")) return ""
  return python
}
function installed(program) { return system("command -v " program " > /dev/null 2>&1") == 0 }
function show_output(   line, any) {
  while ((getline line < (work "/output.txt")) > 0) {
    if (!any) print "\n```text"
    any = 1
    sub(/[ \t]+$/, "", line)
    print line
  }
  close(work "/output.txt")
  if (any) print "```"
}
function expect(text,   at, bound, command, value, parts) {
  at = index(text, ":"); bound = substr(text, 1, at - 1); command = substr(text, at + 1)
  split(bound, parts, "±")
  shell(command)
  value = ""
  getline value < (work "/output.txt"); close(work "/output.txt")
  if (value !~ /^[-+0-9.eE]+$/) fail("printed " (value == "" ? "nothing" : value) " instead of a number:" command)
  if (value - parts[1] > parts[2] + 1e-12 || parts[1] - value > parts[2] + 1e-12)
    fail(value " is not within " bound ":" command)
  checked++
}
# Text blocks right behind a run block are old output.
after_run && /^```text$/ { dropping = 1; next }
dropping { if (/^```$/) { dropping = 0; after_run = 0 } next }
after_run && /^$/ { held = 1; next }
after_run { after_run = 0; if (held) print ""; held = 0 }
/^```sh setup$/ { print; mode = "setup"; next }
/^```(python|gnuplot|r) run/ { print; mode = "other"; info = substr($0, 4); script = ""; next }
/^```sh$/ { print; mode = "run"; script = ""; next }
mode != "" && /^```$/ {
  print
  if (mode == "run") { shell(script); show_output(); after_run = 1; held = 0 }
  if (mode == "other") {
    program = interpreter(info)
    if (program == "") print FILENAME ":" NR ": skipped, not installed: " info > "/dev/stderr"
    else {
      printf "%s", script > (work "/block.txt"); close(work "/block.txt")
      shell(program " " work "/block.txt\n"); show_output(); after_run = 1; held = 0
    }
  }
  mode = ""
  next
}
mode == "setup" { setup = setup $0 "\n" }
mode == "run" || mode == "other" { script = script $0 "\n" }
/^<!-- expect .*: .*-->$/ && mode == "" {
  text = $0; sub(/^<!-- expect /, "", text); sub(/ *-->$/, "", text)
  expect(text)
}
{ print }
END { if (!failed) print FILENAME ": " checked + 0 " numbers checked" > "/dev/stderr" }
