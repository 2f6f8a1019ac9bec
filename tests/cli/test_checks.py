"""A check on a terminal."""

from __future__ import annotations

from aqvision.analysis.check import judge_clip
from aqvision.cli.checks import describe_check
from aqvision.cli.texts import PLACES
from aqvision.core.prompts import with_places
from tests.support.checks import NO_DOUBT, facts_of, sampled
from tests.support.scenes import conditions_with
from tests.support.synthetic import GOOD


def test_the_table_keeps_its_width_and_says_everything() -> None:
    poor = conditions_with(GOOD, rate_hz=30, scale_se_frac=float("nan"))
    check = judge_clip("run.mp4", facts_of(poor), poor, sampled(), NO_DOUBT)
    for width in (60, 100):
        lines = describe_check(check, width)
        assert max(map(len, lines)) <= width
        joined = " ".join(" ".join(lines).split())
        for verdict in check.verdicts:
            assert f"{verdict.group} {verdict.verdict}" in joined
        for advice in check.advice:
            assert with_places(advice.hint, advice.prompts, PLACES) in joined
