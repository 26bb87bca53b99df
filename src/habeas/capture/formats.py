"""Every format that Habeas reads, in one table; the last lines are tried first.

``sniff`` tells a format by what the file holds; where the same bytes may be two formats, the
suffix decides.  Readers are loaded when a file of theirs comes.
"""

from __future__ import annotations

from habeas.capture import signatures
from habeas.capture.registry import late, register

register("text/plain", (".txt", ".text", ".md"), sniff=signatures.is_text, reader=late("plain"))
