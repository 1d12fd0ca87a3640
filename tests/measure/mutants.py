#!/usr/bin/env python3
"""Takes one closing call out of sound functions of labelled real code, one at a time: each mutant must be reported.

usage: mutants.py --labels labels-cpp.jsonl --trees DIR [--bin target/release/hivelint] [--only .c] [--show N]
  --labels  rows {repo, commit, file, function, line, handle, truth}; rows with truth `scoped_ok` are mutated
  --trees   DIR/OWNER+NAME-COMMIT12 holds each repository's sources at the labelled commit
A mutant counts as found if an open in that function that was not bad before is `leaked`, `process` or `object` after.
"""
import argparse, json, pathlib, re, subprocess

BAD = {"leaked", "process", "object"}


def inventory(binary, tree):
    run = subprocess.run([binary, "inventory", "--format", "json", "."], cwd=tree, capture_output=True, timeout=600)
    if run.returncode:
        raise SystemExit(f"{tree}: exit {run.returncode}: {run.stderr.decode()[:300]}")
    return json.loads(run.stdout)["opens"]


def opens_between(opens, file, first, last):
    """What becomes of the opens in these lines of a file: (line, column) -> lifetime."""
    here = [o for o in opens if o["path"].removeprefix("./") == file and o["line"] is not None and first <= o["line"] <= last]
    return {(o["line"], o["column"]): o["lifetime"] for o in here}


def body_lines(text, line):
    """The lines of the function around `line`: from the last line before that starts with `{` in column 0 to its `}`."""
    lines = text.split("\n")
    start = line - 1
    while start > 0 and not lines[start].startswith("{"):
        start -= 1
    end = line - 1
    while end < len(lines) - 1 and not lines[end].startswith("}"):
        end += 1
    return start, end


def mutants(text, row):
    handle = re.escape(row["handle"].split("->")[-1].split(".")[-1])
    closer = re.compile(r"[\w$:>.-]*(?:RegCloseKey|close_regkey|[Cc]lose\w*[Kk]ey)\s*\(\s*[\w>.\[\]-]*" + handle + r"\s*\)")
    start, end = body_lines(text, row["line"])
    lines = text.split("\n")
    for i in range(start, end + 1):
        for match in closer.finditer(lines[i]):
            changed = lines[i][: match.start()] + "(void)0" + lines[i][match.end():]
            yield i + 1, (start + 1, end + 1), "\n".join(lines[:i] + [changed] + lines[i + 1:])


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--labels", required=True)
    ap.add_argument("--trees", required=True, type=pathlib.Path)
    ap.add_argument("--bin", default="target/release/hivelint")
    ap.add_argument("--only", default=".c")
    ap.add_argument("--show", type=int, default=20)
    a = ap.parse_args()
    binary = str(pathlib.Path(a.bin).resolve())
    made = found = unknown = shown = 0
    before, seen = {}, set()
    for row in map(json.loads, open(a.labels)):
        if row["truth"] != "scoped_ok" or not row["file"].endswith(a.only) or not row["handle"]:
            continue
        tree = a.trees / f"{row['repo'].replace('/', '+')}-{row['commit'][:12]}"
        path = tree / row["file"]
        if not path.exists():
            continue
        original = path.read_bytes()
        text = original.decode("latin-1")
        if tree not in before:
            before[tree] = inventory(binary, tree)
        try:
            for line, function, changed in mutants(text, row):
                if (path, line) in seen:
                    continue
                seen.add((path, line))
                sound = opens_between(before[tree], row["file"], *function)
                path.write_bytes(changed.encode("latin-1"))
                now = opens_between(inventory(binary, tree), row["file"], *function)
                new = [lifetime for place, lifetime in now.items() if sound.get(place) not in BAD]
                hit = any(lifetime in BAD for lifetime in new)
                made += 1
                found += hit
                unknown += not hit and "unknown" in new
                if not hit and shown < a.show:
                    shown += 1
                    print(f"   missed {row['repo']} {row['file']} {row['function']}: close of line {line} taken out, still {sorted(set(new))}")
        finally:
            path.write_bytes(original)
    print(f"mutants: {found}/{made} found ({found / max(1, made):.3f}), unknown {unknown}")


if __name__ == "__main__":
    main()
