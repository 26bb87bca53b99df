"""Checks a sealed export of Habeas.

Run it in the folder:  python3 check.py [another-seal.txt]
It needs nothing but Python 3.  It does not check the signature: check.html does.
"""

import hashlib
import json
import pathlib
import re
import sys

here = pathlib.Path(__file__).resolve().parent
wrong, notes = [], []


def sha256(data):
    """Give the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


# 1. Every file is the one that the manifest lists (the same as: sha256sum -c manifest.txt).
listed = dict(row.split("  ", 1)[::-1] for row in (here / "manifest.txt").read_text().splitlines())
for name, digest in listed.items():
    if not (here / name).is_file() or sha256((here / name).read_bytes()) != digest:
        wrong.append(f"{name} is missing or was changed")
found = {p.relative_to(here).as_posix() for p in here.rglob("*") if p.is_file()}
wrong += [f"{name} is not in the manifest" for name in found - set(listed) - {"manifest.txt"}]

# 2. The chain: the digest of each act is made of the one before, its head and its entries.
before, edits = "", {}
for row in (here / "journal.jsonl").read_text().splitlines():
    edit = json.loads(row)
    digest = sha256("\n".join([before, edit["head"], *edit["entries"]]).encode())
    if (edit["previous"], edit["digest"], edit["edit"]) != (
        before, digest, json.loads(edit["head"])[0]
    ) or edit["edit"] <= max(edits, default=0):  # fmt: skip
        wrong.append(f"the chain breaks at act no. {edit['edit']}")
        break
    before, edits[edit["edit"]] = digest, edit

# 3. The seals: the act that each names has the digest that it names, in the case that it names.
#    What stands behind the seal of the folder is vouched for by nobody: that is of the last act.
first = edits[min(edits)]["digest"] if edits else None
for path in [here / "seal.txt", *map(pathlib.Path, sys.argv[1:])]:
    text = path.read_text("utf-8")
    seal = dict(re.findall(r"^[> ]*(Case|Act|Digest): *(\w+)", text, re.MULTILINE)[::-1])
    act = int(seal["Act"]) if seal.get("Act", "").isdecimal() else 0
    sealed = edits.get(act, {}).get("digest")
    if None in (first, sealed) or (first, sealed) != (seal.get("Case"), seal.get("Digest")):
        wrong.append(f"{path.name}: the seal is not of this chain")
    elif act != max(edits) and path == here / "seal.txt":
        wrong.append(f"acts after no. {act} are not sealed: they may have been put there")
    elif act != max(edits):
        notes.append(f"{path.name}: it does not cover the acts after no. {act}.")

# 4. Each original was in the case: its row opens the commitment of the act that brought it.
shown = set()
for row in (here / "openings.jsonl").read_text().splitlines():
    one = json.loads(row)
    entries = edits.get(one["edit"], {}).get("entries", [])
    entry = json.loads(entries[one["entry"]]) if one["entry"] < len(entries) else [None] * 5
    commit = sha256(f"{one['nonce']}:{one['value']}".encode())
    if entry[0] == "source_capture" and entry[4] == commit:
        shown.add(json.loads(one["value"])["capture"])
for name in sorted(name for name in listed if name.startswith("originals/")):
    if listed[name] not in shown or listed[name] != pathlib.Path(name).stem:
        wrong.append(f"{name} is not shown to have been in the case")

sound = f"Sound: {len(edits)} acts, {len(shown)} originals. The signature was not checked."
sys.stdout.write("\n".join([f"WRONG: {line}" for line in wrong] or [sound, *notes]) + "\n")
sys.exit(bool(wrong))
