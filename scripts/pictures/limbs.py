"""Rendered sprint -> pictures of push leg, swing leg, arms and torso."""

from __future__ import annotations

import numpy as np

from scripts.pictures.athlete import GROUND, RUN, STRIDE_S, Athlete, motion_at
from scripts.pictures.canvas import BLUE, GREY, INK, ORANGE, Canvas, angle_of, polar
from scripts.pictures.times import draw_curve

LEFT_LANDS_S = STRIDE_S / 2
LEFT_LEAVES_S = LEFT_LANDS_S + RUN.contact_time_s
HEIGHT = 400


def _heading(on: Canvas, x: float, words: str) -> None:
    on.text((x, 24), words, bold=True, anchor="middle")


def draw_push() -> Canvas:
    """Touchdown distance, then the angles of the leg and of the line at toe-off."""
    on = Canvas("The push leg at touchdown and at toe-off", 720, HEIGHT)
    _landing(on, Athlete(motion_at(0.0), 120))
    leaving = motion_at(RUN.contact_time_s)
    _leg_at_toeoff(on, Athlete(leaving, 370))
    _line_at_toeoff(on, Athlete(leaving, 610))
    return on


def _landing(on: Canvas, who: Athlete) -> None:
    _heading(on, who.x, "touchdown")
    who.draw(on, ("right leg",))
    hip, ball = who.joint("hip"), who.joint("right_ball")
    on.line([hip, (hip[0], GROUND + 30)], INK, 1.4, "4 4")
    on.line([ball, (ball[0], GROUND + 30)], INK, 1.4, "4 4")
    on.span((hip[0], GROUND + 22), (ball[0], GROUND + 22))
    on.text((who.x + 32, GROUND + 44), "touchdown distance", ORANGE, "middle")


def _leg_at_toeoff(on: Canvas, who: Athlete) -> None:
    _heading(on, who.x, "toe-off")
    hip, knee, ankle = who.limb("right", "hip", "knee", "ankle")
    thigh, shank = angle_of(hip, knee), angle_of(knee, ankle)
    on.line([hip, polar(hip, 0, 105)], INK, 1.4, "4 4")
    on.line([knee, polar(knee, thigh, 82)], INK, 1.4, "4 4")
    who.draw(on, ("right leg",))
    on.arc(hip, 0, thigh, 52)
    on.arc(knee, thigh, shank, 58)
    on.text((hip[0] + 10, hip[1] + 72), "thigh at toe-off", ORANGE)
    on.text((hip[0] + 10, hip[1] + 90), "(negative: behind)", ORANGE)
    on.text((knee[0] - 14, knee[1] + 4), "knee bend", ORANGE, "end")


def _line_at_toeoff(on: Canvas, who: Athlete) -> None:
    _heading(on, who.x, "toe-off")
    hips, shoulders = who.joint("hip"), who.joint("shoulder")
    ankle, knee = who.joint("right_ankle"), who.joint("right_knee")
    lean = angle_of(shoulders, hips)
    on.line([hips, polar(hips, lean, 110)], INK, 1.4, "4 4")
    who.draw(on, ("right leg", "trunk"))
    on.line([shoulders, hips, ankle], ORANGE, 1.8, "7 5")
    on.arc(hips, lean, angle_of(hips, knee), 62)
    on.arc(hips, angle_of(hips, ankle) + 360, angle_of(hips, shoulders), 26)
    on.text((hips[0] - 30, hips[1] + 34), "hip", ORANGE, "end")
    on.text((hips[0] - 30, hips[1] + 52), "extension", ORANGE, "end")
    on.text((hips[0] - 36, hips[1] - 4), "trunk-leg line", ORANGE, "end")


def draw_swing() -> Canvas:
    """Recovery, the other foot's touchdown, and its toe-off."""
    on = Canvas("The swing leg in recovery, at the other foot's touchdown and toe-off", 720, HEIGHT)
    times = np.linspace(0.3, 0.6, 120) * STRIDE_S
    bend = [float(motion_at(float(t)).angles_deg["right_knee_flexion_deg"][0]) for t in times]
    _recovery(on, Athlete(motion_at(float(times[int(np.argmax(bend))])), 130))
    _together(on, Athlete(motion_at(LEFT_LANDS_S), 365))
    _apart(on, Athlete(motion_at(LEFT_LEAVES_S), 590))
    return on


