"""The documentation: what the code offers is written down, and what is written is so."""

from __future__ import annotations

import dataclasses
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from aqvision.analysis.rows import SCENE_KEYS
from aqvision.analysis.texts import WARNINGS
from aqvision.analysis.warnings import ClipWarning
from aqvision.batch.table import COLUMNS
from aqvision.cli.main import main
from aqvision.comparison.interval import DaySource, Difference, IntervalParts, half_width
from aqvision.comparison.judging import Verdict
from aqvision.comparison.planning import DESIGNS, Design, SideVariance, smallest_change_seen
from aqvision.comparison.speed_matched import SharedSpeeds, SpeedMatchedChange
from aqvision.comparison.store import change_to_dict
from aqvision.core.clip import Notes
from aqvision.core.provenance import Provenance
from aqvision.core.recorded import Recorded
from aqvision.core.settings import Settings
from aqvision.core.splits import Splits
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.force.estimate import Estimate
from aqvision.kinematics.force.profile import ForceVelocity
from aqvision.kinematics.force.quantities import QUANTITIES, ForceQuantity
from aqvision.kinematics.force.spring_mass import SpringMass
from aqvision.kinematics.metrics.registry import EVIDENCE, METRICS, PILLARS, Metric
from aqvision.kinematics.quality.summary import MetricSummary
from aqvision.video.timing import VideoFacts
from tests.support.team_changes import change_of

ROOT = Path(__file__).parents[1]
SOURCE_CODE = ROOT / "src" / "aqvision"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
SETTINGS = [
    (group.name, setting)
    for group in dataclasses.fields(Settings)
    for setting in dataclasses.fields(getattr(Settings(), group.name))
]
IN_ANALYSIS = (Provenance, Notes, Recorded, VideoFacts, Contact, MetricSummary, ClipWarning,
    ForceVelocity, SpringMass, Estimate, Splits)  # fmt: skip
CHANGE = dataclasses.replace(
    change_of("speed_mps", 1.0, Verdict.CHANGED),
    interval_parts=IntervalParts(
        step_sd=1.0, run_sd=1.0, between_day_sd=1.0, shared_sd=1.0, measurement_sd=1.0,
        between_day_source=DaySource.DEFAULT, n_sessions=0, degrees_of_freedom=1.0,
    ),
    speed_matched=SpeedMatchedChange(Difference(), 0.0, Verdict.NO_CHANGE),
)  # fmt: skip


def keys(content: dict[str, Any]) -> Iterator[str]:
    """List the keys of a dictionary and of those in it."""
    for key, value in content.items():
        yield key
        yield from keys(value) if isinstance(value, dict) else ()


FIELDS = [
    *((f"`{file}`", field.name) for file, kinds in (
        ("analysis.json", IN_ANALYSIS),
        ("comparison.json", (SharedSpeeds,)),
    ) for kind in kinds for field in dataclasses.fields(kind)),
    *(("`analysis.json`", key) for key in SCENE_KEYS),
    *(("`comparison.json`", key) for key in keys(change_to_dict(CHANGE))),
]  # fmt: skip
KEY = r"[a-z]+(?:-[a-z0-9]+)*"
SIGN = re.compile(r"positive|negative|\d = |\b0 to |-1(?:80)? to 1|above 1")
FIGURE = r"\d+(?:\.\d+)?"
PICTURE = r"^!\[([^]]+)\]\((pictures/\w+\.svg)\)$"
CITING = ("src/aqvision", "samples", "validation")


def page(name: str) -> str:
    """Read a page of docs/."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """Give what stands under a heading, up to the next heading of its level or above."""
    level = re.search(rf"^(#+) {re.escape(heading)}$", text, re.MULTILINE)
    assert level is not None, f"there is no heading '{heading}'"
    following = text[level.end() :]
    end = re.search(rf"^#{{1,{len(level[1])}}} ", following, re.MULTILINE)
    return following if end is None else following[: end.start()]


def meaning_cells(metric: Metric) -> str:
    """Write the beginning of a metric's row in docs/method.md: what it is, bold if shown first."""
    label = f"**{metric.label}**" if metric.main else metric.label
    return f"| {label} `{metric.name}` | {metric.definition} | "


def number_cells(metric: Metric) -> str:
    """Write the end of that row: its numbers, its source and what it rests on."""
    part, unit = (100, " %") if metric.relative else (1, "")
    cells = (
        metric.unit or "share",
        metric.best,
        f"{part * metric.mdc_60hz:g} / {part * metric.mdc_240hz:g}{unit}",
        f"`{metric.source}` {metric.evidence}",
    )
    return f" | {' | '.join(cells)} |"


