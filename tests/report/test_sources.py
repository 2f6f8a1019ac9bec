"""Full references of the sources that pages name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.sources import (
    FORCE_SOURCES,
    HOLD_SOURCES,
    SOURCES,
    VERDICT_SOURCES,
    references,
)

PAGE = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
ENTRIES = dict(re.findall(r"^### (\S+)\n\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL))


def test_each_reference_is_in_use_and_of_a_listed_source() -> None:
    of_metrics = {metric.source for metric in METRICS.values()}
    assert set(SOURCES) == of_metrics.union(VERDICT_SOURCES, FORCE_SOURCES, HOLD_SOURCES)
    assert set(SOURCES) <= set(ENTRIES)


def test_a_paper_is_cited_in_a_report_as_in_the_documentation() -> None:
    papers = {key: text for key, text in SOURCES.items() if re.search(r"-\d{4}$", key)}
    listed = {key: " ".join(ENTRIES[key].split("Used for:")[0].split()) for key in papers}
    assert papers == listed


def test_what_we_measured_names_the_section_that_shows_it() -> None:
    for key in (key for key in SOURCES if key.startswith("measured-")):
        heading = re.search(r"under '(.+)'\.$", SOURCES[key])
        assert heading and f"[{heading[1]}](accuracy.md#" in " ".join(ENTRIES[key].split())


def test_each_metric_is_named_once_below_its_source_and_papers_come_first() -> None:
    listed = references(METRICS.values(), verdict=False)
    labels = [label for source in listed for label in (*source.read, *source.remembered)]
    assert sorted(labels) == sorted(metric.label for metric in METRICS.values())
    texts = [source.text for source in listed]
    first_own = next(
        i for i, text in enumerate(texts) if text.startswith(("Our own", "Definitions"))
    )
    assert texts[:first_own] == sorted(texts[:first_own])
    assert all(text.startswith(("Our own", "Definitions")) for text in texts[first_own:])


@pytest.mark.parametrize(("key", "what"), VERDICT_SOURCES.items())
def test_only_a_page_that_calls_changes_names_the_sources_of_that_rule(key: str, what: str) -> None:
    rule = SOURCES[key]
    assert rule not in [source.text for source in references(METRICS.values(), verdict=False)]
    (source,) = (s for s in references(METRICS.values(), verdict=True) if s.text == rule)
    assert source.read == (what,)


@pytest.mark.parametrize(("key", "what"), FORCE_SOURCES.items())
def test_only_a_page_that_tells_of_force_names_what_that_rests_on(key: str, what: str) -> None:
    for force in (False, True):
        listed = references(METRICS.values(), verdict=False, force=force)
        assert any(what in source.read for source in listed) is force
        assert force is False or SOURCES[key] in [source.text for source in listed]


def test_priors_of_verdicts_name_sources_that_a_page_lists() -> None:
    named = {metric.variation.source for metric in METRICS.values()} - {"assumed"}
    assert named <= set(VERDICT_SOURCES)
