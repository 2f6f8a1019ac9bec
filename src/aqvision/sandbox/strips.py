"""Clip and its analysis -> ContactStrips <-> JSON: the frames around each touchdown and toe-off.

The values hold what the pages show and nothing else, so that whoever reads them loads none of the
measuring.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from aqvision.core.skeleton import Side

STRIPS_FILE = "strips.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactEnd:
    """A touchdown or toe-off: its time, and the frames around it, in seconds of real time.

    ``picture`` is the file that shows these frames side by side; ``nearest`` counts them from 0.
    """

    at_s: float
    frames_s: tuple[float, ...]
    nearest: int
    picture: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactStrip:
    """A contact with the frames around both of its ends."""

    side: Side
    touchdown: ContactEnd
    toeoff: ContactEnd


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactStrips:
    """All contacts of a clip; the athlete is seen from ``first_s`` to ``last_s`` of real time.

    ``from_the_side`` tells whether contacts can be measured in it at all.
    """

    first_s: float
    last_s: float
    from_the_side: bool
    contacts: tuple[ContactStrip, ...]

    def to_json(self) -> str:
        """Write it down."""
        return json.dumps(asdict(self), allow_nan=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> ContactStrips:
        """Read what :meth:`to_json` wrote.

        Parameters
        ----------
        text
            JSON.

        Raises
        ------
        ValueError
            Another version wrote it, or it is damaged.
        """
        try:
            values = json.loads(text)
            contacts = tuple(map(_contact, values["contacts"]))
            return cls(**{**values, "contacts": contacts})
        except (ValueError, TypeError, KeyError) as error:
            raise ValueError("no strips of contacts") from error


def _contact(values: dict[str, Any]) -> ContactStrip:
    return ContactStrip(
        side=values["side"], touchdown=_end(values["touchdown"]), toeoff=_end(values["toeoff"])
    )


def _end(values: dict[str, Any]) -> ContactEnd:
    return ContactEnd(**{**values, "frames_s": tuple(values["frames_s"])})


def make_strips(path: Path, analysis_folder: Path, folder: Path) -> ContactStrips:
    """Cut the frames around each contact of a clip that was measured.

    Parameters
    ----------
    path
        The clip.
    analysis_folder
        Of its analysis.
    folder
        Takes the pictures.

    Raises
    ------
    VideoError, LibraryError
        The clip is damaged, the analysis is not whole, or a picture cannot be written.
    """
    from aqvision.analysis.store import load_analysis
    from aqvision.camera.stabilise import MAX_VIEW_DEG
    from aqvision.core.types import View
    from aqvision.report.contact_strips import write_contact_strips
    from aqvision.video.reader import open_video

    analysis = load_analysis(analysis_folder)
    film = open_video(path).turned(analysis.raw_pose.quarter_turns)
    camera = analysis.scene.camera
    time_s = [float(moment) for moment in analysis.pose.time_s]
    ends = [
        _told(event.at_s, [time_s[frame] for frame in event.frames], name)
        for event, name in write_contact_strips(analysis, film, folder)
    ]
    return ContactStrips(
        first_s=time_s[0],
        last_s=time_s[-1],
        from_the_side=camera.view is View.SIDE and camera.view_angle_deg <= MAX_VIEW_DEG,
        contacts=tuple(
            ContactStrip(side=contact.side, touchdown=touchdown, toeoff=toeoff)
            for contact, touchdown, toeoff in zip(
                analysis.contacts, ends[::2], ends[1::2], strict=True
            )
        ),
    )


def _told(at_s: float, frames_s: list[float], picture: str) -> ContactEnd:
    nearest = min(range(len(frames_s)), key=lambda number: abs(frames_s[number] - at_s))
    return ContactEnd(at_s=at_s, frames_s=tuple(frames_s), nearest=nearest, picture=picture)
