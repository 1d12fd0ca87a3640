#!/usr/bin/env python3
"""Compares what is said of ten public components with what should be said of them: see verdicts.txt.

    verdicts.py CORPUS WINE [HIVELINT]

CORPUS holds checked-out trees as OWNER+NAME-COMMIT, WINE is the source of Wine 8.0.
"""
import json
import pathlib
import subprocess
import sys


def main():
    corpus, wine = map(pathlib.Path, sys.argv[1:3])
    hivelint = sys.argv[3] if len(sys.argv) > 3 else "target/release/hivelint"
    differ = 0
    for line in pathlib.Path(__file__).with_name("verdicts.txt").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        tree, directory, expected, reason = line.split("  ", 3)
        name, commit = tree.split("@")
        root = wine if name == "wine-mirror/wine" else corpus / f"{name.replace('/', '+')}-{commit}"
        # Wine is large, and its DLLs are of a piece; of the others, all that is there
        given = root / directory if root == wine else root
        out = subprocess.run([hivelint, "check", "--exit-zero", "--format", "json", given], capture_output=True, check=True, text=True)
        wanted = str(root if directory == "." else root / directory)
        verdicts = {v["component"]: v["verdict"] for v in json.loads(out.stdout)["verdicts"]}
        said = verdicts.get(wanted, "nothing")
        agrees = said == expected
        differ += not agrees
        print(f"{'  ' if agrees else '! '}{name} {directory}: {said}{'' if agrees else f', expected {expected}'}  ({reason})")
    print(f"{differ} differ")


main()
