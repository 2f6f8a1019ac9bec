from __future__ import annotations

import base64
import datetime as dt
import gzip
import json
import re
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from plotly.offline import get_plotlyjs_version

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Comparison, compare
from aqvision.core.recorded import recorded_on
from aqvision.core.settings import Settings
from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.kinematics.quality.summary import MetricSummary
from aqvision.report import page
from aqvision.report.change_tables import change_groups
from aqvision.report.numbers import DASH
from aqvision.report.page import write_analysis_report, write_comparison_report
from aqvision.report.pillar_cards import change_cards
from aqvision.report.sources import SOURCES
from aqvision.report.tables import ClipRole, count_rows, metric_groups, step_headings, step_rows
from tests.support.comparisons import (
    before_and_after,
    came_with_speed,
    nothing_changed,
    refused,
    single_pair,
)
from tests.support.ladders import Athlete
from tests.support.pages import read
from tests.support.synthetic import FROM_THE_SIDE, Run, analysis_of

HOSTILE = "<script>alert(1)</script> <b>bold</b> & {{ 7 * 7 }}"
MAX_BYTES = 5_000_000
NAN = float("nan")


def with_pictures(folder: Path) -> Path:
    """Write a kinogram of plain pictures."""
    target = folder / "keyframes"
    target.mkdir(parents=True)
    grey = np.full((42, 36, 3), 128, dtype=np.uint8)
    cv2.imwrite(str(target / "touchdown.webp"), grey)
    entry = {"phase": "touchdown", "label": "Touchdown", "time_s": 0.5, "side": "right"}
    (target / "index.json").write_text(json.dumps([entry]))
    return folder


def comparison_page(tmp_path: Path) -> Path:
    before, after = (with_pictures(tmp_path / name) for name in ("b", "a"))
    return write_comparison_report(before_and_after(), [before], [after], tmp_path / "out")


def analysis_page(tmp_path: Path, analysis: Analysis | None = None) -> Path:
    return write_analysis_report(analysis or analysis_of(Run()), with_pictures(tmp_path / "one"))


def withheld(summary: MetricSummary, reason: str) -> MetricSummary:
    return replace(
        summary, value=NAN, left=NAN, right=NAN, sd=NAN, se=NAN, n=0,
        confidence=Grade.WITHHELD, reason=reason,
    )  # fmt: skip


