import math
from dataclasses import replace

import numpy as np
import pytest

from validation.disguised_files import DISGUISES, PLAIN, Disguise
from validation.disguises import (
    Reading,
    Row,
    compare,
    differences_in_ses,
    disguises_section,
    true_reading,
)
from validation.held_camera import CAMERA, N_FRAMES, RUN_M, HeldCamera, follow_deg, true_motion
from validation.moved_cameras import SHAKEN, STILL, Handling, into_moved, turn_matrix

SLOWED = next(d for d in DISGUISES if d.reason == "give the rate")
MIRRORED = next(d for d in DISGUISES if d.is_mirrored)
TRUTH = true_reading()


def row(disguise: Disguise = MIRRORED, **changes: object) -> Row:
    return compare(disguise, replace(TRUTH, **changes), TRUTH)  # type: ignore[arg-type]


def withheld(reason: str, **changes: object) -> dict[str, object]:
    return {"contact_s": {}, "speed_mps": math.nan, "time_reason": reason, **changes}


def with_angle(off_deg: float) -> Reading:
    name = "trunk_lean_deg"
    return replace(TRUTH, angles_deg={**TRUTH.angles_deg, name: TRUTH.angles_deg[name] + off_deg})


def test_what_equals_the_plain_clip_is_met() -> None:
    assert row().verdict == "met"
    assert (row().off.contact_ms, row().off.angle_deg, row().off.speed) == pytest.approx((0, 0, 0))


@pytest.mark.parametrize(("off_ms", "verdict"), [(3.9, "met"), (-4.1, "**MISSED**: contact time")])
def test_contact_times_are_judged_by_their_mean(off_ms: float, verdict: str) -> None:
    late = {i: s + off_ms / 1000 for i, s in TRUTH.contact_s.items()}
    assert row(contact_s=late).verdict == verdict


def test_the_worst_contact_is_told_with_its_sign() -> None:
    one = {**TRUTH.contact_s, 0: TRUTH.contact_s[0] - 0.008}
    found = row(contact_s=one)
    assert found.off.worst_contact_ms == pytest.approx(-8)
    assert found.off.contact_ms == pytest.approx(-8 / len(one))


@pytest.mark.parametrize(("off_deg", "verdict"), [(-1.9, "met"), (2.1, "**MISSED**: angles")])
def test_the_angle_that_differs_most_judges(off_deg: float, verdict: str) -> None:
    found = compare(MIRRORED, with_angle(off_deg), TRUTH)
    assert (found.verdict, found.off.angle) == (verdict, "trunk_lean_deg")
    assert found.off.angle_deg == pytest.approx(off_deg)


def test_speed_is_judged() -> None:
    assert row(speed_mps=TRUTH.speed_mps * 1.029).verdict == "met"
    assert row(speed_mps=TRUTH.speed_mps * 0.969).verdict == "**MISSED**: speed"


def test_times_withheld_for_the_right_reason_are_no_miss() -> None:
    reason = "0.5 steps/s is no running: give the rate"
    assert row(SLOWED, **withheld(reason)).verdict == f"withheld: {reason}; angles met"


def test_angles_may_be_withheld_with_the_times() -> None:
    reason = "0.5 steps/s is no running: give the rate"
    nothing = withheld(reason, angles_deg={}, angle_reasons=frozenset({reason}))
    assert row(SLOWED, **nothing).verdict == f"withheld: {reason}"
    assert "MISSED" in row(MIRRORED, **nothing).verdict


