import re
import tomllib
from pathlib import Path

import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCK = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
LOCKED = {p["name"]: p for p in LOCK}
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]


def test_conda_gets_the_same_packages_at_the_locked_versions():
    wanted = {r.name: r.specifier for r in map(Requirement, PROJECT["dependencies"])}
    *pinned, project = CONDA[-1]["pip"]
    pins = dict(pin.split("==") for pin in pinned)
    assert project == "-e ."
    assert pins.keys() == wanted.keys()
    for name, version in pins.items():
        assert version == LOCKED[name]["version"], f"{name}: copy the version from uv.lock"
        assert Version(version) in wanted[name]


def test_conda_gets_the_lowest_python_that_its_pins_run_on():
    """A version that the lock takes for some Pythons only says for which."""
    lowest, pip = CONDA[:2]
    assert pip == "pip"
    least = Version(lowest.removeprefix("python>="))
    assert Requirement(f"x{PROJECT['requires-python']}").specifier.contains(least)
    pins = dict(pin.split("==") for pin in CONDA[-1]["pip"][:-1])
    locked = [p for p in LOCK if pins.get(p["name"]) == p["version"]]
    divided = [p for p in locked if "resolution-markers" in p]

    def runs(python: Version) -> bool:
        here = {"python_full_version": f"{python}.0", "python_version": str(python)}
        return all(any(Marker(m).evaluate(here) for m in p["resolution-markers"]) for p in divided)

    assert divided, "no pin is for some Pythons only: environment.yml may say what pyproject says"
    assert runs(least)
    assert not runs(Version(f"{least.major}.{least.minor - 1}"))


def test_every_locked_file_has_a_hash():
    for name, package in LOCKED.items():
        files = [*package.get("wheels", []), *filter(None, [package.get("sdist")])]
        assert files or "editable" in package["source"], name
        assert all(file["hash"].startswith("sha256:") for file in files), name


def test_what_the_user_asked_for_is_there():
    asked = {"jupyterlab", "pandas", "matplotlib", "scikit-learn", "jieba", "seaborn"}
    assert asked <= {Requirement(d).name for d in PROJECT["dependencies"]}


def test_make_help_lists_every_target_with_its_line():
    makefile = (ROOT / "Makefile").read_text()
    described = re.findall(r"^## ([\w-]+): \S.*\n\1:", makefile, flags=re.M)
    phony = re.search(r"^\.PHONY: (.*)$", makefile, flags=re.M)[1].split()
    assert set(described) == set(phony) - {"FORCE"}
    asked = {"report", "test", "test-browser", "data", "figures", "lab", "clean", "help"}
    assert asked <= set(described)


def test_the_makefile_keeps_to_gnu_make_3_81():
    makefile = (ROOT / "Makefile").read_text()
    assert "&:" not in makefile
    assert ".ONESHELL" not in makefile
    assert not re.search(r"\$\((file|guile|let|intcmp)\b", makefile)
    assert "!=" not in makefile
