"""One sprint in twelve disguises -> what each file gives against the plain one and the truth.

Every file goes the whole way that a user's goes, from its name to its report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.core.skeleton import opposite
from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.pipeline import analyze
from samples.generator import BEFORE, measure_truth
from validation.disguised_files import DISGUISES, PLAIN, Disguise, disguised_file
from validation.held_camera import true_motion
from validation.measuring import BODY, asked_fps
from validation.pairing import pair_contacts
from validation.tables import known, section, table

CONTACT_LIMIT_MS, ANGLE_LIMIT_DEG, SPEED_LIMIT = 4.0, 2.0, 0.03
_NAN = float("nan")
# Phases are times in degrees, and the thorax turns out of the plane that the camera sees.
_ANGLES = tuple(
    m.name
    for m in METRICS.values()
    if m.unit == "deg"
    and m.pillar in {"push", "swing", "arms", "torso"}
    and "phase" not in m.name
    and "thorax" not in m.name
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave.

    ``contact_s`` are contact times by the number of the true contact, ``angles_deg`` and
    ``speed_mps`` what is published, NaN where withheld; ``time_reason`` and ``angle_reasons`` say
    why times and angles are withheld, ``asked_fps`` is the rate that the question names,
    ``angle_ses_deg`` are the standard errors stated with the angles.
    """

    contact_s: dict[int, float]
    angles_deg: dict[str, float]
    speed_mps: float
    time_reason: str = ""
    angle_reasons: frozenset[str] = frozenset()
    asked_fps: float = _NAN
    angle_ses_deg: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """What one reading has more than another; NaN where there is nothing to compare.

    ``contact_ms`` is the mean difference of the contact times, ``worst_contact_ms`` the largest
    of one contact, ``angle_deg`` the largest of any metric, named by ``angle``; ``speed`` is
    relative.
    """

    contact_ms: float
    worst_contact_ms: float
    angle_deg: float
    angle: str
    speed: float


@dataclass(frozen=True, slots=True)
class Row:
    """A disguise and how far it is off the plain clip, and off the truth."""

    disguise: Disguise
    reading: Reading
    off: Difference
    off_truth: Difference

    @property
    def verdict(self) -> str:
        """Say "met", "withheld" with the reason, or what was missed."""
        missed = [*self._missed_times(), *self._missed_angles()]
        if missed:
            return f"**MISSED**: {', '.join(missed)}"
        reason = self.reading.time_reason
        if not reason:
            return "met"
        return f"withheld: {reason}" + ("; angles met" if self.off.angle else "")

    def _missed_times(self) -> list[str]:
        wanted, reason = self.disguise.reason, self.reading.time_reason
        if wanted and not reason:
            return ["times are published"]
        if reason:
            return [] if wanted and wanted in reason else [f"times are withheld: {reason}"]
        checks = {
            "contact time": abs(self.off.contact_ms) <= CONTACT_LIMIT_MS,
            "speed": abs(self.off.speed) <= SPEED_LIMIT,
        }
        return [what for what, good in checks.items() if not good]

    def _missed_angles(self) -> list[str]:
        wanted = self.disguise.reason
        wrong = sorted(r for r in self.reading.angle_reasons if not wanted or wanted not in r)
        if wrong:
            return [f"an angle is withheld: {wrong[0]}"]
        far = self.off.angle and not abs(self.off.angle_deg) <= ANGLE_LIMIT_DEG
        nothing = not self.off.angle and not self.reading.angle_reasons
        return ["angles"] if far or nothing else []


def measure_disguises(cache: Path) -> list[Row]:
    """Measure the plain clip and every disguise; files and poses are kept in a folder."""
    folder = cache / "disguises"
    folder.mkdir(exist_ok=True)
    plain = read_file(PLAIN, folder)
    return [compare(d, read_file(d, folder), plain) for d in (PLAIN, *DISGUISES)]


def read_file(disguise: Disguise, folder: Path) -> Reading:
    """Write the file of a disguise and analyse it as the command does."""
    path = disguised_file(disguise, folder)
    return reading_of(analyze(disguise.clip(path), folder / path.stem), disguise)


def reading_of(analysis: Analysis, disguise: Disguise) -> Reading:
    """Take from an analysis what is compared."""
    metrics = analysis.metrics
    published = {name: metrics[name].confidence != Grade.WITHHELD for name in METRICS}
    times = [name for name in ("contact_time_s", "speed_mps") if not published[name]]
    return Reading(
        {} if times else _contact_times(analysis, disguise),
        {name: metrics[name].value for name in _ANGLES if published[name]},
        _NAN if times else metrics["speed_mps"].value,
        metrics[times[0]].reason if times else "",
        frozenset(metrics[name].reason for name in _ANGLES if not published[name]),
        asked_fps(analysis),
        {name: metrics[name].se for name in _ANGLES if published[name]},
    )


def _contact_times(analysis: Analysis, disguise: Disguise) -> dict[int, float]:
    """Contact times by the number of the true contact; a mirror exchanges the feet."""
    true = true_motion().contacts
    found = [
        replace(
            c,
            side=opposite(c.side) if disguise.is_mirrored else c.side,
            touchdown_s=c.touchdown_s + disguise.first_s,
            toeoff_s=c.toeoff_s + disguise.first_s,
        )
        for c in analysis.contacts
    ]
    return {true.index(t): f.duration_s for f, t in pair_contacts(found, true)}