def prior_cells(metric: Metric) -> str:
    """Write the beginning of the row of docs/method_statistics.md on how far a metric varies."""
    variation = metric.variation
    sd = [100 * v if variation.relative else v for v in (variation.run_sd, variation.day_sd)]
    unit = "%" if variation.relative else metric.unit
    cells = (
        *(f"{value:g} {unit}".strip() for value in sd),
        variation.source if variation.source == "assumed" else f"`{variation.source}`",
    )
    return f"| {' | '.join(cells)} | "


def design_row(design: Design) -> str:
    """Write the row of docs/method.md on what a way of filming shows of an angle of the leg."""
    run, step = METRICS["thigh_flexion_peak_deg"].variation.run_sd ** 2, 2.0**2
    free = Settings().comparison.prior_freedom
    of_a_side = SideVariance(
        run=run + (run + step) / 8, day=run, shared=0.15 * step, run_freedom=free, day_freedom=free
    )
    se = float((2 * of_a_side.of_mean(design)) ** 0.5)
    half = half_width(se, of_a_side.freedom(design), Settings().comparison.confidence_level)
    seen = smallest_change_seen(of_a_side, design)
    return f"| {design.n_runs} | {design.n_days} | ± {half:.1f} deg | {seen:.0f} deg |"


def force_row(quantity: ForceQuantity) -> str:
    """Write the row of docs/method.md that holds a number of force."""
    variation = quantity.variation
    cells = (
        quantity.label,
        f"`{quantity.name}`",
        quantity.unit or "share",
        quantity.definition,
        f"{100 * quantity.worthwhile_frac:g} %",
        f"{100 * variation.run_sd:g} %, {100 * variation.day_sd:g} %",
        variation.source if variation.source == "assumed" else f"`{variation.source}`",
    )
    return f"| {' | '.join(cells)} |"


def setting_row(group: str, setting: dataclasses.Field[Any]) -> str:
    about = setting.metadata
    return (
        f"| `{group}.{setting.name}` | {setting.default:g} | {about['unit']} "
        f"| {about['low']:g} to {about['high']:g} | {about['source']} |"
    )


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_method_holds_each_metric_as_the_registry_has_it(metric: Metric) -> None:
    """What it is, how it is computed and what its sign means, its numbers."""
    rows = section(page("method.md"), PILLARS[metric.pillar]).splitlines()
    begins, ends = meaning_cells(metric), number_cells(metric)
    found = [row for row in rows if row.startswith(begins) and row.endswith(ends)]
    assert found, f"docs/method.md needs this row:\n{begins}...{ends}"
    computed = found[0].removeprefix(begins).removesuffix(ends)
    assert len(computed.split()) > 2
    assert SIGN.search(f"{metric.definition} {computed}"), f"what does its sign mean? {computed}"


@pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=list(QUANTITIES))
def test_method_holds_each_number_of_force(quantity: ForceQuantity) -> None:
    row = force_row(quantity)
    assert row in section(page("method.md"), "Force").splitlines(), row


@pytest.mark.parametrize("title", PILLARS.values())
def test_each_pillar_has_a_picture_in_words_too(title: str) -> None:
    shown = re.findall(PICTURE, section(page("method.md"), title), re.MULTILINE)
    assert shown
    for words, target in shown:
        assert len(words) > 40
        drawn = (ROOT / "docs" / target).read_text(encoding="utf-8")
        assert drawn.startswith("<svg")
        assert "<title>" in drawn


@pytest.mark.parametrize(("tag", "meaning"), EVIDENCE.items())
def test_method_explains_each_kind_of_evidence(tag: str, meaning: str) -> None:
    assert f"`{tag}`: {meaning.split(',')[0]}" in " ".join(page("method.md").split())


def test_method_holds_no_metric_that_is_gone() -> None:
    of_force = section(page("method.md"), "Force")
    named = re.findall(r"^\| [^`|]+ `(\w+)` \|", page("method.md"), re.MULTILINE)
    assert sorted(named) == sorted(METRICS)
    assert re.findall(r"^\| [^`|]+ \| `(\w+)` \|", of_force, re.MULTILINE) == list(QUANTITIES)


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_method_holds_the_prior_of_each_metric(metric: Metric) -> None:
    """One row for all that vary alike, and what each repeats."""
    priors = section(page("method_statistics.md"), "Priors").splitlines()
    (row,) = [row for row in priors if row.startswith(prior_cells(metric))]
    assert f"`{metric.name}`" in row.removeprefix(prior_cells(metric))
    beside = [row for row in priors if re.match(r"\| `\w+` \| .*" + f"`{metric.name}`", row)]
    assert [row.split("`")[1] for row in beside] == ([metric.repeats] if metric.repeats else [])


