"""A team's size -> short rendered clips of it: each clip another run.

No clip is another one altered: bodies differ from athlete to athlete, and each run has a pace,
postures, a place of its steps and light of its own. Where an athlete changes from before to after,
this is by a part of what the two samples differ by.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from aqvision.video.writer import write_video
from samples.generator import (
    AFTER,
    BEFORE,
    BodyDimensions,
    SideCamera,
    SprintParameters,
    simulate_sprint,
)
from samples.generator.stadium import paint_stadium
from validation.renders import Image, draw
from validation.store import kept

Array = npt.NDArray[np.float64]
FPS, N_FRAMES = 60, 60
"""As a phone films by itself, and long enough for three contacts or so."""
_CAMERA = SideCamera((4.5, -10.5, 1.1), 950.0, 960, 360)
_HEIGHTS_M = (1.62, 1.92)
# from run to run: pace as a part, postures in degrees
_PACE_SD, _POSTURE_SD_DEG = 0.015, 1.5
_POSTURES = (
    "thigh_flexion_peak_deg",
    "knee_flexion_peak_deg",
    "shoulder_flexion_peak_deg",
    "shoulder_extension_peak_deg",
    "elbow_flexion_mean_deg",
    "trunk_lean_deg",
)
_LIGHT = (0.85, 1.1)
# its multiples keep apart from one another in a circle as far as they can
_GOLDEN = (5**0.5 - 1) / 2
_LABELS = ("before", "after")


@dataclass(frozen=True, slots=True)
class TeamClip:
    """The ``take``-th run of an athlete before or after."""

    athlete: int
    label: str
    take: int

    @property
    def name(self) -> str:
        """File name, without a folder."""
        return f"athlete-{self.athlete:02d}-{self.label}-{self.take}.mp4"

    @property
    def height_m(self) -> float:
        """Height of the athlete, to the centimetre as a roster has it."""
        return round(float(_chance(self.athlete, 0).uniform(*_HEIGHTS_M)), 2)

    @property
    def body(self) -> BodyDimensions:
        """The sample's body at another height."""
        return _scaled(BodyDimensions(), self.height_m / BodyDimensions().height_m)

    @property
    def parameters(self) -> SprintParameters:
        """The athlete's way to run, and what is of this run alone."""
        run = self._chance(0)
        changed = _chance(self.athlete, 1).uniform() if self.label == "after" else 0.0
        own = _between(BEFORE, AFTER, changed)
        pace = self.height_m / BodyDimensions().height_m * (1 + _PACE_SD * run.standard_normal())
        speed_mps = own["speed_mps"] * pace
        mid_s = N_FRAMES / FPS / 2
        own |= {name: own[name] + _POSTURE_SD_DEG * run.standard_normal() for name in _POSTURES}
        own |= {
            "speed_mps": speed_mps,
            "first_touchdown_s": self._phase_frac * 2 / own["step_frequency_hz"],
            "start_x_m": _CAMERA.position_m[0] - speed_mps * mid_s,
        }
        return SprintParameters(**own)

    @property
    def _phase_frac(self) -> float:
        """Where in the stride the run begins: nowhere near another run of the athlete.

        What an athlete varies by here is less than what people do, so two runs with their steps at
        the same places would pass for one.
        """
        number = 2 * self.take + _LABELS.index(self.label)
        return (_chance(self.athlete, 2).uniform() + number * _GOLDEN) % 1.0

    def pictures(self) -> Iterator[Image]:
        """Draw every frame, (height, width, 3) RGB."""
        run, body = self.parameters, self.body
        motions = (simulate_sprint(run, body, np.array([frame / FPS])) for frame in range(N_FRAMES))
        return draw(_stadium(), _CAMERA, motions, light=self._chance(1).uniform(*_LIGHT))

    def _chance(self, what: int) -> np.random.Generator:
        return _chance(self.athlete, what, _LABELS.index(self.label), self.take)


def _chance(*of_what: int) -> np.random.Generator:
    return np.random.default_rng(of_what)


@cache
def _stadium() -> Array:
    return paint_stadium(_CAMERA)


def _scaled(body: BodyDimensions, ratio: float) -> BodyDimensions:
    """Make every length of a body longer alike."""
    lengths = {field.name: getattr(body, field.name) for field in fields(body)}
    longer: dict[str, Any] = {
        name: tuple(ratio * part for part in m) if isinstance(m, tuple) else ratio * m
        for name, m in lengths.items()
    }
    return BodyDimensions(**longer)


def _between(one: SprintParameters, other: SprintParameters, part: float) -> dict[str, Any]:
    """Give all numbers of a way to run that lies between two."""
    numbers = [field.name for field in fields(one) if field.name != "first_side"]
    return {name: (1 - part) * getattr(one, name) + part * getattr(other, name) for name in numbers}


def team_of(n_clips: int, n_athletes: int) -> list[TeamClip]:
    """Deal clips to athletes in turn, before and after in turn; athlete by athlete.

    >>> [clip.name for clip in team_of(3, 1)]
    ['athlete-00-before-0.mp4', 'athlete-00-before-1.mp4', 'athlete-00-after-0.mp4']
    """
    dealt = (divmod(number, n_athletes) for number in range(n_clips))
    clips = (TeamClip(athlete, _LABELS[turn % 2], turn // 2) for turn, athlete in dealt)
    return sorted(clips, key=lambda clip: (clip.athlete, clip.label != "before", clip.take))


def render_team(team: Sequence[TeamClip], folder: Path) -> dict[TeamClip, Path]:
    """Render what is missing, on every core; clips of an earlier way to draw are not taken."""
    place = folder / f"team-{_looks()}"
    place.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(team, pool.map(_rendered, team, [place] * len(team)), strict=True))


def _rendered(clip: TeamClip, folder: Path) -> Path:
    return kept(folder / clip.name, lambda to: write_video(to, clip.pictures(), FPS))


def _looks() -> str:
    """Give a checksum of all that draws."""
    root = Path(__file__).parents[1]
    drawing = (Path(__file__), root / "validation" / "renders.py")
    files = (*drawing, *sorted((root / "samples" / "generator").glob("*.py")))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