@pytest.mark.parametrize(
    ("disguise", "changes", "missed"),
    [
        (SLOWED, withheld("the camera moves"), "times are withheld: the camera moves"),
        (MIRRORED, withheld("give the rate"), "times are withheld: give the rate"),
        (SLOWED, {}, "times are published"),
        (
            SLOWED,
            withheld("give the rate", angle_reasons=frozenset({"dark"})),
            "withheld: dark",
        ),
        (MIRRORED, {"contact_s": {}}, "contact time"),
        (MIRRORED, {"speed_mps": math.nan}, "speed"),
        (MIRRORED, {"angles_deg": {}}, "angles"),
    ],
)
def test_what_is_withheld_or_published_wrongly_is_missed(
    disguise: Disguise, changes: dict[str, object], missed: str
) -> None:
    verdict = row(disguise, **changes).verdict
    assert verdict.startswith("**MISSED**")
    assert missed in verdict


def test_every_row_stands_in_the_table_with_its_verdict() -> None:
    rows = [compare(d, TRUTH, TRUTH) for d in (PLAIN, *DISGUISES)]
    lines = [line for line in disguises_section(rows).splitlines() if line.startswith("| ")]
    assert len({line.count("|") for line in lines}) == 1
    for disguise, line in zip((PLAIN, *DISGUISES), lines[1:], strict=True):
        assert line.startswith(f"| {disguise.name} |")
        assert ("MISSED" in line) is bool(disguise.reason)
        assert line.endswith("|  |") is (disguise is PLAIN)


def test_a_difference_is_counted_in_its_stated_errors() -> None:
    names = ("thigh_separation_touchdown_deg", "thigh_range_deg")
    plain = replace(
        TRUTH, angles_deg=dict.fromkeys(names, 50.0), angle_ses_deg=dict.fromkeys(names, 3.0)
    )
    other = replace(
        TRUTH, angles_deg=dict.fromkeys(names, 52.0), angle_ses_deg=dict.fromkeys(names, 4.0)
    )
    assert differences_in_ses(other, plain) == pytest.approx([0.4, 0.4])
    assert differences_in_ses(other, plain, "touchdown_deg") == pytest.approx([0.4])
    assert differences_in_ses(other, TRUTH) == []


def test_the_run_is_in_the_picture_of_every_camera() -> None:
    joints = np.stack(list(true_motion().joints_m.values()), axis=1)
    for handling in {d.handling.name: d.handling for d in DISGUISES}.values():
        for i in (0, N_FRAMES // 2, N_FRAMES - 1):
            seen = held(handling, i / 240).project(joints[i])
            assert (seen > 0).all(), handling.name
            assert (seen < [CAMERA.width_px, CAMERA.height_px]).all(), handling.name


def held(handling: Handling, time_s: float) -> HeldCamera:
    focal_px = CAMERA.focal_px * handling.zoom(time_s)
    size = (CAMERA.width_px, CAMERA.height_px)
    return HeldCamera(CAMERA.position_m, focal_px, *size, turn=turn_matrix(handling, time_s))


def test_athlete_and_background_are_turned_alike() -> None:
    """The background is bent by a homography, the athlete projected: one place, one pixel."""
    place_m, time_s = np.array([1.0, 2.0, 0.7]), 0.31
    size, half = (CAMERA.width_px, CAMERA.height_px), 0.5  # pixel centres: at whole numbers or not
    bend = into_moved(SHAKEN, time_s, *size, CAMERA.focal_px)
    bent = bend @ [*(held(STILL, 0.0).project(place_m) - half), 1.0]
    drawn = held(SHAKEN, time_s).project(place_m) - half
    assert bent[:2] / bent[2] == pytest.approx(drawn, abs=1e-6)
    assert np.abs(drawn - held(STILL, 0.0).project(place_m)).max() > 5


def test_the_panning_camera_keeps_the_run_in_its_middle() -> None:
    camera = held(Handling("", follow_deg, lambda _: 1.0), 0.2)
    at = camera.project(np.array([7.7 * 0.2, 0.0, 1.2]))
    assert at == pytest.approx([CAMERA.width_px / 2, CAMERA.height_px / 2], abs=1.0)
    assert follow_deg(0.0)[1] == pytest.approx(-np.degrees(np.arctan2(RUN_M / 2, 20.0)))
