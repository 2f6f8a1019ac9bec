"""All that belongs together -> its section: how arms, legs and trunk act on one another."""

from __future__ import annotations

from pathlib import Path

from validation.coordination import coordination_section
from validation.tables import section


def together_section(cache: Path) -> str:
    """Measure and write the section."""
    return section(coordination_section(cache))
