"""Every table of a sweep in pandas, R and gnuplot: csv_check.py PROGRAM WORK

Runs a small sweep of the lab whose prompt ids and one condition's name are what spreadsheets and parsers stumble over:
a leading = + - @, quotes, commas, an apostrophe; continuations bring the line breaks. What Python's csv module reads is the measure: pandas and R
must find the same rows, columns, types and texts, gnuplot the same numbers of values. R and gnuplot where they are there.
"""

import csv
import json
import math
import pathlib
import shutil
import subprocess
import sys

import pandas

LAB = pathlib.Path("data/lab")
AWKWARD_IDS = ["=1+2", "+3", "-4", "@sum", 'say "x", then', "'=kept", "comma,", "é 😀", "NA", "007"]
AWKWARD_CONDITION = '=k16, "soft"'
NEVER_NUMBERS = {"prompt", "condition", "text", "reason", "id", "condition_a", "condition_b"}


def write_sweep(work):
    """The sweep as JSON, which is YAML, and its prompts."""
    prompts = [json.loads(line) for line in (LAB / "prompts/novel.jsonl").read_text().splitlines()]
    tasks = {}
    for prompt in prompts:
        tasks.setdefault(prompt["labels"]["task"], []).append(prompt)
    chosen = [p for task in sorted(tasks)[:4] for p in tasks[task][:12]]
    for prompt, name in zip(chosen, AWKWARD_IDS):
        prompt["id"] = name
    (work / "prompts.jsonl").write_text("".join(json.dumps(p) + "\n" for p in chosen))
    lab = LAB.resolve()
    base = {"model": str(lab / "models/base")}
    conditions = {
        "base/bare": base,
        "base/qa": base | {"wrapper": str(lab / "wrappers/qa.txt")},
        "base/film-script": base | {"wrapper": str(lab / "wrappers/film-script.txt")},
        "instruct/bare": {"model": str(lab / "models/instruct")},
        "scripts/bare": base | {"adapter": str(lab / "adapters/scripts")},
        AWKWARD_CONDITION: base | {"soft_prompt": str(lab / "soft-prompts/k16")},
    }
    sweep = {
        "question": 'Does "this", = that, hold?',
        "prompts": "prompts.jsonl",
        "answers": "reference",
        "conditions": conditions,
        "roles": {
            "reference": "base/bare",
            "pairs": [["instruct/bare", "base/qa"], [AWKWARD_CONDITION, "base/qa"]],
            "paraphrases": str(lab / "wrappers/paraphrases"),
            "irrelevant": str(lab / "wrappers/irrelevant"),
            "crossed": {"tunings": ["instruct/bare", "scripts/bare"], "wrappers": ["base/qa", "base/film-script"]},
        },
        "read": {"sites": ["resid"], "layers": "all", "positions": ["last", "answer-end"]},
        "modes": {"fit": ["base/bare", "base/qa"], "score": ["instruct/bare", AWKWARD_CONDITION]},
        "probes": [{"targets": ["task"], "probes": ["mass-mean"], "conditions": ["base/bare", AWKWARD_CONDITION]}],
        "behaviour": {"max_new_tokens": 24},
        "trajectory": {"target": "base/qa", "conditions": ["instruct/bare", AWKWARD_CONDITION]},
        "resamples": 100,
        "output": "run",
    }
    (work / "sweep.yaml").write_text(json.dumps(sweep, indent=1))
    return [p["id"] for p in chosen]


def unguarded(text):
    """A text without the apostrophe that keeps a spreadsheet from computing it."""
    bare = text.lstrip("'")
    return text[1:] if text.startswith("'") and bare[:1] in tuple("=+-@\t\r") and bare else text


def kind(values):
    """What a column holds, empty fields aside."""
    values = [v for v in values if v != ""]
    if not values:
        return "empty"
    if all(v in ("true", "false") for v in values):
        return "flag"
    try:
        return "number" if all(math.isfinite(float(v)) for v in values) else "text"
    except ValueError:
        return "text"