@cache
def true_reading() -> Reading:
    """Give what a perfect measurement would."""
    contacts = true_motion().contacts
    truth = measure_truth(BEFORE, BODY)
    near = {name: truth[name].value for name in _ANGLES if name in truth}
    return Reading(
        {i: c.toeoff_s - c.touchdown_s for i, c in enumerate(contacts)}, near, BEFORE.speed_mps
    )


def compare(disguise: Disguise, reading: Reading, plain: Reading) -> Row:
    """Hold what a file gave against the plain clip and the truth."""
    return Row(disguise, reading, _difference(reading, plain), _difference(reading, true_reading()))


def _difference(reading: Reading, other: Reading) -> Difference:
    """Compare the contacts and metrics that both have."""
    both = sorted(reading.contact_s.keys() & other.contact_s.keys())
    off_ms = [1000 * (reading.contact_s[i] - other.contact_s[i]) for i in both] or [_NAN]
    off_deg = {
        name: value - other.angles_deg[name]
        for name, value in reading.angles_deg.items()
        if name in other.angles_deg
    } or {"": _NAN}
    worst = max(off_deg, key=lambda name: abs(off_deg[name]))
    speed = reading.speed_mps / other.speed_mps - 1
    return Difference(float(np.mean(off_ms)), max(off_ms, key=abs), off_deg[worst], worst, speed)


def differences_in_ses(reading: Reading, plain: Reading, ending: str = "") -> list[float]:
    """Differences of the angles whose names end so, in stated errors of such a difference."""
    return [
        (reading.angles_deg[name] - plain.angles_deg[name]) / float(np.hypot(se, other))
        for name, se in reading.angle_ses_deg.items()
        if name.endswith(ending) and (other := plain.angle_ses_deg.get(name, _NAN)) + se > 0
    ]


def disguises_section(rows: Sequence[Row]) -> str:
    """Write the section; the first row is the plain clip."""
    heading, found = "## The same sprint in twelve disguises", table(_HEAD, map(_row, rows))
    return section(heading, _COLUMNS, found, _errors(rows))


def _errors(rows: Sequence[Row]) -> str:
    """Say how many differences from the plain clip lie within their stated standard error."""
    plain, *others = [r.reading for r in rows]
    parts = []
    for what, ending in (("of all angles", ""), ("of the angles at touchdown", "touchdown_deg")):
        ratios = np.array([d for r in others for d in differences_in_ses(r, plain, ending)])
        parts.append(f"{np.sum(np.abs(ratios) <= 1)} of the {len(ratios)} differences {what}")
    return (
        f"Within one stated standard error of a difference lie {' and '.join(parts)}. It should be "
        "68 % or more: what the network gets wrong in the same way in both clips is no difference."
    )


def _row(r: Row) -> str:
    plain, off, truth = r.disguise is PLAIN, r.off, r.off_truth
    against_plain = [
        known(off.contact_ms, "+.1f"),
        known(off.worst_contact_ms, "+.1f"),
        known(off.angle_deg, "+.1f"),
        f"`{off.angle}`" if off.angle else "",
        known(off.speed, "+.1%"),
    ]
    cells = [
        r.disguise.name,
        str(len(r.reading.contact_s) or ""),
        *([""] * len(against_plain) if plain else against_plain),
        known(truth.contact_ms, "+.1f"),
        known(truth.worst_contact_ms, "+.1f"),
        known(truth.speed, "+.1%"),
        known(r.reading.asked_fps, ".0f"),
        "" if plain else r.verdict,
    ]
    return " | ".join(cells)


_HEAD = (
    "| shown as | contacts | contact time | worst | angles | by | speed "
    "| contact time to truth | worst | speed to truth | asks for | |"
)
_CLOSING_DPS = abs(measure_truth(BEFORE, BODY)["scissor_velocity_touchdown_dps"].value)
_COLUMNS = f"""\
One rendered sprint, filmed at 240 frames/s by a still camera and measured by its height, and the
same sprint in twelve disguises; each is written as a file and goes the whole way to its report.
Cameras that pan, shake, zoom or stand askew are rendered as such, no picture is bent. Contacts
found; mean difference of their times from the plain clip's, and the worst of one contact, in ms;
the angle of push leg, swing leg, arms or trunk that differs most, in degrees; relative difference
of speed; then contact times and speed against the truth. Limits, against the plain clip: contact
time {CONTACT_LIMIT_MS:g} ms in the mean, every angle {ANGLE_LIMIT_DEG:g} degrees, speed
{SPEED_LIMIT:.0%}; or times are withheld for the right reason, where no clock can be known. In this
run the thighs close by {_CLOSING_DPS:.0f} degrees a second when a foot lands: an instant that is
{1000 * ANGLE_LIMIT_DEG / _CLOSING_DPS:.1f} ms off makes {ANGLE_LIMIT_DEG:g} degrees of their
separation."""
