#!/usr/bin/env python3
"""Does hivelint say the same of a binary and of its source? Compares two inventories by the lines that debug information names.

    hivelint inventory --format json wine-8.0/dlls wine-8.0/programs > source.json
    hivelint inventory --format json .../x86_64-windows > binary.json
    tests/measure/wine.py source.json binary.json [--show N]

An open is compared where both sides have one in the same line of the same file (a call of several lines counts as all of them).
"""
import argparse
import collections
import json


def tail(path):
    parts = path.replace("\\", "/").split("/")
    for start in ("dlls", "programs", "libs"):
        if start in parts:
            return "/".join(parts[parts.index(start):])
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source")
    parser.add_argument("binary")
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    source = collections.defaultdict(list)
    for o in json.load(open(options.source))["opens"]:
        if o["via"] is None:
            for line in range(o["line"], o["end_line"] + 1):
                source[(tail(o["path"]), line)].append(o)
    sites = met = with_line = 0
    lines = collections.defaultdict(list)
    for o in json.load(open(options.binary))["opens"]:
        if o["via"] is not None:
            continue
        sites += 1
        with_line += o["line"] is not None
        if o["line"] is not None and source.get((tail(o["source"]), o["line"])):
            met += 1
            lines[(tail(o["source"]), o["line"])].append(o)
    root = untold = lifetime = 0
    wrong = collections.Counter()
    shown = []
    for place, here in sorted(lines.items()):
        there = source[place]
        same = {o["root"] for o in here} == {o["root"] for o in there}
        root += same
        untold += same and "unknown" in {o["root"] for o in here}
        a, b = {o["lifetime"] for o in there}, {o["lifetime"] for o in here}
        lifetime += a == b and "unknown" not in a
        if a != b:
            wrong[(", ".join(sorted(a)), ", ".join(sorted(b)))] += 1
        if a != b or {o["root"] for o in here} != {o["root"] for o in there}:
            shown.append((place, there[0], here[0], sorted(a), sorted(b)))
    n = len(lines) or 1
    print(f"{sites} opens in the binaries, {with_line} with a line, {met} meet one of the source, in {len(lines)} lines")
    print(f"root agrees {100 * root / n:.1f} % (neither side can tell it in {100 * untold / n:.1f} %), lifetime {100 * lifetime / n:.1f} %")
    for (a, b), count in wrong.most_common():
        print(f"  {count:4}  source {a}; binary {b}")
    for (path, line), there, here, a, b in shown[: options.show]:
        name = here["path"].split("/")[-1]
        print(f"{path}:{line} {name}+{here['rva']:#x} {here['function']}: {a} {there['root']} / {b} {here['root']} ({there['doubt'] or ''}; {here['doubt'] or ''})")


main()
