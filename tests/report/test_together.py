"""The section "Together": both sides on one dial, and what is missing said once."""

from __future__ import annotations

from aqvision.report.phase_clock import definitions, rings
from aqvision.report.steps_held import read_strip
from aqvision.report.tables import ClipRole
from aqvision.report.templating import environment
from aqvision.report.together import together
from samples.generator import AFTER
from tests.support.synthetic import Run, analysis_of


def test_before_and_after_share_the_rows_of_limbs() -> None:
    clips = [analysis_of(Run()), analysis_of(Run(AFTER))]
    shown = together([(ClipRole.BEFORE, clips[:1]), (ClipRole.AFTER, clips[1:])])
    assert [hand.role for hand in shown.hands] == ["before", "after"]
    assert {len(limb.words) for limb in shown.limbs} == {2}
    assert len(set(shown.missing)) == len(shown.missing)
    assert [role for role, _strip in shown.strips] == ["before", "after"]


def test_the_dial_holds_a_mark_for_each_limb_that_is_known() -> None:
    shown = together([(ClipRole.SINGLE, [analysis_of(Run())])])
    page = environment().get_template("together.html").render(
        together=shown, coupling=None, rings=rings(), phase_definitions=definitions(),
        strip_read=read_strip(),
    )  # fmt: skip
    assert page.count('class="mark single"') == len(shown.hands[0].clock.marks)
    assert page.count("<table") == 1 + len(shown.strips)
