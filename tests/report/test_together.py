"""The section "Together": both sides on one dial, and what is missing said once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aqvision.kinematics.quality.summary import withheld_summary
from aqvision.report.phase_clock import definitions, rings
from aqvision.report.steps_held import read_strip
from aqvision.report.tables import ClipRole
from aqvision.report.templating import environment
from aqvision.report.together import Together, together
from samples.generator import AFTER
from tests.support.synthetic import Run, analysis_of


def test_before_and_after_share_the_rows_of_limbs() -> None:
    clips = [analysis_of(Run()), analysis_of(Run(AFTER))]
    shown = together([(ClipRole.BEFORE, clips[:1]), (ClipRole.AFTER, clips[1:])])
    assert [hand.role for hand in shown.hands] == ["before", "after"]
    assert {len(limb.words) for limb in shown.limbs} == {2}
    assert len(set(shown.missing)) == len(shown.missing)
    assert [role for role, _strip in shown.strips] == ["before", "after"]


@pytest.mark.parametrize("side", [0, 1])
def test_a_side_without_the_thighs_has_no_column_but_a_reason(side: int) -> None:
    clips = [analysis_of(Run()), analysis_of(Run(AFTER))]
    withheld = {"thigh_thigh_phase_deg": withheld_summary("deg", "no stride in view")}
    clips[side] = replace(clips[side], metrics=clips[side].metrics | withheld)
    shown = together([(ClipRole.BEFORE, clips[:1]), (ClipRole.AFTER, clips[1:])])
    assert [hand.role for hand in shown.hands] == ["after" if side == 0 else "before"]
    table = page_of(shown).split("<table")[1].split("</table>")[0]
    assert table.count("<td") == len(shown.limbs) == 3
    assert f"{('Before', 'After')[side]}: no stride in view" in shown.missing


def test_the_dial_holds_a_mark_for_each_limb_that_is_known() -> None:
    shown = together([(ClipRole.SINGLE, [analysis_of(Run())])])
    page = page_of(shown)
    assert page.count('class="mark single"') == len(shown.hands[0].clock.marks)
    assert page.count("<table") == 1 + len(shown.strips)


def page_of(shown: Together) -> str:
    template = environment().get_template("together.html")
    return template.render(
        together=shown,
        coupling=None,
        rings=rings(),
        phase_definitions=definitions(),
        strip_read=read_strip(),
    )
