"""ZIP files, the same ones for the same members."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_MOMENT = (2031, 5, 3, 0, 0, 0)


def zipped(
    members: Mapping[str, str | bytes], *, first: str = "", method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A ZIP file of these members; the one named ``first`` is not deflated."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            how = zipfile.ZIP_STORED if name == first else method
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), data, how)
    return out.getvalue()
