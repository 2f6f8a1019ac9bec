"""What a film, its file and its owner say of the day -> the day of a clip, and who tells it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from aqvision.core.recorded import Filmed, parse_day, possible
from aqvision.core.wording import _
from aqvision.library.records import DayFrom, Session
from aqvision.web.pages import Form
from aqvision.web.presenters import show_date
from aqvision.web.uploads import Intent

Day = tuple[dt.date | None, DayFrom | None]


def day_of(intent: Intent, filmed: Filmed | None) -> Day:
    """Choose the day of a clip that came in.

    What its owner says goes first, then the film itself. The day on which the file was last
    changed is the last resort: to copy or to cut a film changes it.

    Parameters
    ----------
    intent
        What was said of the upload.
    filmed
        What the film says, if it does.

    Returns
    -------
    tuple
        The day, and who tells it; None for both where nobody does.
    """
    if intent.date:
        return dt.date.fromisoformat(intent.date), DayFrom.GIVEN
    if filmed is not None and (day := possible(filmed.day(intent.zone_min))) is not None:
        return day, DayFrom.FILM
    if intent.modified and (day := possible(dt.date.fromisoformat(intent.modified))) is not None:
        return day, DayFrom.FILE
    return None, None


def typed_day(form: Form, run_id: str) -> dt.date | None:
    """Read the day that was typed for a clip; None where none was, which changes nothing.

    Parameters
    ----------
    form, run_id
        What was filled in, and id of the clip.

    Raises
    ------
    CalibrationError
        It is no day, or nothing can have been filmed on it.
    """
    text = form.text(f"day-{run_id}")
    return parse_day(text) if text else None


def who_tells(session: Session) -> str:
    """Say who tells the day of a session; empty where its owner did, or nobody remembers.

    Parameters
    ----------
    session
        Of a clip.
    """
    if session.date is None:
        return _("Nobody says when it was filmed. Give the day if you know it.")
    if session.day_from is DayFrom.FILM:
        return _("The film says so.")
    if session.day_from is DayFrom.FILE:
        return _(
            "The film does not say it: this is when the file was last changed. Correct it if it "
            "was filmed on another day."
        )
    return ""


def several_days(sessions: Iterable[Session]) -> str:
    """Say so where clips that came together are of several days, and so of several sessions.

    Parameters
    ----------
    sessions
        Of clips that are shown together.

    Returns
    -------
    str
        A sentence; empty where each side has one day.
    """
    by_label: dict[str, set[dt.date | None]] = {}
    for session in sessions:
        by_label.setdefault(session.label, set()).add(session.date)
    several = {label: days for label, days in by_label.items() if len(days) > 1}
    if not several:
        return ""
    told = "; ".join(
        f"{label}: {', '.join(show_date(day) for day in sorted(filter(None, days)))}"
        for label, days in several.items()
    )
    return _(
        "Clips of one side were filmed on several days ({told}), so each day is a session. Which "
        "two are compared is asked below. Correct a day here if it is wrong."
    ).format(told=told)
