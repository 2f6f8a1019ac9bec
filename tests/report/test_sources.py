"""Full references of the sources that pages name."""

from __future__ import annotations

import re
from pathlib import Path

from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.sources import SOURCES

ROOT = Path(__file__).parents[2]


def test_each_reference_is_of_a_listed_source_and_in_use() -> None:
    listed = re.findall(r"^### (\S+)$", (ROOT / "docs" / "sources.md").read_text(), re.MULTILINE)
    assert set(SOURCES) <= set(listed)
    assert {metric.source for metric in METRICS.values()} <= set(SOURCES)
    assert list(SOURCES) == sorted(SOURCES)
