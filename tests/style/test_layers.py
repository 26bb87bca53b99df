"""The rooms keep to their order."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "habeas"


def imported(path: Path) -> Iterator[str]:
    """Full names of all that a file imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_contracts_between_rooms_are_kept(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "path", [str(ROOT / "src"), *sys.path])

    broken = lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True)

    assert not broken, capsys.readouterr().out


@pytest.mark.parametrize("path", sorted((SOURCE / "domain").glob("*.py")), ids=lambda p: p.stem)
def test_the_domain_stands_on_the_standard_library_alone(path):
    foreign = {
        name
        for name in imported(path)
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not f"{name}.".startswith("habeas.domain.")
    }

    assert not foreign


def test_only_the_window_imports_qt():
    qt = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if any(name.partition(".")[0] in {"PySide6", "shiboken6"} for name in imported(path))
    }

    assert {path for path in qt if not path.startswith("ui/")} <= {"__main__.py"}
