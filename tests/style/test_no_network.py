"""Habeas works offline: nothing in it can open a connection."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "habeas"
DOORS = (
    "aiohttp",
    "asyncio",
    "ftplib",
    "http",
    "httpx",
    "imaplib",
    "poplib",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "webbrowser",
    "xmlrpc",
    "PySide6.QtNetwork",
    "PySide6.QtWebEngineCore",
    "PySide6.QtWebSockets",
)


def doors_in(text: str) -> Iterator[str]:
    """The modules that a program imports and that could reach a network."""
    for node in ast.walk(ast.parse(text)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            yield from (door for door in DOORS if f"{name}.".startswith(f"{door}."))


def test_no_module_can_reach_a_network():
    found = {
        f"{path.relative_to(SOURCE)}: {door}"
        for path in sorted(SOURCE.rglob("*.py"))
        for door in doors_in(path.read_text(encoding="utf-8"))
    }

    assert not found


def test_the_scan_sees_every_way_to_import():
    text = """
import urllib.request, urllib.parse
from urllib import request
from PySide6 import QtNetwork
def later():
    from http.client import HTTPConnection
"""

    assert list(doors_in(text)) == ["urllib.request", "urllib.request", "PySide6.QtNetwork", "http"]
