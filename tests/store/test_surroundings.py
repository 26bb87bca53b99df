"""Where a case lies: synced folders, network shares and sticks are known, and nothing else is."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from habeas.domain.register import Place
from habeas.store import keys, surroundings
from habeas.store.case import Case

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
31 22 0:44 / /mnt/news\\040room rw shared:2 - nfs4 server:/export rw
32 22 0:45 / /mnt/office rw - cifs //office/share rw
33 22 0:46 / /home/ana/far rw - fuse.sshfs ana@far:/ rw
34 22 8:17 / /media/STICK rw - vfat /dev/sdb1 rw
35 22 8:18 / /media/CARD rw - exfat /dev/sdb2 rw
36 22 8:19 / /media/DISK rw - fuseblk /dev/sdb3 rw
37 22 0:47 / /mnt/c rw - 9p drvfs rw
38 31 8:20 / /mnt/news\\040room/local rw - ext4 /dev/sdc1 rw
39 22 0:48 / /over rw - nfs4 server:/a rw
40 22 8:21 / /over rw - ext4 /dev/sdd1 rw
41 22 0:49 / /home/ana/.doc rw - fuse.portal portal rw
a line that is none
"""


def kinds(path, **given):
    return [(danger.kind, danger.what) for danger in surroundings.dangers(Path(path), **given)]


@pytest.mark.parametrize(
    ("path", "found", "ahead"),
    [
        ("/home/ana/a.habeas", [], True),
        ("/mnt/news room/a.habeas", [("network", "nfs4")], False),
        ("/mnt/news room/local/a.habeas", [], True),
        ("/mnt/news rooms/a.habeas", [], True),
        ("/mnt/office/in/a.habeas", [("network", "cifs")], False),
        ("/home/ana/far/a.habeas", [("network", "fuse.sshfs")], False),
        ("/home/ana/.doc/a.habeas", [], True),
        ("/media/STICK/a.habeas", [("fat", "vfat")], True),
        ("/media/CARD/a.habeas", [("fat", "exfat")], True),
        ("/media/DISK/a.habeas", [("fat", "fuseblk")], True),
        ("/mnt/c/Users/a.habeas", [("network", "9p")], False),
        ("/over/a.habeas", [], True),
    ],
)
def test_the_file_system_is_that_of_the_nearest_mount(path, found, ahead, tmp_path):
    assert kinds(path, mounts=MOUNTS, home=tmp_path) == found
    assert surroundings.may_journal_ahead(Path(path), mounts=MOUNTS) is ahead


def test_only_what_has_the_limit_is_said_to_have_it():
    def said(path):
        return surroundings.dangers(Path(path), mounts=MOUNTS)[0].sentence

    assert "4 GB" in said("/media/STICK/a.habeas")
    assert "4 GB" not in said("/media/CARD/a.habeas")


def test_a_list_of_mounts_that_cannot_be_had_is_no_danger(tmp_path, monkeypatch):
    monkeypatch.setattr(surroundings, "_MOUNTS", tmp_path / "nowhere")
    assert surroundings.may_journal_ahead(tmp_path / "a.habeas")
    assert kinds(tmp_path / "a.habeas") == []


@pytest.mark.parametrize(
    ("tree", "program"),
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Newsroom)", "Dropbox"),
        ("OneDrive - Newsroom", "OneDrive"),
        ("onedrive", "OneDrive"),
        ("Google Drive/My Drive", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("Nextcloud2", "Nextcloud"),
        ("ownCloud", "ownCloud"),
        ("MEGA", "MEGA"),
        ("work/.dropbox.cache/", "Dropbox"),
        ("work/.dropbox", "Dropbox"),
        ("work/.stfolder/", "Syncthing"),
        ("work/.sync_0123456789ab.db", "Nextcloud"),
        ("work/._sync_0123456789ab.db", "Nextcloud"),
        ("work/.owncloudsync.log", "ownCloud"),
        ("work/.tmp.driveupload/", "Google Drive"),
        ("Dropboxes", ""),
        ("omega", ""),
        ("work/.dropbox/", ""),
        ("work/notes.stfolder/", ""),
        ("My Nextcloud papers", ""),
    ],
)
def test_a_synced_folder_is_known_from_its_name_or_from_what_its_program_leaves(
    tmp_path, tree, program
):
    mark = tmp_path / tree
    if "/." in tree or "notes" in tree:
        mark.parent.mkdir(parents=True)
        if tree.endswith("/"):
            mark.mkdir()
        else:
            mark.touch()
        folder = mark.parent
    else:
        mark.mkdir(parents=True)
        folder = mark
    below = folder / "cases" / "2031"
    below.mkdir(parents=True)
    found = [("synced", program)] if program else []
    assert kinds(below / "a.habeas", mounts="", home=tmp_path) == found
    assert kinds(tmp_path / "a.habeas", mounts="", home=tmp_path) == []


