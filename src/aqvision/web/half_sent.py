"""Unfinished uploads of an athlete -> what the upload page says of each, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from aqvision.core.wording import _
from aqvision.web.uploads import Upload, Uploads

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class HalfSent:
    """A file that came in in part, or whole and was not looked into."""

    id: str
    name: str
    title: str
    words: str
    whole: bool


def half_sent(uploads: Uploads, athlete_id: str) -> list[HalfSent]:
    """List what waits of the files that were sent for somebody.

    Parameters
    ----------
    uploads, athlete_id
        Where they are, and whose.
    """
    waiting = [one for one in uploads.all() if one.intent.athlete == athlete_id and not one.settled]
    return [
        HalfSent(
            id=one.id,
            name=one.intent.filename,
            title=_title(one),
            words=_words(one),
            whole=one.whole,
        )
        for one in waiting
    ]


def _title(one: Upload) -> str:
    text = _("{name} is here whole.") if one.whole else _("Half a file waits: {name}.")
    return text.format(name=one.intent.filename)


def _words(one: Upload) -> str:
    if one.whole:
        return _("It was not looked into, as the page was closed. Take it in, or throw it away.")
    return _(
        "{percent:.0f} % of {size_mb:.0f} MB came in. Choose the same file again, for the same "
        "side and day, and sending goes on from there; or throw it away. If another page is "
        "sending it, leave it alone. After a day it goes by itself."
    ).format(percent=100 * one.offset / one.length, size_mb=one.length / _MB)
