#!/usr/bin/env python3
"""Puts the changes that hivelint proposes into real code and looks whether it still reports.

    changes.py [--bin HIVELINT] [--again HIVELINT] [--show N] [--left] PATH…

Each PATH is a tree. It is checked; then copies of it are checked in which every file has one of its changes put in, the first,
the second … until all had their turn. A change holds if its finding is gone and its file has no finding that it had not before.
Prints, for each rule, how many findings have a change that can be put in, and how many of these changes hold.
"""
import argparse, collections, json, pathlib, shutil, subprocess, sys, tempfile

LEAKS = ("leaked-user-key", "leaked-machine-key", "leaked-key-of-unknown-root", "reopened-before-close", "user-profile-never-unloaded")


def check(binary, tree):
    run = subprocess.run([binary, "check", "--exit-zero", "--format", "json", "."], cwd=tree, capture_output=True)
    if run.returncode != 0:
        sys.exit(run.stderr.decode(errors="replace"))
    return json.loads(run.stdout)


def decoded(data):
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            pass


def applied(text, edits):
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    at = lambda line, column: starts[line - 1] + column - 1
    for edit in sorted(edits, key=lambda e: (e["line"], e["column"]), reverse=True):
        start, end = at(edit["line"], edit["column"]), at(edit["end_line"], edit["end_column"])
        text = text[:start] + edit["text"] + text[end:]
    return text


def tally(findings):
    return collections.Counter((f["path"], f["rule"], f["function"]) for f in findings if not f["suppressed"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", default="target/release/hivelint")
    parser.add_argument("--again", help="what checks the changed trees, if not the same: a build that proposes nothing is quicker")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--left", action="store_true", help="list leaks without a change")
    parser.add_argument("paths", nargs="+")
    options = parser.parse_args()
    binary = str(pathlib.Path(options.bin).resolve())
    again = str(pathlib.Path(options.again).resolve()) if options.again else binary
    found, with_change, held, shown = collections.Counter(), collections.Counter(), collections.Counter(), 0
    for tree in map(pathlib.Path, options.paths):
        document = check(binary, tree)
        before = tally(document["findings"])
        skipped = document["stats"]["regions_skipped"]
        turns = collections.defaultdict(list)
        for finding in document["findings"]:
            if finding["suppressed"] or finding["source"] or finding["rva"] is not None:
                continue
            found[finding["rule"]] += 1
            change = finding["change"]
            if change and change["edits"]:
                with_change[finding["rule"]] += 1
                turns[finding["path"]].append(finding)
                if shown < options.show:
                    shown += 1
                    print(f"{finding['rule']}: {finding['message']}\n{change['diff']}")
            elif options.left and finding["rule"] in LEAKS:
                print(f"no change: {tree.name}/{finding['path']}:{finding['line']} {finding['rule']} {finding['function']}")
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "tree"
            shutil.copytree(tree, copy, symlinks=True)
            for turn in range(max(map(len, turns.values()), default=0)):
                changed = {path: all_of[turn] for path, all_of in turns.items() if turn < len(all_of)}
                originals = {path: (copy / path).read_bytes() for path in changed}
                for path, finding in changed.items():
                    text, encoding = decoded(originals[path])
                    (copy / path).write_bytes(applied(text, finding["change"]["edits"]).encode(encoding))
                document = check(again, copy)
                after = tally(document["findings"])
                for path, finding in changed.items():
                    key = (path, finding["rule"], finding["function"])
                    gone = after[key] < before[key]
                    new = [k for k in after if k[0] == path and after[k] > before[k]]
                    if gone and not new:
                        held[finding["rule"]] += 1
                    else:
                        print(f"does not hold: {path}:{finding['line']} {finding['rule']}, gone: {gone}, new: {new}\n{finding['change']['diff']}")
                if document["stats"]["regions_skipped"] > skipped:
                    print(f"turn {turn}: more regions are skipped than before")
                for path, data in originals.items():
                    (copy / path).write_bytes(data)
    for rule, count in found.most_common():
        print(f"{rule}: {count} findings, {with_change[rule]} with a change, {held[rule]} of these hold")
    leaks = sum(found[r] for r in LEAKS)
    print(f"leaks: {leaks} findings, {sum(with_change[r] for r in LEAKS)} with a change, {sum(held[r] for r in LEAKS)} of these hold")


main()
