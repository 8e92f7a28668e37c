"""Runs every case of cases.json against a built program and prints those that answer otherwise.

    python check_hostile.py PROGRAM [--only TEXT]
"""

import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
USAGE = 64  # What the argument parser ends with; it adds lines about usage.


def complaints(program, case):
    directory = os.path.join(HERE, "cases", case["name"])
    with tempfile.TemporaryDirectory() as empty:
        places = {"{case}": directory, "{good}": os.path.join(HERE, "cases", "good"),
                  "{output}": os.path.join(empty, "out.safetensors")}

        def filled(text):
            for place, value in places.items():
                text = text.replace(place, value)
            return text

        try:
            result = subprocess.run([program, *map(filled, case["command"])], capture_output=True, text=True, timeout=60)
        except subprocess.TimeoutExpired:
            return ["does not end within a minute"]
        left = os.listdir(empty)
    out = []
    succeeds = case.get("succeeds", False)
    said = result.stdout if succeeds else result.stderr
    if succeeds != (result.returncode == 0):
        out.append(f"exit code {result.returncode}")
    if result.returncode < 0 or result.returncode > 127:
        out.append(f"crash, code {result.returncode}")
    for text in case["expect"]:
        if filled(text).lower() not in said.lower():
            out.append(f"does not say {text!r}")
    if not succeeds:
        if result.returncode != USAGE and len(said.splitlines()) != 1:
            out.append(f"{len(said.splitlines())} lines on stderr")
        if left:
            out.append(f"leaves {left}")
        if result.stdout:
            out.append("writes to stdout")
    return [f"{', '.join(out)}\n    {said.strip()[:400]}"] if out else []


def main():
    program, *rest = sys.argv[1:]
    only = rest[1] if rest[:1] == ["--only"] else ""
    with open(os.path.join(HERE, "cases.json"), encoding="utf-8") as file:
        cases = [case for case in json.load(file) if only in case["name"]]
    wrong = 0
    for case in cases:
        for complaint in complaints(os.path.abspath(program), case):
            wrong += 1
            print(f"{case['name']}: {complaint}", flush=True)
    print(f"{wrong} of {len(cases)} cases answer otherwise")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
