"""Analysis or Comparison -> report.html: one self-contained page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Comparison
from aqvision.comparison.families import usual_primaries
from aqvision.comparison.planning import plan
from aqvision.core.provenance import Provenance
from aqvision.core.said import all_said
from aqvision.core.settings import Settings
from aqvision.core.types import View
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.analysis_verdict import analysis_verdict
from aqvision.report.change_tables import (
    change_groups,
    not_comparable_rows,
    plan_table,
    primary_groups,
    speed_matched_groups,
)
from aqvision.report.comparison_verdict import (
    comparison_verdict,
    speed_matched_reason,
    speed_range,
)
from aqvision.report.coupling_charts import CouplingCharts, coupling_charts
from aqvision.report.curves import analysis_curves, comparison_curves
from aqvision.report.figures import forest
from aqvision.report.films import SLOWER, film_of, films_of
from aqvision.report.first_screen import analysis_first_screen, comparison_first_screen
from aqvision.report.force import (
    force_change_groups,
    force_figures,
    force_groups,
    force_note,
    force_withheld,
)
from aqvision.report.kinogram import make_kinogram, pair_kinograms
from aqvision.report.numbers import DASH, show
from aqvision.report.over_time import charts_over_time
from aqvision.report.phase_clock import definitions, rings
from aqvision.report.pillar_cards import change_cards, value_cards
from aqvision.report.plan_tables import PLAN_NOTE, plan_headings, plan_lines
from aqvision.report.quality import quality_rows
from aqvision.report.said_of_clips import Warned, day_of, warnings_of
from aqvision.report.sources import references
from aqvision.report.step_pictures import pictured_steps
from aqvision.report.steps_held import read_strip
from aqvision.report.tables import (
    ClipRole,
    count_rows,
    metric_groups,
    step_headings,
    step_metrics,
    step_rows,
    withheld_rows,
)
from aqvision.report.templating import inline, packed, write_page
from aqvision.report.together import together
from aqvision.report.wording import NEAR_AND_FAR, Sentence


class Made(Warned, Protocol):
    """A clip on a page, of a run or of a hold."""

    @property
    def provenance(self) -> Provenance:
        """What its numbers were made with."""


def write_analysis_report(analysis: Analysis, folder: Path) -> Path:
    """Write ``report.html`` for one clip into its folder, with the pictures saved there.

    Parameters
    ----------
    analysis
        What was measured.
    folder
        Folder of the analysis.

    Returns
    -------
    Path
        The page.
    """
    analysis = all_said(analysis)
    more = metric_groups(analysis, main=False)
    context = shared_context([analysis], [ClipRole.SINGLE], [folder]) | {
        "title": title_of(analysis.athlete, Sentence.ANALYSIS_TITLE_OF, Sentence.ANALYSIS_TITLE),
        "first": analysis_first_screen(analysis, folder),
        "cards": value_cards(analysis),
        "sentences": analysis_verdict(analysis),
        "analysis": analysis,
        "day": day_of(analysis),
        "groups": metric_groups(analysis, main=True),
        "more": more,
        "n_more": count_rows(more),
        "withheld": _withheld(analysis),
        "kinogram": make_kinogram(analysis, folder),
        "films": film_of(analysis, folder),
        "curves": analysis_curves(analysis),
        "charts": charts_over_time(analysis),
        **_together([(ClipRole.SINGLE, [analysis])]),
        "force": force_groups(analysis.force),
        "force_note": force_note(analysis.force),
        "force_figures": force_figures(analysis),
        **_plan(analysis),
    }
    return write_page("analysis.html", context, folder)


def _plan(analysis: Analysis) -> dict[str, Any]:
    """Gather what a comparison with this clip would need."""
    rows = plan([analysis], usual_primaries([analysis]), Settings().comparison)
    known = any(row.seen for row in rows)
    return {
        "plan": plan_lines(rows) if known else [],
        "plan_headings": plan_headings(),
        "plan_note": PLAN_NOTE,
    }


def write_comparison_report(
    comparison: Comparison,
    before_folders: Sequence[Path | None],
    after_folders: Sequence[Path | None],
    out: Path,
) -> Path:
    """Write ``report.html`` for a comparison into ``out``.

    Parameters
    ----------
    comparison
        What changed.
    before_folders, after_folders
        Folders of the analyses in their order, for their pictures; None where there are none.
    out
        Folder of the page, made if needed.

    Returns
    -------
    Path
        The page.
    """
    comparison = all_said(comparison)
    before, after = comparison.before, comparison.after
    roles = [ClipRole.BEFORE] * len(before) + [ClipRole.AFTER] * len(after)
    all_changes = forest(comparison)
    context = (
        shared_context([*before, *after], roles, [*before_folders, *after_folders])
        | _what_changed(comparison)
        | _together(
            [(ClipRole.BEFORE, before), (ClipRole.AFTER, after)], coupling_charts(comparison)
        )
        | {
            "title": title_of(
                comparison.athlete, Sentence.COMPARISON_TITLE_OF, Sentence.COMPARISON_TITLE
            ),
            "first": comparison_first_screen(comparison, before_folders, after_folders),
            "kinograms": pair_kinograms(comparison, before_folders, after_folders),
            "films": films_of(comparison, before_folders, after_folders),
            "near_and_far": NEAR_AND_FAR,
            "force": force_change_groups(comparison.force),
            "curves": comparison_curves(before, after),
            "charts": [] if all_changes is None else [all_changes],
        }
    )
    return write_page("comparison.html", context, out)


def _withheld(analysis: Analysis) -> list[tuple[str, list[str]]]:
    """List each reason once, with all that it withholds."""
    reasons: dict[str, list[str]] = {}
    for reason, labels in (*withheld_rows(analysis), *force_withheld(analysis.force)):
        reasons.setdefault(reason, []).extend(labels)
    return list(reasons.items())


def _what_changed(comparison: Comparison) -> dict[str, Any]:
    """Gather verdict and tables, as run and at the same speed."""
    more = change_groups(comparison, main=False)
    return {
        "cards": change_cards(comparison),
        "sentences": comparison_verdict(comparison),
        "comparison": comparison,
        "level": show(comparison.confidence_level, ""),
        "primary": primary_groups(comparison),
        "groups": change_groups(comparison, main=True),
        "more": more,
        "n_more": count_rows(more),
        "plan": plan_table(comparison),
        "not_comparable": not_comparable_rows(comparison),
        "at_speed": speed_matched_groups(comparison, first=True),
        "at_speed_more": speed_matched_groups(comparison, first=False),
        "speeds": speed_range(comparison.shared_speeds),
        "no_speed_match": speed_matched_reason(comparison),
    }


def _together(
    groups: Sequence[tuple[ClipRole, Sequence[Analysis]]], coupling: CouplingCharts | None = None
) -> dict[str, Any]:
    """Gather the section "Together"."""
    return {
        "coupling": coupling,
        "together": together(groups),
        "rings": rings(),
        "phase_definitions": definitions(),
        "strip_read": read_strip(),
    }


def page_parts(clips: Sequence[Made], roles: Sequence[ClipRole]) -> dict[str, Any]:
    """Gather what every page shows: its look, its clips, and what they were made with.

    Parameters
    ----------
    clips
        Runs or holds.
    roles
        What each is on the page.
    """
    settings = clips[0].provenance.settings
    return {
        "style": inline("report.css") + inline("stride_film.css"),
        "script": inline("report.js") + inline("reveal.js") + inline("stride_film.js"),
        "plotly": packed("plotly-basic.min.js"),
        "slower": SLOWER,
        "dash": DASH,
        "clips": clips,
        "roles": roles,
        "warnings": warnings_of(clips),
        "settings": settings,
        "one_setting": all(c.provenance.settings == settings for c in clips),
    }


def shared_context(
    analyses: Sequence[Analysis],
    roles: Sequence[ClipRole],
    folders: Sequence[Path | None] | None = None,
) -> dict[str, Any]:
    """Gather what every page of runs shows.

    Parameters
    ----------
    analyses, roles
        Clips, and what each of them is.
    folders
        Of their results, for the pictures of steps; None where the page shows none.
    """
    settings = analyses[0].provenance.settings
    return page_parts(analyses, roles) | {
        "step_headings": step_headings(analyses),
        "from_end": all(a.scene.camera.view != View.SIDE for a in analyses),
        "steps": pictured_steps(
            step_rows(analyses, roles),
            step_metrics(analyses),
            analyses,
            [None] * len(analyses) if folders is None else folders,
        ),
        "quality": quality_rows(analyses),
        "from_pose_file": [a.name for a in analyses if a.provenance.from_pose_file],
        "min_timing_fps": f"{settings['events']['min_capture_fps']:.0f}",
        "sources": references(
            METRICS.values(),
            verdict=ClipRole.SINGLE not in roles,
            force=any(a.force.velocity or a.force.spring for a in analyses),
        ),
    }


def title_of(athlete: str | None, named: Sentence, alone: Sentence) -> str:
    """Give the title of a page.

    Parameters
    ----------
    athlete
        Name of the athlete, if one was given.
    named, alone
        Titles with and without it.
    """
    return named.format(athlete=athlete) if athlete else alone
