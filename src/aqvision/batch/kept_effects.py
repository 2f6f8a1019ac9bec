"""Athletes of a team -> the effects of the group: fitted once, and kept while its runs stay.

The fits, and the library that makes them, take most of the time of a batch in which nothing is new.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from aqvision.batch.folders import replace_text
from aqvision.comparison.team.store import effects_from_json, effects_to_json, runs_to_json
from aqvision.comparison.team.team_effect import TeamEffect
from aqvision.jobs.presence import alone
from aqvision.library.storage import keep_private
from aqvision.report.team_people import TeamAthlete
from aqvision.report.team_runs import effects_key, effects_of, named_runs

FILE = "batch-groups.json"
_MOST = 64


@dataclass(frozen=True, slots=True)
class KeptEffects:
    """Effects of groups by what they are made of, in a file of a home; it holds no name."""

    home: Path

    def of(self, athletes: Sequence[TeamAthlete]) -> list[TeamEffect]:
        """Give how a group changed; fitted only if nothing sound is kept of the same runs.

        Parameters
        ----------
        athletes
            Everybody, each with a name of their own.
        """
        named = named_runs(athletes)
        key = effects_key(runs_to_json(named))
        kept = _sound(key, self._read().get(key))
        if kept is not None:
            return kept
        effects = effects_of(named)
        # an effect without bounds cannot be written; a disk that is full costs the next run a fit
        with suppress(OSError, ValueError):
            self._keep(key, effects_to_json(effects))
        return effects

    def _read(self) -> dict[str, Any]:
        """Read what is kept; nothing where the file is not there or is damaged."""
        try:
            content = json.loads((self.home / FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    def _keep(self, key: str, effects: str) -> None:
        """Write down effects before those of other groups, of which the last are forgotten."""
        with alone(self.home / "locks", "keeping-groups"):
            groups = {key: {"effects": effects, "seal": _seal(key, effects)}}
            groups |= {other: own for other, own in self._read().items() if other != key}
            replace_text(self.home / FILE, json.dumps(dict(islice(groups.items(), _MOST))))
            keep_private(self.home / FILE)


def _sound(key: str, kept: Any) -> list[TeamEffect] | None:
    """Read effects that are as they were written; None for anything else."""
    match kept:
        case {"effects": str(effects), "seal": str(seal)} if seal == _seal(key, effects):
            return effects_from_json(effects)
    return None


def _seal(key: str, effects: str) -> str:
    return hashlib.sha256(f"{key} {effects}".encode()).hexdigest()
