"""The backups as rows of a table: when, of which case, what they hold, how large they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, Qt

from habeas import i18n
from habeas.i18n import _, ngettext
from habeas.ui.rowmodel import Index

if TYPE_CHECKING:
    from habeas.store.backups import Backup, Contents

_Role = Qt.ItemDataRole
_WORDS = (_Role.DisplayRole, _Role.ToolTipRole, _Role.AccessibleTextRole)


class BackupList(QAbstractTableModel):
    """One row for each backup, the latest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._backups: list[Backup] = []

    def fill(self, backups: Sequence[Backup]) -> None:
        """Show these instead; what was seen of a locked one stays known."""
        seen = {backup.path: backup.contents for backup in self._backups}
        self.beginResetModel()
        self._backups = [
            replace(backup, contents=backup.contents or seen.get(backup.path)) for backup in backups
        ]
        self.endResetModel()

    def tell(self, found: dict[Path, Contents]) -> None:
        """Show what these locked ones hold."""
        self._backups = [
            replace(backup, contents=found.get(backup.path, backup.contents))
            for backup in self._backups
        ]
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._backups) - 1, 3))

    def backup(self, row: int) -> Backup | None:
        """The backup of a row; None if there is no such row."""
        return self._backups[row] if 0 <= row < len(self._backups) else None

    def all(self) -> list[Backup]:
        """Every backup that is shown."""
        return list(self._backups)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name
        return 0 if parent.isValid() else len(self._backups)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name
        return 0 if parent.isValid() else 4

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid() or role not in _WORDS:
            return None
        backup = self._backups[index.row()]
        words = (when, whose, holds, size)
        return words[index.column()](backup)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return (_("When"), _("Case"), _("What it holds"), _("Size"))[section]
        return None


def when(backup: Backup) -> str:
    """When it was made, by the clock of this computer."""
    from babel.dates import format_datetime

    made = backup.made.astimezone()
    return str(format_datetime(made, "EEE d MMM y, HH:mm", locale=i18n.language()))


def whose(backup: Backup) -> str:
    """Of which case it is, as far as may be known."""
    if backup.contents is not None and backup.contents.name:
        return Path(backup.contents.name).stem
    return _("A locked case") if backup.locked else _("A case")


def holds(backup: Backup) -> str:
    """How much is in it, as far as may be known."""
    if backup.contents is None:
        return _("Locked") if backup.locked else _("It cannot be read")
    sources, claims = backup.contents.sources, backup.contents.claims
    return ", ".join(
        (
            ngettext("{n} source", "{n} sources", sources).format(n=sources),
            ngettext("{n} claim", "{n} claims", claims).format(n=claims),
        )
    )


def size(backup: Backup) -> str:
    """How large its file is."""
    return QLocale().formattedDataSize(backup.size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def named(backup: Backup) -> str:
    """The whole row as one phrase."""
    return _("{case}, saved {when}, {size}").format(
        case=whose(backup), when=when(backup), size=size(backup)
    )
