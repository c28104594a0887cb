"""What the README shows works as it stands there."""

import re
from pathlib import Path

from analysis.store.tables import read_table

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_example_finds_as_many_places_as_the_number_says(capsys):
    (code,) = re.findall(r"```python\n(.*?)```", README, flags=re.S)
    exec(code, {})
    printed = capsys.readouterr().out
    coverage = read_table("coverage").set_index(["province", "area", "topic"])
    n = coverage.loc[("gansu", "poverty", "all"), "n_hits"]
    assert re.search(rf"^{n - 1} +gansu-\d", printed, flags=re.M)


def test_every_file_and_target_it_names_is_there():
    root = Path(__file__).resolve().parents[1]
    makefile = (root / "Makefile").read_text()
    for target in re.findall(r"(?:`|^)make ([\w./]*\w)", README, flags=re.M):
        held = (
            (root / target).exists() if "/" in target else re.search(rf"(?m)^{target}:", makefile)
        )
        assert held, target
    for path in re.findall(r"`((?:data|src|notebooks|tests)/[\w./]+)`", README):
        assert (root / path).exists(), path
