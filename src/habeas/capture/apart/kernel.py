"""What the kernel of Linux itself refuses a worker from now on, even one that was taken over.

A filter of system calls (seccomp): no sockets, no programs, no other processes, nothing written or
changed on a disk.  What is not named stays allowed, so that no library stumbles over it.

Run as a program, ``kernel.py PARENT PROGRAM ...`` becomes another one, which needs more: it may do
all but reach a network, and it ends with its parent.  So a program of the system is started to
which something out of a case is given; nothing of ours is imported for it.
"""

from __future__ import annotations

import errno
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_LOAD, _EQUAL, _HAS, _FROM, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06  # of classic BPF
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_NUMBER, _MACHINE, _FIRST, _SECOND, _THIRD = 0, 4, 16, 24, 32  # where they lie in seccomp_data
_SET_SECCOMP, _FILTER = 22, 2  # of prctl(2)
_SET_PDEATHSIG, _SET_NO_NEW_PRIVS = 1, 38
_SOCKET, _IO_URING = (41, 198), (425, 425)
_UNIX, _NETLINK = 1, 16  # kinds of sockets that end on this machine
_NO_PROGRAM = 127  # as a shell says it
_X32 = 0x40000000  # calls of another kind, on the same machine
_NEW_THREAD = 0x10000  # of clone(2)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# name: number on x86_64, number on aarch64 (-1: not there)
_REFUSED = {
    "socket": (41, 198), "connect": (42, 203), "accept": (43, 202), "accept4": (288, 242),
    "bind": (49, 200), "listen": (50, 201), "sendto": (44, 206), "sendmsg": (46, 211),
    "sendmmsg": (307, 269), "execve": (59, 221), "execveat": (322, 281), "fork": (57, -1),
    "vfork": (58, -1), "kill": (62, 129), "tkill": (200, 130), "rt_sigqueueinfo": (129, 138),
    "pidfd_open": (434, 434), "pidfd_send_signal": (424, 424), "ptrace": (101, 117),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "unshare": (272, 97),
    "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41),
    "chroot": (161, 51), "bpf": (321, 280), "perf_event_open": (298, 241), "keyctl": (250, 219),
    "add_key": (248, 217), "request_key": (249, 218), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "creat": (85, -1), "truncate": (76, 45), "ftruncate": (77, 46),
    "unlink": (87, -1), "unlinkat": (263, 35), "rename": (82, -1), "renameat": (264, 38),
    "renameat2": (316, 276), "mkdir": (83, -1), "mkdirat": (258, 34), "rmdir": (84, -1),
    "link": (86, -1), "linkat": (265, 37), "symlink": (88, -1), "symlinkat": (266, 36),
    "chmod": (90, -1), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "chown": (92, -1), "fchown": (93, 55), "lchown": (94, -1), "fchownat": (260, 54),
    "mknod": (133, -1), "mknodat": (259, 33), "utimensat": (280, 88), "utime": (132, -1),
    "utimes": (235, -1), "futimesat": (261, -1), "setxattr": (188, 5), "lsetxattr": (189, 6),
    "fsetxattr": (190, 7), "removexattr": (197, 14), "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
}  # fmt: skip
_UNKNOWN = {"clone3": (435, 435), "openat2": (437, 437)}  # the C library then takes the older ones
_OPENS = (((2, -1), _SECOND), ((257, 56), _THIRD))  # open, openat; where their flags lie
_CLONE, _TGKILL = (56, 220), (234, 131)

Step = tuple[int, int, int, int]  # code, steps to skip if true, if false, number


def refuse() -> bool:
    """Have the kernel refuse all that from now on; whether it does."""
    which = _which()
    return which is not None and _install(program(which, os.getpid()))


def alone(command: Sequence[str]) -> list[str]:
    """The ``command`` of a program of the system so that it reaches no network and ends with us.

    It leaves no core file either, for it is given what lies in a case.  As it stands where the
    kernel is not Linux.
    """
    if not sys.platform.startswith("linux") or getattr(sys, "frozen", False):
        return list(command)
    plain = [sys.executable, "-I", "-S", "-B"]
    return [*plain, str(Path(__file__).absolute()), str(os.getpid()), *command]


