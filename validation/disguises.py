"""One sprint in twelve disguises -> what each file gives against the plain one and the truth.

Every file goes the whole way that a user's goes, from its name to its report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.core.skeleton import opposite
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.pipeline import analyze
from samples.generator import BEFORE, measure_truth
from validation.disguised_files import DISGUISES, PLAIN, Disguise, disguised_file
from validation.events import pair_contacts
from validation.held_camera import BODY, true_motion

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
class Row:
    """A disguise against the plain clip, and against the truth.

    ``contact_ms`` is the mean difference of the contact times, ``worst_contact_ms`` the largest
    of one contact, ``angle_deg`` the largest of any metric, named by ``angle``; ``speed`` is
    relative. ``true_...`` are the same against the truth. NaN where there is nothing to compare.
    """

    disguise: Disguise
    reading: Reading
    n_contacts: int
    contact_ms: float
    worst_contact_ms: float
    angle_deg: float
    angle: str
    speed: float
    true_contact_ms: float
    true_worst_contact_ms: float
    true_angle_deg: float
    true_speed: float

    @property
    def verdict(self) -> str:
        """Say "met", "withheld" with the reason, or what was missed."""
        missed = [*self._missed_times(), *self._missed_angles()]
        if missed:
            return f"**MISSED**: {', '.join(missed)}"
        reason = self.reading.time_reason
        if not reason:
            return "met"
        return f"withheld: {reason}" + ("; angles met" if self.angle else "")

    def _missed_times(self) -> list[str]:
        wanted, reason = self.disguise.reason, self.reading.time_reason
        if wanted and not reason:
            return ["times are published"]
        if reason:
            return [] if wanted and wanted in reason else [f"times are withheld: {reason}"]
        checks = {
            "contact time": abs(self.contact_ms) <= CONTACT_LIMIT_MS,
            "speed": abs(self.speed) <= SPEED_LIMIT,
        }
        return [what for what, good in checks.items() if not good]

    def _missed_angles(self) -> list[str]:
        wanted = self.disguise.reason
        wrong = sorted(r for r in self.reading.angle_reasons if not wanted or wanted not in r)
        if wrong:
            return [f"an angle is withheld: {wrong[0]}"]
        far = self.angle and not abs(self.angle_deg) <= ANGLE_LIMIT_DEG
        nothing = not self.angle and not self.reading.angle_reasons
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
    published = {name: metrics[name].confidence != "withheld" for name in METRICS}
    times = [name for name in ("contact_time_s", "speed_mps") if not published[name]]
    asked = re.search(r"give (\d+) as the rate", " ".join(w.hint for w in analysis.warnings))
    return Reading(
        {} if times else _contact_times(analysis, disguise),
        {name: metrics[name].value for name in _ANGLES if published[name]},
        _NAN if times else metrics["speed_mps"].value,
        metrics[times[0]].reason if times else "",
        frozenset(metrics[name].reason for name in _ANGLES if not published[name]),
        float(asked[1]) if asked else _NAN,
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
    truth = true_reading()
    mean, worst = _contact_difference_ms(reading, plain)
    angle, name = _angle_difference_deg(reading, plain)
    true_mean, true_worst = _contact_difference_ms(reading, truth)
    return Row(
        disguise,
        reading,
        len(reading.contact_s),
        mean,
        worst,
        angle,
        name,
        reading.speed_mps / plain.speed_mps - 1,
        true_mean,
        true_worst,
        _angle_difference_deg(reading, truth)[0],
        reading.speed_mps / truth.speed_mps - 1,
    )


def _contact_difference_ms(reading: Reading, other: Reading) -> tuple[float, float]:
    """Mean difference of the contacts that both have, and the largest."""
    both = sorted(reading.contact_s.keys() & other.contact_s.keys())
    if not both:
        return _NAN, _NAN
    off_ms = np.array([1000 * (reading.contact_s[i] - other.contact_s[i]) for i in both])
    return float(off_ms.mean()), float(off_ms[np.abs(off_ms).argmax()])


def _angle_difference_deg(reading: Reading, other: Reading) -> tuple[float, str]:
    """Largest difference of a metric that both have, and which."""
    off_deg = {
        name: value - other.angles_deg[name]
        for name, value in reading.angles_deg.items()
        if name in other.angles_deg
    }
    if not off_deg:
        return _NAN, ""
    worst = max(off_deg, key=lambda name: abs(off_deg[name]))
    return off_deg[worst], worst


def differences_in_ses(reading: Reading, plain: Reading, ending: str = "") -> list[float]:
    """Differences of the angles whose names end so, in stated errors of such a difference."""
    return [
        (reading.angles_deg[name] - plain.angles_deg[name]) / float(np.hypot(se, other))
        for name, se in reading.angle_ses_deg.items()
        if name.endswith(ending) and (other := plain.angle_ses_deg.get(name, _NAN)) + se > 0
    ]
