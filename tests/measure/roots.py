#!/usr/bin/env python3
"""How often the root that a call opens below is known in binaries without debug information.

    tests/measure/roots.py HIVELINT FILE…          counts
    tests/measure/roots.py HIVELINT --show FILE…   and the code before each call whose root is not known

A file may be a list of files (one a line) behind an `@`. Counted are calls that open keys, each call once. There is no source to
compare with, so the disassembly before a call decides: it had a constant root if one of the predefined keys stands as a number
among the instructions that lead to it without a call in between. That is a guess in both directions; `--show` prints the code to
read. Needs GNU objdump.
"""

import collections
import json
import re
import subprocess
import sys

# HKEY_CLASSES_ROOT to HKEY_CURRENT_USER_LOCAL_SETTINGS, as disassemblers print them
PREDEFINED = re.compile(r"\$(?:0x(?:f{8})?8000000[0-7]|-0x7ffffff[9-f]|-0x80000000)\b")
# How far before a call its arguments are made ready.
BYTES_BEFORE = 160


def disassembly(path, rva, before):
    """The instructions that end with the one at an address."""
    header = subprocess.run(["objdump", "-p", path], capture_output=True, text=True, errors="replace").stdout
    base = int(re.search(r"ImageBase\s+([0-9a-f]+)", header)[1], 16)
    stop = base + rva + 8
    listing = subprocess.run(
        ["objdump", "-d", "--no-show-raw-insn", f"--start-address={base + rva - before:#x}", f"--stop-address={stop:#x}", path],
        capture_output=True, text=True, errors="replace",
    ).stdout
    lines = re.findall(r"^\s*([0-9a-f]+):\s+(.*)$", listing, re.M)
    return [(int(at, 16) - base, text) for at, text in lines if int(at, 16) - base <= rva]


def leads_to(code):
    """The part of the code behind the last call before the one at the end."""
    ends = [i for i, (_, text) in enumerate(code[:-1]) if re.match(r"(call|ret|int3)", text)]
    return code[ends[-1] + 1:] if ends else code


def main():
    args = sys.argv[1:]
    show = "--show" in args
    binary, *files = [a for a in args if a != "--show"]
    files = [f for a in files for f in (open(a[1:]).read().split("\n") if a.startswith("@") else [a]) if f]
    answer = subprocess.run([binary, "inventory", "--format", "json", *files], capture_output=True, text=True, check=True).stdout
    opens = [o for o in json.loads(answer)["opens"] if o["resource"] == "key" and o["artifact"] == "pe" and o["seen"] == "call"]
    calls = {(o["path"], o["rva"]): o for o in sorted(opens, key=lambda o: o["via"] is not None)[::-1]}
    calls = {place: o for place, o in calls.items() if o["via"] is None}
    roots = collections.Counter("known" if o["root"] not in ("param", "unknown") else o["root"] for o in calls.values())
    constants, by_file = 0, collections.Counter()
    for (path, rva), o in sorted(calls.items()):
        if o["root"] != "unknown":
            continue
        code = leads_to(disassembly(path, rva, BYTES_BEFORE))
        is_constant = any(PREDEFINED.search(text) for _, text in code)
        constants += is_constant
        by_file[path] += 1
        if show:
            print(f"== {path} +{rva:#x} {o['api']} in {o['function']}, {o['lifetime']} ({o['doubt']}){'  CONSTANT' if is_constant else ''}")
            for at, text in disassembly(path, rva, BYTES_BEFORE)[-34:]:
                print(f"   {at:8x}: {text}")
    for path, count in by_file.most_common(20):
        print(f"{count:5} not known in {path}")
    known = roots["known"]
    print(f"{len(calls)} calls: root known {known}, a parameter {roots['param']}, not known {roots['unknown']}")
    print(f"{constants} of those not known have a constant before the call: {known / max(known + constants, 1):.1%} of constant roots are known")
    lifetimes = collections.Counter(o["lifetime"] for o in calls.values())
    print("lifetimes:", ", ".join(f"{n} {count}" for n, count in lifetimes.most_common()))
    for doubt, count in collections.Counter(o["doubt"] for o in calls.values() if o["lifetime"] == "unknown").most_common():
        print(f"{count:5} unknown because {doubt}")


main()
