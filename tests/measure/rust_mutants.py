#!/usr/bin/env python3
"""Puts one fault at a time into sound Rust functions of labelled real code: each mutant must be reported.

usage: rust_mutants.py --labels labels-rust.jsonl --trees DIR [--bin target/release/hivelint] [--show N]
  --labels  rows {repo, commit, file, function, line, handle, truth}; rows with truth `scoped_ok` are mutated
  --trees   DIR/OWNER+NAME-COMMIT12 holds each repository's sources at the labelled commit
Right after the open the key is moved into a static, a member, `mem::forget`, `ManuallyDrop`, `Box::leak` or `Box::into_raw`; of raw
handles that the trees close, one close is taken out, or a `?` is put before it. A mutant counts as found if the open is `leaked`,
`process` or `object` (whichever the fault makes it) after.
"""
import argparse, json, pathlib, re
from mutants import inventory

# what is put behind the statement that opens NAME, and what must become of the key
MOVES = [
    ("static", "let NAME = HIVELINT_KEPT.get_or_init(|| NAME);", {"process"}),
    ("static lock", "*HIVELINT_LOCKED.lock().unwrap() = Some(NAME); let NAME = HIVELINT_LOCKED.lock().unwrap();", {"process"}),
    ("forget", "let NAME = { let lent: &'static _ = unsafe { &*(&NAME as *const _) }; std::mem::forget(NAME); lent };", {"leaked"}),
    ("ManuallyDrop", "let NAME = std::mem::ManuallyDrop::new(NAME);", {"leaked"}),
    ("Box::leak", "let NAME: &'static _ = Box::leak(Box::new(NAME));", {"leaked"}),
    ("Box::into_raw", "let NAME = unsafe { &*Box::into_raw(Box::new(NAME)) };", {"leaked"}),
    ("member", "self.hivelint_key = Some(NAME); let NAME = self.hivelint_key.as_ref().unwrap();", {"object"}),
]
STATICS = """
static HIVELINT_KEPT: std::sync::OnceLock<RegKey> = std::sync::OnceLock::new();
static HIVELINT_LOCKED: std::sync::Mutex<Option<RegKey>> = std::sync::Mutex::new(None);
"""


def statement_end(text, at):
    """Behind the `;` that ends the statement which goes on at `at`, or behind the `{` of an `if let`."""
    depth = 0
    for i in range(at, len(text)):
        if text[i] in "([{":
            if text[i] == "{" and depth == 0 and re.match(r"\s*if\s+let\b", text[at:]):
                return i + 1
            depth += 1
        elif text[i] in ")]}":
            depth -= 1
        elif text[i] == ";" and depth == 0:
            return i + 1
    return None


def binding(text, row):
    """The start of the `let` that names the key of a row."""
    offset = sum(len(line) + 1 for line in text.split("\n")[: row["line"]])
    name = re.escape(row["handle"])
    patterns = rf"\b(?:if\s+)?let\s+(?:mut\s+)?(?:\(\s*(?:mut\s+)?{name}\s*,\s*\w+\s*\)|\w+\(\s*{name}\s*\)|{name})\s*(?::[^=]*)?="
    found = [m for m in re.finditer(patterns, text[:offset])]
    return found[-1].start() if found else None


def member_function(text, at):
    """Whether the function around `at` has a `self`."""
    heads = [m for m in re.finditer(r"\bfn\s+\w+[^{;]*", text[:at])]
    return bool(heads) and re.search(r"[(,]\s*(&\s*(mut\s+)?)?self\b", heads[-1].group()) is not None


def owned_mutants(text, row):
    start = binding(text, row)
    end = statement_end(text, start) if start is not None else None
    if end is None:
        return
    for name, code, expected in MOVES:
        # the faults change a method where there is none
        if name == "member" and not member_function(text, start):
            code = code.replace("self.", "this.")
            head = [m for m in re.finditer(r"\bfn\s+\w+\s*(<[^>]*>)?\s*\(", text[:start])][-1].end()
            changed = text[:head] + "this: &mut HivelintOwner, " + text[head:end] + " " + code.replace("NAME", row["handle"]) + text[end:]
            yield name, changed + "\nstruct HivelintOwner { hivelint_key: Option<RegKey> }\n", expected
            continue
        yield name, text[:end] + " " + code.replace("NAME", row["handle"]) + text[end:] + STATICS, expected


