#!/usr/bin/env python3
"""How accurate hivelint is on binaries whose truth is known.

Compiles the generated C programs (testdata/generated) to DLLs at many settings, runs `hivelint inventory` on them, finds the
line of every open by debug information and compares with truth.jsonl: per function, is a key left open; is it kept in a static.

    tests/measure/binaries.py HIVELINT [--settings gcc64-O0,clang64-O2] [--programs DIR] [--show N] [--keep DIR]

Needs mingw gcc and, for the clang settings, clang with lld.
"""
import argparse
import collections
import concurrent.futures
import json
import pathlib
import re
import subprocess
import tempfile

SETTINGS = [f"gcc{bits}-O{level}" for bits in (64, 32) for level in "012s"] + ["clang64-O0", "clang64-O2"]
CONFIGURED = {"conditional", "files_switches", "files_switched_macros"}
ONCE = """#include <windows.h>
static inline HRESULT ONCE_HRESULT_FROM_WIN32(LONG x) { return x <= 0 ? x : (HRESULT)((x & 0xffff) | 0x80070000); }"""
TOOLS = {"64": "x86_64-w64-mingw32", "32": "i686-w64-mingw32"}


def run(*command, **options):
    return subprocess.run([str(c) for c in command], capture_output=True, text=True, **options)


def compiler(setting):
    name, level = setting.split("-")
    bits = name[-2:]
    if name.startswith("clang"):
        return bits, ["clang", f"--target={'x86_64' if bits == '64' else 'i686'}-w64-mingw32", f"-{level}", "-g", "-w"]
    return bits, [f"{TOOLS[bits]}-gcc", f"-{level}", "-g", "-w", "-fkeep-static-functions"]


def build(source, setting, out):
    """A DLL of one program (a file, or all files of a directory); what it calls and does not define comes from another DLL."""
    bits, command = compiler(setting)
    sources = [source] if source.is_file() else sorted(source.glob("*.c"))
    objects = []
    for one in sources:
        objects.append(out / f"{one.stem}.o")
        text = one.read_text()
        if command[0] == "clang":
            # it has no -fkeep-static-functions
            text = re.sub(r"^static (?=[^;={]*\()", "", text, flags=re.MULTILINE)
        # mingw's macro evaluates its argument, a call, two times
        text = text.replace("HRESULT_FROM_WIN32(", "ONCE_HRESULT_FROM_WIN32(")
        copy = out / one.name
        copy.write_text(f"{ONCE}\n#line 1\n{text}")
        made = run(*command, "-I", one.parent, "-c", copy, "-o", objects[-1])
        if made.returncode:
            return None, made.stderr
    dll = out / f"{source.stem}.dll"
    libraries = ["-ladvapi32", "-lshlwapi", "-lole32", "-luserenv", "-lcrypt32", "-lntdll", "-luser32"]
    link = [f"{TOOLS[bits]}-gcc", "-shared", "-Wl,--export-all-symbols", *objects, "-o", dll]
    made = run(*link, *libraries)
    missing = sorted(set(re.findall(r"undefined reference to `([^']+)'", made.stderr)))
    if missing:
        plain = [re.sub(r"^_", "", m) if bits == "32" else m for m in missing]
        definition = out / "unseen.def"
        definition.write_text("LIBRARY unseen.dll\nEXPORTS\n" + "".join(f"{m}\n" for m in plain))
        run(f"{TOOLS[bits]}-dlltool", "-d", definition, "-l", out / "libunseen.a", "-m", "i386:x86-64" if bits == "64" else "i386")
        made = run(*link, "-L", out, "-lunseen", *libraries)
    return (dll, "") if made.returncode == 0 else (None, made.stderr)


def score(job):
    hivelint, source, truth, setting, keep = job
    with tempfile.TemporaryDirectory() as scratch:
        out = pathlib.Path(keep or scratch) / setting / source.stem
        out.mkdir(parents=True, exist_ok=True)
        dll, why = build(source, setting, out)
        if dll is None:
            return setting, source.stem, None, why
        opens = json.loads(run(hivelint, "inventory", "--format", "json", dll).stdout)["opens"]
        found = collections.defaultdict(list)
        for o in opens:
            found[pathlib.PurePath(o["source"] or "").name, o["line"]].append(o)
        rows = []
        for row in truth:
            here = found.get((pathlib.PurePath(row["path"]).name, row["line"]), [])
            rows.append((row, here))
        return setting, source.stem, rows, ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("hivelint", type=pathlib.Path)
    parser.add_argument("--settings", default=",".join(SETTINGS))
    parser.add_argument("--programs", type=pathlib.Path, default=pathlib.Path(__file__).parents[2] / "testdata" / "generated")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--only", default="")
    parser.add_argument("--keep")
    options = parser.parse_args()
    truth = collections.defaultdict(list)
    for line in (options.programs / "truth.jsonl").read_text().splitlines():
        row = json.loads(line)
        # a compiler sees one configuration only
        if row["row"] == "open" and not row["path"].endswith((".cpp", ".rs")) and row["shape"] not in CONFIGURED:
            truth[row["path"].split("/")[0]].append(row)
    jobs = [
        (options.hivelint.resolve(), options.programs / name, rows, setting, options.keep)
        for setting in options.settings.split(",")
        for name, rows in sorted(truth.items())
        if options.only in name
    ]
    totals = collections.defaultdict(collections.Counter)
    shown = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for setting, name, rows, why in pool.map(score, jobs):
            if rows is None:
                totals[setting]["not built"] += 1
                print(f"{setting} {name}: not built: {why.splitlines()[:1]}")
                continue
            functions = collections.defaultdict(lambda: [set(), set(), False])
            for row, here in rows:
                count = totals[setting]
                count["sites"] += 1
                count["met"] += bool(here)
                count["root"] += any(o["root"] == row["root"] for o in here)
                classes = {o["lifetime"] for o in here}
                right = {row["lifetime"], *row.get("also", [])}
                count["lifetime"] += bool(classes) and classes <= right
                count["unknown"] += "unknown" in classes
                of = functions[(row["path"], row.get("function") or row["line"])]
                of[0].add(row["lifetime"])
                of[1] |= classes
                of[2] |= bool(row.get("also"))
                if not classes <= right and shown[setting] < options.show:
                    shown[setting] += 1
                    print(f"{setting} {row['path']}:{row['line']} {row.get('function', '')}: {row['lifetime']}, found {sorted(classes)}")
            for wanted, got, _ in functions.values():
                for what in ("leaked", "process"):
                    totals[setting][f"{what} functions"] += what in wanted
                    totals[setting][f"{what} found"] += what in wanted and what in got
                    totals[setting][f"{what} claimed"] += what in got
    share = lambda part, whole: f"{100 * part / whole:5.1f}" if whole else "    –"
    print(f"{'setting':12} sites   met  root  life  unkn | leak recall precision | static recall precision")
    everything = collections.Counter()
    for setting, c in [*totals.items(), ("all", everything)]:
        if setting != "all":
            everything.update(c)
        print(
            f"{setting:12} {c['sites']:5} {share(c['met'], c['sites'])} {share(c['root'], c['sites'])} {share(c['lifetime'], c['sites'])}"
            f" {share(c['unknown'], c['sites'])} |      {share(c['leaked found'], c['leaked functions'])}     {share(c['leaked found'], c['leaked claimed'])}"
            f" |        {share(c['process found'], c['process functions'])}     {share(c['process found'], c['process claimed'])}"
        )


main()
