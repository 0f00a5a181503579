import ast
import inspect
import subprocess
import sys

import pytest

import coalition_data as cd
from coalition_data.tables import descriptor
from worlds import ROOT

SRC = ROOT / "src" / "coalition_data"
HEAVY = {
    "pandas",
    "numpy",
    "pyarrow",
    "pandera",
    "polars",
    "frictionless",
    "pathlib",
    "typing",
    "importlib.metadata",
}
# Who may import whom: a wing imports only from wings on lines above its own.
LAYERS = [
    {"tables"},
    {"texts", "releases"},
    {"validation", "analysis", "references"},
    {"curation", "export", "plot"},
    {"explorer", "__init__"},
    {"commands"},
    {"cli"},
    {"__main__"},
]


def modules() -> dict[str, set[str]]:
    """Return the modules of the package (those of a folder as one) and what each imports of the package."""
    graph: dict[str, set[str]] = {}
    for path in SRC.rglob("*.py"):
        name = path.stem if path.parent == SRC else path.relative_to(SRC).parts[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                "coalition_data"
            ):
                inner = (node.module or "").split(".")[1:2] or [alias.name for alias in node.names]
                graph.setdefault(name, set()).update(n for n in inner if n != name)
        graph.setdefault(name, set())
    return graph


def test_imports_run_one_way() -> None:
    level = {name: n for n, layer in enumerate(LAYERS) for name in layer}
    graph = modules()
    assert set(graph) == set(level)
    assert [(a, b) for a, targets in graph.items() for b in targets if level[b] >= level[a]] == []


def test_the_menu_is_the_namespace() -> None:
    submodules = set(modules())
    names = {
        n
        for n in vars(cd)
        if not n.startswith("_") and n not in submodules and n != "TYPE_CHECKING"
    }
    assert names == set(cd.__all__)


def test_no_module_is_called_like_a_function_of_the_menu() -> None:
    assert set(modules()) & set(cd.__all__) == set()


@pytest.mark.parametrize("name", cd.__all__)
def test_every_function_is_documented(name: str) -> None:
    function = getattr(cd, name)
    assert inspect.isfunction(function)
    assert len(inspect.getdoc(function) or "") > 40


def test_importing_the_package_pulls_in_nothing_heavy() -> None:
    code = "import sys; before = set(sys.modules); import coalition_data; print(*(set(sys.modules) - before))"
    out = subprocess.run([sys.executable, "-Sc", f"import sys; sys.path.insert(0, {str(SRC.parent)!r}); {code}"],
                         capture_output=True, text=True, check=True)  # fmt: skip
    assert set(out.stdout.split()) & HEAVY == set()


def test_the_version_is_the_descriptors() -> None:
    assert cd.__version__ == descriptor.read().version


def test_the_charts_are_found_where_the_readme_has_them() -> None:
    assert cd.plot is sys.modules["coalition_data.plot"]


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'meeting'"):
        cd.meeting  # noqa: B018