def test_a_synced_folder_is_known_from_what_its_program_noted(tmp_path):
    def note(file, words):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(words)

    note(".dropbox/info.json", json.dumps({"personal": {"path": f"{tmp_path}/one"}}))
    note(".config/Nextcloud/nextcloud.cfg", f"[A]\n0\\Folders\\1\\localPath={tmp_path}/two/\n")
    note(".config/syncthing/config.xml", '<c><folder id="a" path="~/three" type="x"></folder></c>')
    note(".config/onedrive/config", 'sync_dir = "~/four"\n')
    found = [kinds(tmp_path / n / "in/a.habeas", home=tmp_path, mounts="") for n in
             ("one", "two", "three", "four", "five")]  # fmt: skip
    programs = ("Dropbox", "Nextcloud", "Syncthing", "OneDrive")
    assert found == [*([("synced", program)] for program in programs), []]


@pytest.mark.parametrize("words", ["", "{", "[1]", '{"a": 1}', '{"a": {"path": 3}}', "\0\xff"])
def test_notes_that_make_no_sense_are_no_danger(tmp_path, words):
    for file in (".dropbox/info.json", ".config/Nextcloud/nextcloud.cfg"):
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).write_text(words)
    assert kinds(tmp_path / "in/a.habeas", home=tmp_path, mounts="") == []


def test_a_link_into_a_synced_folder_lies_there(tmp_path):
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "cases").symlink_to(tmp_path / "Dropbox")
    assert kinds(tmp_path / "cases/a.habeas", home=tmp_path, mounts="") == [("synced", "Dropbox")]


# the mode that is safe on a share


@pytest.fixture
def share(tmp_path, monkeypatch):
    """A folder that Linux says is on another computer."""
    folder = tmp_path / "share"
    folder.mkdir()
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"31 22 0:44 / {folder} rw - nfs4 server:/export rw\n")
    monkeypatch.setattr(surroundings, "_MOUNTS", mounts)
    return folder


def names(case):
    return [place.name for place in case.select(Place, "ORDER BY id")]


def test_on_a_share_a_case_works_without_shared_memory(share):
    path = share / "valdoria.habeas"
    beside = set()
    with Case.create(path, "phrase", cost=keys.CHEAP) as case, ThreadPoolExecutor(2) as pool:
        for n in range(5):
            assert pool.submit(names, case).result() == [str(m) for m in range(n)]
            with case.edit("Add place") as edit:
                edit.insert(Place(name=str(n)))
                beside |= {found.name for found in share.iterdir()}
            case.put("scroll", n)
        with Case.open(path, "phrase", read_only=True) as reader:
            assert names(reader) == names(case)
            case.undo()
            assert names(reader) == ["0", "1", "2", "3"]
        assert case.query("PRAGMA journal_mode") == [{"journal_mode": "delete"}]
        case.copy_to(share / "copy.habeas")
    assert beside == {path.name, f"{path.name}-journal", f".{path.name}.lock"}
    assert {found.name for found in share.iterdir()} == {path.name, "copy.habeas"}
    with Case.open(path, "phrase") as case:
        case.redo()
        assert names(case) == ["0", "1", "2", "3", "4"]


def test_a_case_that_was_not_closed_elsewhere_is_taken_over_on_a_share(share, tmp_path):
    import shutil

    elsewhere = tmp_path / "valdoria.habeas"
    with Case.create(elsewhere) as case:
        with case.edit("Add place") as edit:
            edit.insert(Place(name="Peña Gris"))
        for end in ("", "-wal"):
            shutil.copy(f"{elsewhere}{end}", f"{share / elsewhere.name}{end}")
    with Case.open(share / elsewhere.name) as case:
        assert names(case) == ["Peña Gris"]
        assert case.query("PRAGMA journal_mode") == [{"journal_mode": "delete"}]