def become(parent: int, command: Sequence[str]) -> int:
    """Become that program; the status to end with if that cannot be."""
    import resource
    import signal

    resource.setrlimit(resource.RLIMIT_CORE, (1, 1))  # 0 would let it be piped to a collector
    _prctl(_SET_PDEATHSIG, signal.SIGKILL)
    _prctl(_SET_NO_NEW_PRIVS, 1)
    which = _which()
    if which is not None:
        _install(lonely(which))
    if os.getppid() != parent:  # it ended before it could be told to take us along
        return _NO_PROGRAM
    try:
        os.execv(command[0], list(command))
    except OSError:
        return _NO_PROGRAM


def _which() -> int | None:
    """Which of the machines that we know this is; None: another."""
    which = {"x86_64": 0, "aarch64": 1}.get(platform.machine())
    return which if sys.platform.startswith("linux") and sys.maxsize >= 1 << 32 else None


def lonely(which: int) -> list[Step]:
    """The filter for a program that may do all but reach a network."""
    return [
        *_known(which),
        (_EQUAL, 0, 1, _IO_URING[which]), _no(errno.ENOSYS),
        (_EQUAL, 0, 4, _SOCKET[which]), (_LOAD, 0, 0, _FIRST),
        (_EQUAL, 2, 0, _UNIX), (_EQUAL, 1, 0, _NETLINK), _no(errno.EACCES),
        (_RETURN, 0, 0, _ALLOW),
    ]  # fmt: skip


def program(which: int, process: int) -> list[Step]:
    """The filter for the machine ``which`` (0: x86_64, 1: aarch64), for a process by its number."""
    steps = _known(which)
    for refused, error in ((_REFUSED, errno.EPERM), (_UNKNOWN, errno.ENOSYS)):
        for numbers in refused.values():
            if numbers[which] >= 0:
                steps += [(_EQUAL, 0, 1, numbers[which]), _no(error)]
    for numbers, flags in _OPENS:
        steps += _only(numbers[which], flags, (_HAS, 0, 1, _WRITES), errno.EACCES)
    steps += _only(_CLONE[which], _FIRST, (_HAS, 1, 0, _NEW_THREAD), errno.EPERM)
    steps += _only(_TGKILL[which], _FIRST, (_EQUAL, 1, 0, process), errno.EPERM)
    return [*steps, (_RETURN, 0, 0, _ALLOW)]


def _known(which: int) -> list[Step]:
    """The number of the call, if it is one of this machine's; calls of others are refused."""
    return [
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 1, 0, list(_MACHINES.values())[which]),
        _no(errno.EPERM),
        (_LOAD, 0, 0, _NUMBER),
        (_FROM, 0, 1, _X32),
        _no(errno.EPERM),
    ]


def _only(number: int, at: int, test: Step, error: int) -> list[Step]:
    """Refuse a call if what it is given at ``at`` passes the ``test``."""
    if number < 0:
        return []
    return [
        (_EQUAL, 0, 4, number), (_LOAD, 0, 0, at), test, _no(error), (_RETURN, 0, 0, _ALLOW),
    ]  # fmt: skip


def _no(error: int) -> Step:
    return (_RETURN, 0, 0, _ERROR | error)


def _install(steps: list[Step]) -> bool:
    import ctypes

    class Instruction(ctypes.Structure):
        _fields_ = (
            ("code", ctypes.c_uint16), ("jt", ctypes.c_uint8), ("jf", ctypes.c_uint8),
            ("k", ctypes.c_uint32),
        )  # fmt: skip

    class Program(ctypes.Structure):
        _fields_ = (("len", ctypes.c_uint16), ("filter", ctypes.POINTER(Instruction)))

    made: Any = (Instruction * len(steps))(*(Instruction(*step) for step in steps))
    try:
        libc = ctypes.CDLL(None)
        return bool(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(Program(len(steps), made))) == 0)
    except (OSError, AttributeError):
        return False


def _prctl(option: int, value: int) -> None:
    import ctypes

    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(become(int(sys.argv[1]), sys.argv[2:]))
