"""The rule of floors: a room imports only from rooms below it, and none what is slow and not needed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "analysis"
# From the roof down; rooms of one floor do not know each other.
FLOORS = (
    {"__main__"},
    {"workspace"},
    {"website", "intake", "scale"},
    {"studies"},
    {"draw", "text", "words"},
    {"say", "stats", "store"},
    {"vocabulary", "errors"},
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
MODULES = sorted(
    path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py") if path.stem != "__init__"
)


def imports_of(module: Path) -> list[list[str]]:
    """The modules of the package that a module imports, as the parts of their names."""
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    named = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    named += [a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names]
    return [name.split(".")[1:] for name in named if name.split(".")[0] == "analysis"]


def test_every_room_has_its_floor():
    assert {module.with_suffix("").parts[0] for module in MODULES} == FLOOR.keys()


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_imports_from_its_own_room_and_from_lower_floors(module):
    room = module.with_suffix("").parts[0]
    for imported in imports_of(module):
        assert imported, f"{module} imports the face of the package"
        assert imported[0] == room or FLOOR[imported[0]] > FLOOR[room], f"{module}: {imported}"


@pytest.mark.parametrize("module", [m for m in MODULES if m.parts[0] == "studies"], ids=str)
def test_a_study_takes_from_another_its_measures_alone(module):
    for imported in imports_of(module):
        if imported[0] == "studies" and len(module.parts) == 3:
            assert imported[1] == module.parts[1] or imported[-1] == "measure", (
                f"{module}: {imported}"
            )
            assert module.stem != "measure" or imported[-1] == "measure", f"{module}: {imported}"


def test_what_make_runs_before_there_is_an_environment_needs_only_the_standard_library():
    """`-S` leaves out all that is installed, and `-I` all that surroundings may add."""
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]; import depends; "
        "print(*{name.split('.')[0] for name in sys.modules} - sys.stdlib_module_names)"
    )
    tools, src = PACKAGE.parents[1] / "tools", PACKAGE.parent
    command = [sys.executable, "-I", "-S", "-c", code, str(tools), str(src)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) == {"analysis", "depends", "__main__"} - sys.stdlib_module_names


@pytest.mark.parametrize(
    ("module", "spared"),
    [
        ("website.runner", {"rfc3987_syntax", "pandas", "matplotlib"}),
        ("store.export", {"nbclient", "matplotlib"}),
        ("studies.profiles.report", {"nbclient", "seaborn", "scipy", "sklearn", "adjustText"}),
        ("studies.targets.report", {"nbclient", "seaborn", "scipy", "sklearn", "adjustText"}),
        ("studies.validation.measure", {"scipy", "sklearn", "krippendorff"}),
    ],
)
def test_a_module_loads_no_slow_library_before_it_is_needed(module, spared):
    code = f"import analysis.{module}, sys; print(*(m for m in sys.modules if sys.modules[m]))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) & spared == set()
