"""Readers that misbehave, for workers of a test: Python loads this by itself where it is found.

A file "MISBEHAVE name argument" is read by the function of that name.
"""

from __future__ import annotations

import ctypes
import os
import re
import socket
import struct
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from habeas.capture import registry
from habeas.capture.reading import Part, Reading
from habeas.domain.page import Page, Word
from habeas.domain.stretch import Stretch, StretchKind

MARK = b"MISBEHAVE "


def read(original):
    name, _space, argument = original.data[len(MARK) :].decode().partition(" ")
    plain = Reading(data=original.data, text="Peña Gris\n", media_type="text/x-misbehaving")
    return globals()[name](plain, argument.strip()) or plain


def sleep(_plain, seconds):
    time.sleep(float(seconds))


def spin(_plain, _argument):
    re.match(r"(a+)+$", "a" * 60 + "b")  # in C, and nothing can interrupt it


def crash(_plain, _argument):
    ctypes.string_at(0)


def quit(_plain, code):
    os._exit(int(code))


def stumble(_plain, words):
    raise KeyError(words)


def eat(_plain, megabytes):
    return len([bytes(1_000_000) for _each in range(int(megabytes))]) and None


def forget(_plain, _argument):
    forget.kept = getattr(forget, "kept", 0) + 1
    if forget.kept > 1:
        os.abort()  # as a library that an earlier file left in disorder


def connect(_plain, _argument):
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def resolve(_plain, name):
    socket.getaddrinfo(name, 80)


def natively(plain, port):
    """Past Python: only the kernel can say no."""
    libc = ctypes.CDLL(None, use_errno=True)
    sock = libc.socket(2, 1, 0)
    address = (2).to_bytes(2, sys.byteorder) + int(port).to_bytes(2, "big") + bytes([127, 0, 0, 1])
    refused = sock < 0 or libc.connect(sock, address + bytes(8), 16)
    return replace(plain, text="refused" if refused else "connected")


def write(_plain, path):
    Path(path).write_text("written")


def write_natively(plain, path):
    libc = ctypes.CDLL(None, use_errno=True)
    file = libc.open(path.encode(), os.O_WRONLY | os.O_CREAT, 0o600)
    written = libc.write(file, b"written", 7) if file >= 0 else -1
    return replace(plain, text=f"{written} written")


def run(_plain, path):
    subprocess.run(["/usr/bin/touch", path], check=True)


def run_natively(plain, path):
    status = ctypes.CDLL(None).system(f"echo ran > {path}; touch {path}".encode())
    return replace(plain, text=f"status {status}")


def shout(plain, _argument):
    sys.stdout.write("I am the answer" * 1000)
    os.write(1, b"\x04" + b"x" * 100)
    sys.stderr.write("x" * 1_000_000)
    return plain


def babble(plain, _argument):
    """What a reader that was taken over may do: speak to the parent in the worker's place."""
    for number in range(3, 30):
        with suppress(OSError):
            os.write(number, b"\x04\xff\xff\xff\xff" + b"\xff" * 100)
    return plain


def forge(plain, _argument):
    header = b'{"blobs":[3,3],"depth":0,"title":"a lie","data":"x"}'
    message = struct.pack("!BIQ", 4, len(header), 6) + header + b"liedat"
    for number in range(3, 30):
        with suppress(OSError):
            os.write(number, message)
    os._exit(0)


def everything(plain, _argument):
    text = "Santa Brisa, 3 de mayo\n\ud83d Fila\n"
    return replace(
        plain, text=text, title="Un título", author="A\nB", kind="report", published="2031-05",
        notes=("One.", "Two."), silent=("author", "nonsense"), metadata=(("Producer", "a\r\nb"),),
        stretches=(Stretch(StretchKind.SHEET, 0, 5, "Hoja"),),
        pages=(Page(1, 595.0, 842.0, 0, 22, (Word(0, 5, (1.0, 2.0, 30.5, 14.0), 88),)),),
    )  # fmt: skip


def parts(plain, how):
    count, size = map(int, how.split())
    return replace(plain, parts=(_part(n, size) for n in range(count)))


def parts_then(plain, what):
    def some():
        yield _part(0, 10)
        yield _part(1, 10)
        yield Part(globals()[what](plain, "100") or plain, "post")

    return replace(plain, parts=some())


def nested(plain, _argument):
    def inside(depth):
        if depth == 9:
            return ()
        return (Part(replace(plain, text=f"{depth}.{n}", parts=inside(depth + 1)), "mail")
                for n in range(2))  # fmt: skip

    return replace(plain, parts=inside(0))


def _part(n, size):
    data = f"{n:06}".encode() * size
    return Part(Reading(data=data, text=f"part {n}", file_name=f"{n}.txt"), "page")


registry.register(
    "text/x-misbehaving", (".bad",), sniff=lambda each: each.head.startswith(MARK), reader=read
)
