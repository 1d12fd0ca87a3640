#!/usr/bin/env python3
"""Does hivelint say the same of a binary and of its source? Compares two inventories by the lines that debug information names.

    rm -r wine-8.0/dlls/*/tests wine-8.0/programs/*/tests       # the binaries have no tests in them, which call much with constants
    hivelint inventory --format json wine-8.0/dlls wine-8.0/programs > source.json
    hivelint inventory --format json .../x86_64-windows > binary.json
    tests/measure/wine.py source.json binary.json [--show N]

An open is compared where both sides have one in the same line of the same file (a call of several lines counts as all of them).
The roots of a line agree if both sides name the same, and none is `unknown`, but for the lines of wine_outside.txt, where nobody
can know. Compilers copy functions into their callers: where the binary has more opens in a line than the source, each copy may
have fewer of the source's roots, if the one that is most the user's is among them.
"""
import argparse
import collections
import json
import pathlib


def tail(path):
    parts = path.replace("\\", "/").split("/")
    for start in ("dlls", "programs", "libs"):
        if start in parts:
            return "/".join(parts[parts.index(start):])
    return path


def agrees(there, here):
    source, binary = {o["root"] for o in there}, {o["root"] for o in here}
    if source == binary:
        return True
    known = {root for o in there for root in o["roots"]}
    return len(here) > len(there) and "unknown" not in binary and source <= binary <= known


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source")
    parser.add_argument("binary")
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    table = pathlib.Path(__file__).with_name("wine_outside.txt").read_text().splitlines()
    outside = {line.split(" ", 1)[0] for line in table if not line.startswith("#")}
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
    root = untold = nobody = lifetime = 0
    wrong = collections.Counter()
    shown = []
    for place, here in sorted(lines.items()):
        there = source[place]
        same = agrees(there, here)
        is_untold = same and "unknown" in {o["root"] for o in here}
        is_outside = "%s:%d" % place in outside
        root += same and (not is_untold or is_outside)
        untold += is_untold
        nobody += is_untold and is_outside
        a, b = {o["lifetime"] for o in there}, {o["lifetime"] for o in here}
        lifetime += a == b and "unknown" not in a
        if a != b:
            wrong[(", ".join(sorted(a)), ", ".join(sorted(b)))] += 1
        if a != b or not same or is_untold and not is_outside:
            shown.append((place, there[0], here[0], sorted(a), sorted(b)))
    n = len(lines) or 1
    print(f"{sites} opens in the binaries, {with_line} with a line, {met} meet one of the source, in {len(lines)} lines")
    print(f"root agrees in {root} lines, {100 * root / n:.2f} %; neither side can tell it in {untold}, and nobody could in {nobody} of these")
    print(f"lifetime agrees in {100 * lifetime / n:.1f} %")
    for (a, b), count in wrong.most_common():
        print(f"  {count:4}  source {a}; binary {b}")
    for (path, line), there, here, a, b in shown[: options.show]:
        name = here["path"].split("/")[-1]
        print(f"{path}:{line} {name}+{here['rva']:#x} {here['function']}: {a} {there['root']} / {b} {here['root']} ({there['doubt'] or ''}; {here['doubt'] or ''})")


main()
