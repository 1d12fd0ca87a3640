#!/usr/bin/env python3
"""Shows that the measure on the generated programs bites: takes one feature out of the solver at a time, in a copy of the crate,
and prints for which shapes the share of right lifetimes falls. Exits with 1 if one of the shapes named here does not fall.

usage: features_off.py [--target DIR]
  --target  where the copies are built (default: target/features-off)
"""
import argparse, os, pathlib, re, shutil, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

# What is taken out, where, the text there, what stands there instead, shapes that must fall.
FEATURES = [
    ("conditions teach nothing", "src/solve/assume.rs",
     "        let wanted = if truth { Range::other_than(0) } else { Range::exactly(0) };\n",
     "        if state.any_open() || !truth { return true; }\n        let wanted = if truth { Range::other_than(0) } else { Range::exactly(0) };\n",
     ["status_direct", "status_later", "null_test", "flag"]),
    ("functions have no summaries", "src/solve/calls.rs",
     "                    several => self.call_own(state, several, name, call, &args, next),\n",
     "                    _ => self.call_unseen(state, call, &args, Some(name), next),\n",
     ["helper_opens", "helper_closes", "helper_root"]),
    ("a loop's earlier handles are forgotten", "src/solve/calls.rs",
     "        if state.status(newest).is_some() {\n",
     "        if false {\n",
     ["loop_reopen"]),
    ("nothing outlives the function", "src/solve/leave.rs",
     "            LocBase::Global(_) => Some((Class::Process, \"static\")),\n            LocBase::Obj(pointer) => self",
     "            LocBase::Global(_) => None,\n            LocBase::Obj(pointer) => self",
     ["global", "lazy_static"]),
]


def figures(crate, target):
    """Share of right lifetimes, per shape."""
    env = {**os.environ, "CARGO_TARGET_DIR": str(target)}
    run = subprocess.run(["cargo", "test", "--release", "--test", "generated", "--", "--nocapture"], cwd=crate, env=env,
                         capture_output=True, text=True)
    rows = re.findall(r"^(\w+)\s+\d+\s+[\d.]+\s+([\d.]+)\s", run.stdout, re.M)
    if not rows:
        raise SystemExit(f"no table in the output:\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
    return {shape: float(share) for shape, share in rows}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--target", type=pathlib.Path, default=ROOT / "target" / "features-off")
    target = ap.parse_args().target.resolve()
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        crate = pathlib.Path(scratch) / "crate"
        shutil.copytree(ROOT, crate, ignore=shutil.ignore_patterns("target", ".git"))
        whole = figures(crate, target)
        for name, file, old, new, shapes in FEATURES:
            path = crate / file
            text = path.read_text()
            if text.count(old) != 1:
                raise SystemExit(f"{file}: the text to take out for \"{name}\" stands there {text.count(old)} times; bring this script up to date")
            path.write_text(text.replace(old, new))
            now = figures(crate, target)
            path.write_text(text)
            fallen = {s: now.get(s, 0.0) for s in whole if now.get(s, 0.0) < whole[s]}
            print(f"{name}: " + ", ".join(f"{s} {whole[s]:.1f} -> {share:.1f}" for s, share in sorted(fallen.items(), key=lambda x: x[1])))
            for shape in shapes:
                if shape not in fallen:
                    failed = True
                    print(f"   {shape} does not fall: its programs do not need this feature, or the measure is blind")
    sys.exit(failed)


if __name__ == "__main__":
    main()
