"""Small pieces: what a reader can hold in the head."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "habeas"
FILES = sorted(SOURCE.rglob("*.py"))
LONGEST_FILE = 400  # lines; hardly any should pass 300
LONGEST_FUNCTION = 60  # lines; hardly any should pass 40

each_file = pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def test_there_is_something_to_look_at():
    assert len(FILES) > 10


@each_file
def test_no_file_is_too_long(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@each_file
def test_no_function_is_too_long(path):
    long = {
        f"{node.name} (line {node.lineno})": node.end_lineno - node.lineno + 1
        for node in functions(path)
        if node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    }

    assert not long


@each_file
def test_no_name_hides_what_a_thing_is_for(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    vague = ("Manager", "Handler", "Helper", "Util", "Utils", "Impl")
    names = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]

    assert not [name for name in names if name.endswith(vague)]
