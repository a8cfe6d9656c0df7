#!/usr/bin/env python3
"""Makes a project with as many workbooks as wanted: the sample's forms, renamed for other units.

    bench/project.py 3482 /tmp/bench/3482             from sample-data
    bench/project.py 3482 /tmp/bench/3482 --history   with the closed periods of all units
"""

import argparse
import io
import pathlib
import re
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample-data"
ROSTER = ROOT / "templates/forms/org_units.toml"
NEWEST = "2023H1"
DIGITS = "〇一二三四五六七八九"
UNIT = re.compile(r'id = "(\w+)-(\w+)", kind = "\w+", area = "\w+", name = "(.+?)"')


def stem(area: int) -> str:
    """No name is part of another: every number has five digits."""
    return "".join(DIGITS[int(digit)] for digit in f"{area:05}") + "町"


class Unit:
    """A unit, and that of the sample whose forms it sends."""

    def __init__(self, kind: str, area: int, model: tuple[str, str]) -> None:
        self.model_id, self.model_name = model
        self.kind, self.area = kind, f"a{area:05}"
        self.id = f"{kind}-{self.area}"
        model_area, self.ending = re.match(r"(.*区)(.*)", self.model_name).groups()
        self.model_area = model_area
        self.area_name = stem(area) + "区"
        self.name = self.area_name + self.ending

    def renamed(self, text: str) -> str:
        text = text.replace(self.model_name, self.name)
        return re.sub(rf"\b{self.model_id}\b", self.id, text)

    def form(self, content: bytes) -> bytes:
        """The form of the sample's unit with the names of this one."""
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
            for part in old.infolist():
                data = old.read(part)
                if part.filename.endswith(".xml"):
                    data = self.renamed(data.decode()).encode()
                new.writestr(part, data, zipfile.ZIP_DEFLATED)
        return out.getvalue()


def units(workbooks: int) -> list[Unit]:
    models: dict[str, list[tuple[str, str]]] = {}
    for kind, area, name in UNIT.findall(ROSTER.read_text(encoding="utf-8")):
        models.setdefault(kind, []).append((f"{kind}-{area}", name))
    areas = range(workbooks // len(models))
    return [Unit(kind, n, own[n % len(own)]) for kind, own in models.items() for n in areas]


def roster(made: list[Unit]) -> str:
    areas = {unit.area: unit.area_name for unit in made}
    lists = {
        "area": [
            f'    {{ id = "{id}", name = "{name}", stem = "{name[:-1]}" }},'
            for id, name in areas.items()
        ],
        "unit": [
            f'    {{ id = "{u.id}", kind = "{u.kind}", area = "{u.area}", name = "{u.name}" }},'
            for u in made
        ],
    }
    text = ROSTER.read_text(encoding="utf-8")
    for key, lines in lists.items():
        own = f"{key} = [\n" + "\n".join(lines) + "\n]"
        text = re.sub(rf"^{key} = \[.*?^\]", own, text, flags=re.MULTILINE | re.DOTALL)
    return text


def history(made: list[Unit], folder: pathlib.Path) -> None:
    folder.mkdir()
    for path in sorted((SAMPLE / "history").glob("20*.csv")):
        head, *lines = path.read_text(encoding="utf-8").splitlines()
        of_unit: dict[str, list[str]] = {}
        for line in lines:
            of_unit.setdefault(line.split(",")[1], []).append(line)
        # Numbers of the city are those of other units.
        own = [unit.renamed(line) for unit in made for line in of_unit.get(unit.model_id, [])]
        (folder / path.name).write_text("\n".join([head, *own]) + "\n", encoding="utf-8")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("workbooks", type=int)
    words.add_argument("folder", type=pathlib.Path)
    words.add_argument("--history", action="store_true")
    asked = words.parse_args()
    folder, made = asked.folder, units(asked.workbooks)
    (folder / "definitions").mkdir(parents=True)
    (folder / "definitions/org_units.toml").write_text(roster(made), encoding="utf-8")
    settings = (SAMPLE / "zaitaku.toml").read_text(encoding="utf-8")
    (folder / "zaitaku.toml").write_text('definitions = "definitions"\n' + settings, "utf-8")
    forms: dict[str, bytes] = {}
    for unit in made:
        place = pathlib.Path(NEWEST) / "submissions" / unit.kind
        (folder / place).mkdir(parents=True, exist_ok=True)
        if unit.model_id not in forms:
            (model,) = (SAMPLE / place).glob(f"{unit.model_area}*.xlsx")
            forms[unit.model_id] = model.read_bytes()
        target = folder / place / f"{unit.area_name}.xlsx"
        target.write_bytes(unit.form(forms[unit.model_id]))
    if asked.history:
        history(made, folder / "history")


if __name__ == "__main__":
    main()