def _recovery(on: Canvas, who: Athlete) -> None:
    _heading(on, who.x, "recovery")
    hip, knee, ankle, heel = who.limb("right", "hip", "knee", "ankle", "heel")
    thigh = angle_of(hip, knee)
    on.line([knee, polar(knee, thigh, 78)], INK, 1.4, "4 4")
    who.draw(on, ("right leg",))
    on.arc(knee, thigh, angle_of(knee, ankle), 46)
    on.text((knee[0] - 36, knee[1] + 62), "knee bend", ORANGE, "end")
    on.span(hip, heel)
    on.text((hip[0] - 46, hip[1] + 6), "heel to hip", ORANGE, "end")


def _together(on: Canvas, who: Athlete) -> None:
    _heading(on, who.x, "other foot lands")
    hip, swing, stance = who.joint("hip"), who.joint("right_knee"), who.joint("left_knee")
    on.line([hip, polar(hip, 0, 112)], INK, 1.4, "4 4")
    who.draw(on, ("right leg",))
    on.arc(hip, angle_of(hip, swing), angle_of(hip, stance), 46)
    on.text((hip[0] + 40, hip[1] + 30), "thighs apart", ORANGE)
    below = max(swing[1], stance[1]) + 30
    for point in (swing, stance):
        on.line([point, (point[0], below + 8)], INK, 1.4, "4 4")
    on.span((swing[0], below), (stance[0], below))
    on.text((stance[0] + 12, below + 8), "knee gap", ORANGE)
    on.line([polar(hip, angle_of(hip, swing) / 2, 62), (swing[0] - 26, below + 18)], ORANGE, 1.4)
    on.text((swing[0] - 20, below + 34), "swing thigh,", ORANGE, "end")
    on.text((swing[0] - 20, below + 52), "from vertical", ORANGE, "end")


def _apart(on: Canvas, who: Athlete) -> None:
    _heading(on, who.x, "other foot leaves")
    hip, swing, push = who.joint("hip"), who.joint("right_knee"), who.joint("left_knee")
    on.line([hip, polar(hip, 0, 112)], INK, 1.4, "4 4")
    who.draw(on, ("right leg",))
    on.arc(hip, 0, angle_of(hip, swing), 44)
    on.text((hip[0] + 14, hip[1] + 66), "thigh lift", ORANGE)
    rim = np.linspace(angle_of(hip, push), angle_of(hip, swing), 30)
    on.line([polar(hip, float(a), 92) for a in rim], ORANGE, 2.4, "7 5")
    on.text((hip[0] - 12, hip[1] + 130), "thighs apart", ORANGE, "middle")


def draw_arms() -> Canvas:
    """Arm forward and back against the trunk line, and its timing against the thigh."""
    on = Canvas("The arm furthest forward and furthest back, and against the thigh", 720, HEIGHT)
    times = np.linspace(0, 1, 240, endpoint=False) * STRIDE_S
    arm = motion_at(*times).angles_deg["right_upper_arm_deg"]
    ends = (float(times[int(np.argmax(arm))]), float(times[int(np.argmin(arm))]))
    for x, time, words in zip((96, 310), ends, ("forward", "back"), strict=True):
        _arm(on, Athlete(motion_at(time), x, 230.0, 470.0), f"arm furthest {words}")
    thigh = motion_at(*times).angles_deg["left_thigh_deg"]
    _heading(on, 580, "over one stride")
    draw_curve(on, (450, 250, 60), arm, BLUE, "arm")
    draw_curve(on, (450, 250, 190), thigh, GREY, "opposite thigh")
    tops = [450 + 250 * int(np.argmax(series)) / len(times) for series in (arm, thigh)]
    for top in tops:
        on.line([(top, 56), (top, 300)], INK, 1.4, "4 4")
    on.span((tops[1], 306), (tops[0], 306))
    on.text((sum(tops) / 2, 328), "lag of the turn", ORANGE, "middle")
    on.text((575, 350), "phase: the same shift of the whole", INK, "middle")
    on.text((575, 368), "wave, 360 degrees to the stride", INK, "middle")
    return on