def read_plain(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    head, body = rows[0], rows[1:]
    assert all(len(row) == len(head) for row in body), f"{path}: rows of different length"
    assert len(set(head)) == len(head), f"{path}: a column twice"
    return {name: [row[i] for row in body] for i, name in enumerate(head)}, len(body)


def check_pandas(path, columns, rows):
    # Ids such as 007 and NA are words; what pandas guesses of words is not ours to answer for.
    words = {name: str for name in columns if name in NEVER_NUMBERS}
    table = pandas.read_csv(path, dtype=words, keep_default_na=False, na_values={c: [""] for c in columns if c not in words})
    assert len(table) == rows and list(table.columns) == list(columns), f"{path}: pandas finds other rows or columns"
    for name, values in columns.items():
        want = "text" if name in words else kind(values)
        got = table[name]
        if want == "number":
            assert pandas.api.types.is_numeric_dtype(got), f"{path}: {name} is {got.dtype} in pandas"
            expected = [float(v) for v in values if v != ""]
            assert [float(v) for v in got.dropna()] == expected, f"{path}: {name} has other values in pandas"
        elif want == "flag":
            assert set(got.dropna()) <= {True, False}, f"{path}: {name} is no flag in pandas"
        elif want == "text":
            assert list(got.fillna("")) == values, f"{path}: {name} has other texts in pandas"


R_SCRIPT = r"""
for (path in commandArgs(trailingOnly = TRUE)) {
  table <- read.csv(path, check.names = FALSE, encoding = "UTF-8")
  for (name in names(table)) {
    x <- table[[name]]
    said <- if (is.numeric(x)) sprintf("%.12g", sum(x, na.rm = TRUE)) else sum(nchar(as.character(x), "bytes"), na.rm = TRUE)
    cat(path, nrow(table), name, class(x)[1], sum(is.na(x) | x == ""), said, sep = "\x1f")
    cat("\n")
  }
}
"""


def check_r(paths, tables):
    script = paths[0].parent.parent / "read.R"
    script.write_text(R_SCRIPT)
    said = subprocess.run(["Rscript", "--vanilla", script, *paths], capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert "arning" not in said.stderr, said.stderr
    seen = set()
    for line in said.stdout.splitlines():
        path, rows, name, found, empty, total = line.split("\x1f")
        columns, count = tables[path]
        values = columns[name]
        seen.add((path, name))
        assert int(rows) == count, f"{path}: R finds {rows} rows, there are {count}"
        want = kind(values)
        # A word NA is one to R unless it is told otherwise, as in any table.
        missing = sum(v == "" or v == "NA" for v in values)
        assert int(empty) == missing, f"{path}: {name} has {empty} missing in R, {missing} are empty"
        # true and false are words to R 4.2; as.logical understands them.
        classes = {"number": {"numeric", "integer"}, "flag": {"logical", "character"}, "text": {"character"}, "empty": {"logical"}}
        assert found in classes[want], f"{path}: {name} is {found} in R, it holds {want}"
        if want == "number":
            expected = math.fsum(float(v) for v in values if v != "")
            size = math.fsum(abs(float(v)) for v in values if v != "")
            assert abs(float(total) - expected) <= 1e-9 * max(1, size), f"{path}: {name} sums to {total} in R, not {expected}"
    assert seen == {(path, name) for path, (columns, _) in tables.items() for name in columns}, "R lost a column"


def plain_for_gnuplot(path, columns, rows, copy):
    """The table without the rows beyond gnuplot, which reads by lines and knows no doubled quotes; how many those are."""
    keep = [i for i in range(rows) if not any(c in v[i] for v in columns.values() for c in '"\n')]
    kept = {name: [values[i] for i in keep] for name, values in columns.items()}
    if len(keep) == rows:
        return path, kept, 0
    with open(copy, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([columns[name][i] for name in columns] for i in keep)
    return copy, kept, rows - len(keep)


def check_gnuplot(paths, tables, copy):
    checked = beyond = 0
    for path in paths:
        source, columns, lost = plain_for_gnuplot(path, *tables[str(path)], copy)
        beyond += lost
        lines = ["set datafile separator ','", "set datafile columnheaders"]
        numbers = [(i, n) for i, n in enumerate(columns, 1) if kind(columns[n]) == "number" and n not in NEVER_NUMBERS]
        for index, _ in numbers:
            lines += [f"stats '{source}' using {index} name 'S' nooutput", 'print sprintf("%d %.12g", S_records, S_sum)']
        said = subprocess.run(["gnuplot"], input="\n".join(lines) + "\n", capture_output=True, text=True)
        assert said.returncode == 0, f"{path}: {said.stderr}"
        answers = said.stderr.splitlines()
        assert len(answers) == len(numbers), f"{path}: {said.stderr}"
        for (_, name), answer in zip(numbers, answers):
            values = [float(v) for v in columns[name] if v != ""]
            count, total = answer.split()
            assert int(count) == len(values), f"{path}: {name} has {count} values in gnuplot, there are {len(values)}"
            size = math.fsum(map(abs, values))
            assert abs(float(total) - math.fsum(values)) <= 1e-9 * max(1, size), f"{path}: {name} sums to {total} in gnuplot"
            checked += 1
    return checked, beyond


def main():
    program, work = sys.argv[1], pathlib.Path(sys.argv[2])
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    ids = write_sweep(work)
    subprocess.run([program, "sweep", work / "sweep.yaml", "--quiet"], check=True)
    subprocess.run([program, "report", work / "run", "--quiet"], check=True)
    paths = sorted((work / "run").rglob("*.csv"))
    tables = {str(path): read_plain(path) for path in paths}
    for path in paths:
        check_pandas(path, *tables[str(path)])
    for name in ("behaviour.csv", "maps.csv"):
        found = {unguarded(v) for v in tables[str(work / "run" / name)][0]["prompt"]}
        assert found == set(ids), f"{name}: prompts that are not those given: {found ^ set(ids)}"
        for value in tables[str(work / "run" / name)][0]["prompt"]:
            formula = value[:1] in tuple("=+-@\t\r") and not value[1:].isdecimal()
            assert not formula, f"{name}: {value!r} is a formula to a spreadsheet"
    print(f"{len(paths)} tables, {sum(rows for _, rows in tables.values())} rows: pandas reads them")
    if shutil.which("Rscript"):
        check_r(paths, tables)
        print("R reads them")
    else:
        print("R is not installed; not checked")
    if shutil.which("gnuplot"):
        checked, beyond = check_gnuplot(paths, tables, work / "gnuplot.csv")
        print(f"gnuplot reads {checked} columns of numbers; {beyond} rows have a quote or a line break, which are beyond it")
    else:
        print("gnuplot is not installed; not checked")


if __name__ == "__main__":
    main()