def test_method_holds_no_prior_of_a_metric_that_is_gone() -> None:
    priors = section(page("method_statistics.md"), "Priors")
    rows = [r for r in priors.splitlines() if re.match(r"\| \d", r)]
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row.split(" | ")[3])]
    assert sorted(named) == sorted(METRICS)


def test_each_prior_says_where_it_comes_from() -> None:
    listed = set(re.findall(rf"^### ({KEY})$", page("sources.md"), re.MULTILINE))
    assert {m.variation.source for m in METRICS.values()} <= listed | {"assumed"}


def test_method_shows_what_each_way_of_filming_finds() -> None:
    rows = section(page("method.md"), "How many runs to film").splitlines()
    assert [design_row(d) for d in DESIGNS] == [r for r in rows if re.match(r"\| \d \| \d ", r)]


@pytest.mark.parametrize("verdict", Verdict)
def test_method_explains_each_verdict(verdict: Verdict) -> None:
    assert f"**{verdict.value}**" in section(page("method.md"), "Verdicts").lower()


@pytest.mark.parametrize(("group", "setting"), SETTINGS)
def test_method_holds_each_setting(group: str, setting: dataclasses.Field[Any]) -> None:
    row = setting_row(group, setting)
    assert row in page("method_settings.md").splitlines(), row


@pytest.mark.parametrize("command", main.commands.values(), ids=lambda c: c.name)
def test_cli_page_explains_each_command(command: click.Command) -> None:
    text = section(page("cli.md"), f"aqvision {command.name}")
    for parameter in command.params:
        for name in parameter.opts if isinstance(parameter, click.Option) else ():
            assert re.search(rf"`{name}[` ]", text), f"docs/cli.md: {command.name} {name}"
        if isinstance(parameter.type, click.Choice):
            assert all(f"`{choice}`" in text for choice in parameter.type.choices)
    for name, part in command.commands.items() if isinstance(command, click.Group) else ():
        (row,) = re.findall(rf"^\| `aqvision {command.name} {name}\b.*$", text, re.MULTILINE)
        assert all(f"`{p.opts[0]}" in row for p in part.params if isinstance(p, click.Option))


def test_cli_page_names_no_command_or_option_that_is_gone() -> None:
    groups = [c for c in main.commands.values() if isinstance(c, click.Group)]
    commands = [*main.commands.values(), *(c for g in groups for c in g.commands.values())]
    offered = {o for c in commands for p in c.params for o in p.opts}
    text = page("cli.md")
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text)) <= offered | {"--help", "--version"}
    assert set(re.findall(r"^(?:## )?aqvision ([a-z]+)", text, re.MULTILINE)) == set(main.commands)


@pytest.mark.parametrize(("file", "field"), FIELDS)
def test_cli_page_explains_each_field_of_the_files(file: str, field: str) -> None:
    assert f"`{field}`" in section(page("cli.md"), file)


@pytest.mark.parametrize("column", COLUMNS)
def test_cli_page_explains_each_column_of_a_roster(column: str) -> None:
    assert re.search(rf"^\| [^|]*`{column}`[^|]*\| \S", section(page("cli.md"), "The roster"), re.M)


def test_cli_page_explains_each_warning() -> None:
    codes = {key.partition(":")[0] for key in WARNINGS}
    text = section(page("cli.md"), "Warnings")
    of_a_check = section(page("cli.md"), "aqvision check")
    assert {c for c in codes if f"`{c}`" not in text and f"`{c}`" not in of_a_check} == set()