def _arm(on: Canvas, who: Athlete, words: str) -> None:
    _heading(on, who.x, words)
    shoulder, elbow, wrist = who.limb("right", "shoulder", "elbow", "wrist")
    trunk = angle_of(who.joint("shoulder"), who.joint("hip"))
    who.draw(on, ("right arm", "trunk"), legs=False)
    on.line([shoulder, polar(shoulder, trunk, 140)], INK, 1.4, "4 4")
    on.arc(shoulder, trunk, angle_of(shoulder, elbow), 48)
    bend = (angle_of(elbow, wrist) - angle_of(elbow, shoulder) + 180) % 360 - 180
    on.arc(elbow, angle_of(elbow, shoulder), angle_of(elbow, shoulder) + bend, 26)
    if angle_of(shoulder, elbow) > trunk:
        on.text((shoulder[0] + 36, shoulder[1] + 20), "shoulder (+)", ORANGE)
        on.text((elbow[0] - 2, elbow[1] + 24), "elbow", ORANGE)
    else:
        on.text((shoulder[0] - 32, shoulder[1] - 2), "shoulder (-)", ORANGE, "end")
        on.text((elbow[0] - 12, elbow[1] + 26), "elbow", ORANGE, "end")
    on.text((who.x + 22, who.joint("hip")[1] - 6), "trunk line", INK)


def draw_torso() -> Canvas:
    """Trunk lean from the side, its course over a stride, the thorax from above."""
    on = Canvas("Trunk lean from the side, and the turn of the thorax from above", 720, HEIGHT)
    who = Athlete(motion_at(0.05), 110)
    _heading(on, who.x, "from the side")
    who.draw(on, ("trunk",))
    hips, shoulders = who.joint("hip"), who.joint("shoulder")
    on.line([hips, (hips[0], shoulders[1] - 40)], INK, 1.4, "4 4")
    on.line([hips, polar(hips, angle_of(hips, shoulders), 125)], ORANGE, 1.8, "7 5")
    on.arc(hips, 180, angle_of(hips, shoulders), 98)
    on.text((hips[0] - 12, hips[1] - 76), "trunk lean", ORANGE, "end")
    _lean_course(on)
    _from_above(on)
    return on


def _lean_course(on: Canvas) -> None:
    _heading(on, 355, "lean over one stride")
    times = np.linspace(0, 1, 200) * STRIDE_S
    lean = motion_at(*times).angles_deg["trunk_lean_deg"]
    draw_curve(on, (255, 200, 120), lean, BLUE, "", tall=110)
    on.line([(255, 175), (455, 175)], INK, 1.4, "4 4")
    on.text((258, 250), "mean: trunk lean", INK)
    on.span((470, 120), (470, 230))
    on.text((455, 106), "trunk rocking", ORANGE, "end")
    on.text((258, 272), "unsteadiness: standard", INK)
    on.text((258, 290), "deviation about the mean", INK)


def _from_above(on: Canvas) -> None:
    _heading(on, 596, "from above")
    centre = (596.0, 190.0)
    on.line([(centre[0], 90), (centre[0], 290)], INK, 1.4, "4 4")
    for turn, colour, width in ((-16.0, GREY, 5.0), (16.0, BLUE, 7.0)):
        ends = [polar(centre, turn + half, 82) for half in (0.0, 180.0)]
        on.line(ends, colour, width)
        for end in ends:
            on.dot(end, 6, colour)
    on.dot(centre, 19, GREY)
    on.arc(centre, -16, 16, 96)
    on.text((centre[0], 312), "thorax rotation", ORANGE, "middle")
    on.text((centre[0], 332), "(full turn of the shoulder line)", INK, "middle")
    on.line([(531, 60), (661, 60)], INK, 2)
    on.line([(650, 54), (661, 60), (650, 66)], INK, 2)
    on.text((596, 50), "running direction", INK, "middle")