@pytest.mark.parametrize("make", [comparison_page, analysis_page])
def test_a_page_is_one_file_that_fetches_nothing(tmp_path: Path, make: object) -> None:
    assert callable(make)
    path = make(tmp_path)
    assert path.stat().st_size < MAX_BYTES
    reader = read(path)
    assert {tag for tag, _ in reader.tags}.isdisjoint({"link", "iframe", "object", "base"})
    addresses = [
        value
        for _, attrs in reader.tags
        for name, value in attrs.items()
        if name in {"src", "href", "srcset", "poster", "action"} and value
    ]
    assert len(addresses) > 3
    assert all(a.startswith(("#", "data:image/webp;base64,")) for a in addresses)
    style = (Path(page.__file__).parent / "static" / "report.css").read_text()
    assert "url(" not in style
    assert "@import" not in style
    policy = next(
        a["content"]
        for t, a in reader.tags
        if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy


@pytest.mark.parametrize("make", [comparison_page, analysis_page])
def test_a_page_names_no_folder_of_this_machine(tmp_path: Path, make: object) -> None:
    assert callable(make)
    text = make(tmp_path).read_text(encoding="utf-8")
    assert str(tmp_path) not in text
    assert str(Path(page.__file__).parents[3]) not in text


def test_a_hostile_name_stays_text(tmp_path: Path) -> None:
    analysis = analysis_of(Run())
    hostile = replace(
        analysis,
        athlete=HOSTILE,
        provenance=replace(analysis.provenance, clip_name=f"{HOSTILE}.mp4"),
    )
    clean, dirty = (analysis_page(tmp_path / n, a) for n, a in (("c", analysis), ("d", hostile)))
    assert HOSTILE in read(dirty).text
    assert "49" not in re.findall(r"<h1>.*?</h1>", dirty.read_text())[0]
    count = [len([t for t, _ in read(p).tags if t in {"script", "b"}]) for p in (clean, dirty)]
    assert count[0] == count[1]


def test_a_hostile_name_stays_text_in_a_comparison(tmp_path: Path) -> None:
    old = before_and_after()
    hostile = replace(old, before=(replace(old.before[0], athlete=HOSTILE),))
    path = write_comparison_report(hostile, [tmp_path], [tmp_path], tmp_path / "out")
    reader = read(path)
    assert f"{HOSTILE}: before and after" in reader.text
    assert "alert(1)" not in "".join(reader.json)


def test_the_head_says_when_each_clip_was_filmed(tmp_path: Path) -> None:
    dated = replace(analysis_of(Run()), recorded=recorded_on(dt.date(2026, 3, 1)))
    assert "(filmed 1 March 2026, as given)" in analysis_page(tmp_path, dated).read_text()
    assert "one run, no day given" in comparison_page(tmp_path).read_text()


def test_every_chart_has_its_place_and_data(tmp_path: Path) -> None:
    reader = read(comparison_page(tmp_path))
    places = {a["id"] for t, a in reader.tags if t == "div" and "id" in a}
    wanted = [a["data-figure"] for _, a in reader.tags if "data-figure" in a]
    assert len(wanted) > 5
    assert len(set(wanted)) == len(wanted)
    assert set(wanted) <= places
    assert all(json.loads(text)["data"] for text in reader.json)


def test_the_comparison_shows_verdicts_intervals_and_reasons(tmp_path: Path) -> None:
    comparison = before_and_after()
    reader = read(comparison_page(tmp_path))
    chips = [a["class"] for t, a in reader.tags if t == "span" and "chip" in (a.get("class") or "")]
    for verdict in ("these runs differ", "cannot be told yet", "no change shown"):
        verdicts = [
            *(c.verdict for c in comparison.changes),
            *(c.verdict for c in comparison.force),
            *(c.verdict for card in change_cards(comparison) for c in card.changes),
        ]
        expected = sum(found == verdict for found in verdicts)
        assert expected > 0
        assert chips.count(f"chip {verdict.replace(' ', '-')}") == expected
    assert "goes with contact time" in reader.text
    for change in comparison.in_view():
        assert METRICS[change.metric].label in reader.text
        assert change.reason.lower() in reader.text.lower()


def test_no_change_and_nothing_comparable_are_said(tmp_path: Path) -> None:
    still = write_comparison_report(
        nothing_changed(), [tmp_path] * 3, [tmp_path] * 3, tmp_path / "x"
    )
    assert "No change found: if there is one, it is smaller than" in read(still).text
    none = refused("filmed from different angles")
    text = read(write_comparison_report(none, [tmp_path], [tmp_path], tmp_path / "y")).text
    assert "Nothing could be compared" in text
    assert text.lower().count("filmed from different angles") > len(none.in_view()) - len(
        none.primaries
    )
    assert "No pictures were saved" in text


def test_withheld_metrics_show_their_reason_and_no_number(tmp_path: Path) -> None:
    analysis = analysis_of(Run())
    name, reason = "contact_time_s", "30 frames/s is too slow to time it"
    hidden = {**analysis.metrics, name: withheld(analysis.metrics[name], reason)}
    reader = read(analysis_page(tmp_path, replace(analysis, metrics=hidden)))
    assert reason in reader.text
    column = step_headings([analysis]).index(METRICS[name].label)
    steps = step_rows([replace(analysis, metrics=hidden)], [ClipRole.SINGLE])
    assert {step.values[column] for step in steps} == {DASH}
    measured = step_rows([analysis], [ClipRole.SINGLE])
    assert DASH not in {step.values[column] for step in measured}
    assert "nan" not in reader.text.lower().split()


def test_a_clip_without_steps_still_makes_a_page(tmp_path: Path) -> None:
    analysis = analysis_of(Run())
    empty = replace(
        analysis,
        contacts=(),
        steps=analysis.steps.iloc[:0],
        metrics={n: withheld(m, "no contact in view") for n, m in analysis.metrics.items()},
    )
    text = read(analysis_page(tmp_path, empty)).text
    assert "Nothing could be measured" in text
    assert "there are no steps to list" in text


def test_many_clips_make_one_page(tmp_path: Path) -> None:
    comparison = before_and_after()
    twice = replace(comparison, before=comparison.before * 2, after=comparison.after * 3)
    folders = [with_pictures(tmp_path / str(i)) for i in range(5)]
    path = write_comparison_report(twice, folders[:2], folders[2:], tmp_path / "out")
    reader = read(path)
    pair, moments = 2, 4
    assert sum(t == "img" for t, _ in reader.tags) == pair + moments
    assert "More clips" in reader.text
    assert "2 runs (12 ground contacts) before and 3 runs (18 ground contacts) after" in reader.text


def test_the_same_analysis_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (analysis_page(tmp_path / name).read_bytes() for name in ("x", "y"))
    assert first == second


def test_the_plotly_script_is_the_one_plotly_was_made_for() -> None:
    static = Path(page.__file__).parent / "static"
    head = (static / "plotly-basic.min.js").read_text(encoding="utf-8")[:200]
    assert f"plotly.js (basic - minified) v{get_plotlyjs_version()}" in head
    assert "MIT" in (static / "plotly-basic.LICENSE").read_text(encoding="utf-8")


def test_every_source_of_the_registry_has_a_reference(tmp_path: Path) -> None:
    keys = {metric.source for metric in METRICS.values()}
    text = read(analysis_page(tmp_path)).text
    assert all(SOURCES[key] in text for key in keys)
    assert not any(re.search(rf"\b{key}\b", text) for key in keys - {"definition"})


def test_what_is_not_named_first_is_folded_and_counted(tmp_path: Path) -> None:
    analysis, comparison = analysis_of(Run()), before_and_after()
    first, more = (metric_groups(analysis, main=main) for main in (True, False))
    shown = {row.name.label for _, group in first for row in group}
    assert shown == {METRICS[name].label for name in FROM_THE_SIDE if METRICS[name].main}
    assert f"{count_rows(more)} more quantities" in read(analysis_page(tmp_path / "a")).text
    further = change_groups(comparison, main=False)
    assert f"{count_rows(further)} more quantities" in read(comparison_page(tmp_path / "c")).text


def test_the_page_says_what_to_film_next(tmp_path: Path) -> None:
    text = read(comparison_page(tmp_path)).text
    assert "What to film next time" in text
    assert "with three runs before and three after, each on another day, a change of" in text


def test_noise_is_explained_once_and_plus_minus_means_one_thing(tmp_path: Path) -> None:
    text = read(comparison_page(tmp_path)).text
    assert len(re.findall(r"\bnoise\b", text)) <= 3
    assert "all four together are the noise" in text
    visible = text.replace("± the spread from step to step", "")
    assert not re.search(r"±(?! [\d.,]+(,| ))", visible)
    assert "faster sprinters" not in text
    assert "detectable" not in text


def text_of(comparison: Comparison, out: Path) -> str:
    before, after = ([out] * len(group) for group in (comparison.before, comparison.after))
    return " ".join(read(write_comparison_report(comparison, before, after, out)).text.split())


def test_the_page_shows_both_comparisons_and_what_intervals_are_made_of(tmp_path: Path) -> None:
    text = text_of(came_with_speed(), tmp_path)
    assert "At the same speed" in text
    assert "Verdict there" in text
    assert "6 clips before and 6 after" in text
    assert "How days differ: from 2 earlier sessions" in text
    assert "The history holds 2 sessions, which say little" in text


def test_the_page_says_why_there_is_nothing_at_the_same_speed(tmp_path: Path) -> None:
    text = text_of(single_pair(), tmp_path)
    assert "At the same speed" in text
    assert "Verdict there" not in text
    assert "70, 80, 90 and 100 %" in text
    assert "How days differ: what is usual" in text


def test_the_page_is_silent_on_speed_where_speeds_are_alike(tmp_path: Path) -> None:
    random = np.random.default_rng(4)
    clips = [Athlete().run(8.0, random) for _ in range(2)]
    alike = compare(clips[:1], clips[1:], Settings())
    assert "At the same speed" not in text_of(alike, tmp_path)


def test_the_first_screen_stands_first_and_the_parts_are_closed(tmp_path: Path) -> None:
    text = comparison_page(tmp_path).read_text(encoding="utf-8")
    first, nav = text.index('<section class="first"'), text.index("<nav")
    assert first < text.index('<p class="headline">') < text.index('<p class="next">') < nav
    parts = re.findall(r'<details class="fold" id="([\w-]+)"([^>]*)>', text)
    assert {"pictures", "movements", "changes", "charts", "steps", "methods"} <= {
        p for p, _ in parts
    }
    assert all("open" not in attributes for _, attributes in parts)
    links = set(re.findall(r'<a href="#([\w-]+)"', text))
    assert links <= {p for p, _ in parts}


def test_the_library_of_the_charts_lies_packed_until_it_is_needed(tmp_path: Path) -> None:
    text = analysis_page(tmp_path).read_text(encoding="utf-8")
    (library,) = re.findall(r'<template id="plotly"[^>]*>([^<]*)</template>', text)
    plain = (Path(page.__file__).parent / "static" / "plotly-basic.min.js").read_bytes()
    assert gzip.decompress(base64.b64decode(library)) == plain
    assert len(library) < 0.5 * len(plain)
    assert "Plotly=" not in text


def test_the_same_results_give_the_same_bytes(tmp_path: Path) -> None:
    before, after = (with_pictures(tmp_path / name) for name in ("b", "a"))
    first, second = (
        write_comparison_report(before_and_after(), [before], [after], tmp_path / out).read_bytes()
        for out in ("first", "second")
    )
    assert first == second