def remarks(path: Path) -> str:
    """Give the docstrings and comments of a module as one line."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    wanted = (tokenize.STRING, tokenize.COMMENT)
    words = (token.string.lstrip("#") for token in tokens if token.type in wanted)
    return " ".join(" ".join(words).split())


def cited_keys() -> dict[str, str]:
    """Map each source key that the code cites to a place that cites it."""
    keys = {metric.source: f"metric {metric.name}" for metric in METRICS.values()}
    for path in (p for top in CITING for p in (ROOT / top).rglob("*.py")):
        text = remarks(path)
        lists = re.findall(rf"\b(?i:source): ({KEY}(?:, {KEY})*)", text)
        dated = re.findall(r"\b[a-z]+(?:-[a-z]+)*-(?:19|20)\d\d\b", text)
        for key in [*", ".join(lists).split(", "), *dated]:
            if key:
                keys.setdefault(key, str(path.relative_to(ROOT)))
    return keys


def test_each_listed_source_can_be_looked_up() -> None:
    """A paper has authors, a year and a use; what we measured has a module and a section."""
    papers = section(page("sources.md"), "Papers and books")
    for key, entry in re.findall(rf"^### ({KEY})\n\n(.*?)(?=^### |\Z)", papers, re.M | re.S):
        text, _, use = entry.partition("Used for:")
        assert use, key
        assert re.search(r"\b(19|20)\d\d\b", text) or key.startswith("itu-"), key
    measured = section(page("sources.md"), "Own measurements")
    headings = re.findall(r"^#+ (.+)$", page("accuracy.md"), re.MULTILINE)
    for key, entry in re.findall(rf"^### ({KEY})\n\n(.*?)(?=^### |\Z)", measured, re.M | re.S):
        named = re.search(r"\[([^]]+)\]\(accuracy\.md#", entry)
        assert named and named[1] in headings, key
        modules = re.findall(r"`(validation/\w+\.py)`", entry)
        assert modules and all((ROOT / module).exists() for module in modules), key


def test_no_key_is_a_note_of_our_own() -> None:
    text = page("sources.md")
    kinds = ("Papers and books", "Definitions", "Own measurements")
    shown = [re.findall(rf"^### ({KEY})$", section(text, kind), re.MULTILINE) for kind in kinds]
    assert re.findall(r"^### (.+)$", text, re.MULTILINE) == [k for keys in shown for k in keys]
    papers, definitions, measured = shown
    assert all(re.search(r"-(19|20)\d\d$|^itu-", key) for key in papers)
    assert definitions == ["definition"]
    assert all(key.startswith("measured-") for key in measured)


def test_each_source_that_the_code_cites_is_listed() -> None:
    listed = set(re.findall(rf"^### ({KEY})$", page("sources.md"), re.MULTILINE))
    missing = {key: where for key, where in cited_keys().items() if key not in listed}
    assert missing == {}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_each_source_that_a_page_names_is_listed(path: Path) -> None:
    listed = set(re.findall(rf"^### ({KEY})$", page("sources.md"), re.MULTILINE))
    named = re.findall(r"`([a-z]+(?:-[a-z]+)*-(?:19|20)\d\d)`", path.read_text(encoding="utf-8"))
    assert set(named) - listed == set()


@pytest.mark.parametrize(("group", "setting"), SETTINGS)
def test_each_setting_says_where_it_comes_from(group: str, setting: dataclasses.Field[Any]) -> None:
    source = str(setting.metadata["source"])
    if not re.match(r"(chosen|computed|measured): \w", source):
        assert re.search(rf"^### {source}$", page("sources.md"), re.MULTILINE), f"{group}: {source}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
    assert [t for t in targets if not (path.parent / t).exists()] == []


def anchors(text: str) -> set[str]:
    """List the anchors of a page's headings, as GitHub makes them."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_to_a_heading(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:)([\w./-]*\.md)?#([^)\s]+)\)", text)
    pages = {name: (path.parent / name if name else path) for name, _ in targets}
    there = {name: anchors(where.read_text(encoding="utf-8")) for name, where in pages.items()}
    assert [f"{name}#{anchor}" for name, anchor in targets if anchor not in there[name]] == []


def test_method_quotes_accuracy_as_it_stands() -> None:
    """Each figure after "How accurate" is in a section of docs/accuracy.md that is linked there."""
    accuracy = page("accuracy.md")
    titles = {next(iter(anchors(f"# {t}"))): t for t in re.findall(r"^#+ (.+)$", accuracy, re.M)}
    quotes = [
        quote
        for path in PAGES
        if path.name.startswith("method")
        for quote in re.findall(
            r"^\*\*How accurate\.\*\*(.*?)\n\n",
            path.read_text(encoding="utf-8") + "\n\n",
            re.M | re.S,
        )
    ]
    assert len(quotes) > 10
    for quote in quotes:
        linked = re.findall(r"\(accuracy\.md#([\w-]+)\)", quote)
        there = " ".join(section(accuracy, titles[anchor]) for anchor in linked)
        figures = re.findall(FIGURE, re.sub(r"\]\([^)]*\)", "]", quote))
        missing = set(figures) - set(re.findall(FIGURE, there))
        assert not missing, f"accuracy.md has other figures than {sorted(missing)} in:{quote}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_modules_that_a_page_names_are_there(page: Path) -> None:
    if page.name == "CHANGELOG.md":
        return  # it tells of what was
    named = re.findall(r"`((?:\w+/)+\w+\.py)`", page.read_text(encoding="utf-8"))
    assert [
        name for name in named if not any((top / name).exists() for top in (SOURCE_CODE, ROOT))
    ] == []
