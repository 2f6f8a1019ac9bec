"""Films of strides -> what a page plays: pictures side by side, locked at the start of a stride."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Comparison
from aqvision.core.skeleton import Side
from aqvision.core.types import View
from aqvision.report.stride_film import StrideFilm, load_stride_film
from aqvision.report.tables import ClipRole

SLOWER = 8
"""How many times slower than real time it plays: a stride of half a second takes four."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFilm:
    """The film of a clip on a page.

    Parameters
    ----------
    role, clip
        What the clip is on the page, and its name.
    side
        Foot of the event that the film starts with.
    whole
        Whether the film ends with the same event of the same foot.
    from_end
        Whether it is filmed from the front or from behind: there the event is the foot's coming
        below the other one, else its touchdown.
    first
        The first picture, in WebP.
    data
        For the script: length of the stride in ms, NaN-free; time of each picture; and all
        pictures after the first, in base64.
    """

    role: ClipRole
    clip: str
    side: Side
    whole: bool
    from_end: bool
    first: bytes
    data: dict[str, Any]


def film_of(analysis: Analysis, folder: Path | None) -> list[ShownFilm]:
    """Give the film of one clip; none where there is none.

    Parameters
    ----------
    analysis, folder
        A clip, and the folder of its result; None where there are no pictures.
    """
    return _shown([(ClipRole.SINGLE, analysis, load_stride_film(folder))])


def films_of(
    comparison: Comparison, before: Sequence[Path | None], after: Sequence[Path | None]
) -> list[ShownFilm]:
    """Give a film from before and one from after: of the first pair of clips that has both.

    Clips of two views start with another event each, and so are never a pair.

    Parameters
    ----------
    comparison
        What changed.
    before, after
        Folders of its analyses, in their order; None where there are no pictures.
    """
    pairs = []
    for old, new in zip(
        zip(comparison.before, before, strict=True),
        zip(comparison.after, after, strict=True),
        strict=False,
    ):
        if old[0].scene.camera.view != new[0].scene.camera.view:
            continue
        pair = _shown(
            [
                (ClipRole.BEFORE, old[0], load_stride_film(old[1])),
                (ClipRole.AFTER, new[0], load_stride_film(new[1])),
            ]
        )
        if len(pair) == 2:
            return pair
        pairs.append(pair)
    return next(filter(None, pairs), [])


def _shown(clips: Sequence[tuple[ClipRole, Analysis, StrideFilm | None]]) -> list[ShownFilm]:
    return [
        ShownFilm(
            role=role,
            clip=analysis.name,
            side=film.stride.side,
            whole=film.stride.whole,
            from_end=analysis.scene.camera.view != View.SIDE,
            first=film.pictures[0],
            data=_data(role, film),
        )
        for role, analysis, film in clips
        if film is not None
    ]


def _data(role: ClipRole, film: StrideFilm) -> dict[str, Any]:
    stride = film.stride
    return {
        "role": str(role),
        "stride_ms": round(1000 * (stride.end_s - stride.start_s), 2),
        "whole": stride.whole,
        "at_ms": [round(ms, 2) for ms in film.since_ms],
        "later": [base64.b64encode(picture).decode("ascii") for picture in film.pictures[1:]],
    }
