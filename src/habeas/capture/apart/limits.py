"""How long and how much a worker may take over one file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds`` for a file and ``seconds_per_mb`` more for each MB of it, ``longest`` at most.

    That is the time without a sign of life; a file with others inside may take ``parts_times`` as
    long in all.  ``memory`` is in bytes of address space, for a whole worker; ``text`` is how many
    bytes of text, or of anything else, one message from it may bring.
    """

    seconds: float = 60.0
    seconds_per_mb: float = 1.0
    longest: float = 3600.0
    parts_times: float = 20.0
    memory: int = 1_500_000_000
    text: int = 1_300_000_000

    def time(self, size: int) -> float:
        """Seconds that a file of ``size`` bytes may take without a sign of life."""
        return min(self.seconds + self.seconds_per_mb * size / 1_000_000, self.longest)
