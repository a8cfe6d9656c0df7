#!/usr/bin/env python3
"""Times the program on projects of several sizes, beside readers of cells in Python.

    bench/run.py target/release/zaitaku-report [--sizes 48 480 3482] [--rounds 5]

CPU seconds are user and system of the whole process, the least of all rounds; MB is its peak.
"""

import argparse
import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
PERIOD = "2023H1"
READ = {
    "openpyxl": "import openpyxl\nfor p in files:\n"
    " for s in openpyxl.load_workbook(p, read_only=True): list(s.values)",
    "python_calamine": "import python_calamine as c\nfor p in files:\n"
    " b = c.CalamineWorkbook.from_path(p)\n for n in b.sheet_names: b.get_sheet_by_name(n).to_python()",
}


def measure(command: list[str], folder: pathlib.Path) -> tuple[float, float, float, int]:
    begin = time.monotonic()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - begin
    code = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, wall, code


def line(what: str, command: list[str], folder: pathlib.Path, rounds: int) -> None:
    cpu, peak, wall, code = min(measure(command, folder) for _ in range(rounds))
    ended = f"ends with {code}" if code else ""
    print(f"{what:28} {cpu:9.3f} s {peak:7.0f} MB {wall:9.3f} s {ended}", flush=True)


def size(program: str, workbooks: int, rounds: int, folder: pathlib.Path) -> None:
    make = [sys.executable, str(HERE / "project.py"), str(workbooks), str(folder), "--history"]
    subprocess.run(make, check=True)
    forms = sorted((folder / PERIOD / "submissions").rglob("*.xlsx"))
    print(f"\n{len(forms)} workbooks {'CPU':>21} {'peak':>9} {'wall':>10}")
    for form in {form.parent.name: form for form in forms}.values():
        what = f"validate one ({form.parent.name})"
        line(what, [program, "validate", str(form)], folder, rounds)
    for verb in "status", "export", "build":
        out = [] if verb == "status" else ["--out", str(folder / verb)]
        line(verb, [program, verb, PERIOD, *out], folder, rounds)
    for peer, read in READ.items():
        if importlib.util.find_spec(peer) is None:
            print(f"{peer:28} is not installed")
            continue
        files = f"import pathlib\nfiles = sorted(pathlib.Path('{PERIOD}').rglob('*.xlsx'))\n"
        line(f"{peer}, cells", [sys.executable, "-c", files + read], folder, rounds)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("program", type=pathlib.Path)
    words.add_argument("--sizes", type=int, nargs="+", default=[48, 480, 3482])
    words.add_argument("--rounds", type=int, default=5)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for workbooks in asked.sizes:
            program = str(asked.program.resolve())
            # The largest takes minutes.
            rounds = asked.rounds if workbooks < 1000 else 1
            size(program, workbooks, rounds, pathlib.Path(folder) / str(workbooks))


if __name__ == "__main__":
    main()