def raw_mutants(text):
    """A close taken out, a `?` put before it: of every raw close in a file, with the lines before it in its function."""
    for match in re.finditer(r"(?:let\s+_\s*=\s*)?\b(?:\w+::)*RegCloseKey\s*\(([^()]|\([^()]*\))*\)", text):
        line = text.count("\n", 0, match.start()) + 1
        heads = [m for m in re.finditer(r"\bfn\s+\w+[^{;]*", text[: match.start() + 1])]
        if not heads or re.search(r"\bfn\s+$", text[: match.start()]):
            continue
        first = text.count("\n", 0, heads[-1].start()) + 1
        yield "close taken out", (first, line), text[: match.start()] + "()" + text[match.end():], {"leaked"}
        returns = re.search(r"->\s*[\w:]*(Result|Option)\b", heads[-1].group())
        if returns and "fn drop" not in heads[-1].group():
            yield "`?` before the close", (first, line), text[: match.start()] + "hivelint_mutant()?; " + text[match.start():], {"leaked"}


def lifetimes(opens, file, lines):
    here = [o for o in opens if o["path"].removeprefix("./") == file and o["line"] is not None and lines[0] <= o["line"] <= lines[1]]
    return {(o["line"], o["column"]): o["lifetime"] for o in here}


class Count:
    def __init__(self, show):
        self.made, self.found, self.unknown, self.left = {}, {}, 0, show

    def add(self, name, hit, new, what):
        self.made[name] = self.made.get(name, 0) + 1
        self.found[name] = self.found.get(name, 0) + hit
        self.unknown += not hit and "unknown" in new
        if not hit and self.left > 0:
            self.left -= 1
            print(f"   missed: {what}: {name}: {sorted(new)}")

    def show(self):
        for name, made in self.made.items():
            print(f"{name:22} {self.found[name]}/{made}")
        made, found = sum(self.made.values()), sum(self.found.values())
        print(f"mutants: {found}/{made} found ({found / max(1, made):.3f}), unknown {self.unknown}")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--labels", required=True)
    ap.add_argument("--trees", required=True, type=pathlib.Path)
    ap.add_argument("--bin", default="target/release/hivelint")
    ap.add_argument("--show", type=int, default=20)
    a = ap.parse_args()
    binary = str(pathlib.Path(a.bin).resolve())
    count = Count(a.show)

    def judged(tree, path, changed):
        original = path.read_bytes()
        try:
            path.write_bytes(changed.encode())
            return inventory(binary, tree)
        finally:
            path.write_bytes(original)

    trees = set()
    for row in map(json.loads, open(a.labels)):
        tree = a.trees / f"{row['repo'].replace('/', '+')}-{row['commit'][:12]}"
        path = tree / row["file"]
        if not path.exists():
            continue
        trees.add(tree)
        if row["truth"] != "scoped_ok" or not re.fullmatch(r"\w+", row["handle"] or ""):
            continue
        text = path.read_text()
        for name, changed, expected in owned_mutants(text, row):
            now = lifetimes(judged(tree, path, changed), row["file"], (row["line"] - 2, row["line"] + 2))
            hit = any(lifetime in expected for lifetime in now.values())
            count.add(name, hit, set(now.values()), f"{row['repo']} {row['file']}:{row['line']} {row['handle']}")
    for tree in sorted(trees):
        before = inventory(binary, tree)
        for path in sorted(tree.rglob("*.rs")):
            text = path.read_text(errors="replace")
            if "RegCloseKey" not in text:
                continue
            file = str(path.relative_to(tree))
            for name, lines, changed, expected in raw_mutants(text):
                if set(lifetimes(before, file, lines).values()) & {"leaked", "process", "object"}:
                    continue
                sound = lifetimes(before, file, (1, 1 << 30))
                now = lifetimes(judged(tree, path, changed), file, (1, 1 << 30))
                worse = {now[at] for at in now if sound.get(at) != now[at]}
                count.add(name, bool(worse & (expected | {"object", "caller"})), worse, f"{tree.name} {file}:{lines[1]}")
    count.show()


if __name__ == "__main__":
    main()
