"""What the README says from Python is run as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_python_section_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    script = re.search(r"```python\n(.*?)```", README, re.S)
    assert script is not None
    exec(compile(script[1], "README.md", "exec"), {"__name__": "readme"})
    assert "incident/killing" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["record.habeas"]


def test_the_commands_and_files_it_names_are_there() -> None:
    for name in re.findall(r"\]\(([^)#]+)\)|^    (packaging/\w+)$", README, re.M):
        path = next(part for part in name if part)
        assert (Path(__file__).parents[1] / path).exists(), path
