"""Sessions of an athlete -> which two are compared, and a choice where a side has several."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from aqvision.core.wording import _
from aqvision.library.records import Session
from aqvision.web.pages import Form
from aqvision.web.presenters import SessionCard

Chosen = tuple[str, str]
"""Ids of the sessions before and after that somebody chose; empty for the latest."""
LATEST: Chosen = ("", "")
_SIDES = {"before": _("Before"), "after": _("After")}


@dataclass(frozen=True, slots=True)
class SideChoice:
    """The sessions of a side of which one is compared: id, title, and whether it is chosen."""

    side: str
    words: str
    options: tuple[tuple[str, str, bool], ...]


def choices(
    cards: Iterable[SessionCard], shown: Collection[str], form: Form | None = None
) -> list[SideChoice]:
    """Offer the sessions of each side that has several.

    Parameters
    ----------
    cards
        All sessions of an athlete, by day.
    shown
        Ids of clips that may be measured now: their sessions count as well.
    form
        What was chosen, where the form comes back.
    """
    known = [card for card in cards if _has_runs(card, holds=False, shown=shown)]
    offered = []
    for side, words in _SIDES.items():
        found = [card for card in known[::-1] if card.session.label == side]
        chosen = form.text(side) if form else ""
        options = tuple((c.session.id, c.title, c.session.id == chosen) for c in found)
        if len(options) > 1:
            offered.append(SideChoice(side, words, options))
    return offered


def chosen_in(form: Form) -> Chosen:
    """Read which sessions were chosen.

    Parameters
    ----------
    form
        What was filled in.
    """
    return form.text("before"), form.text("after")


def begun(cards: Iterable[SessionCard], *, holds: bool = False) -> list[Session]:
    """List the sessions with runs, or with holds, that are measured or being measured.

    Parameters
    ----------
    cards, holds
        All sessions of an athlete, and which is asked for.
    """
    return [card.session for card in cards if _has_runs(card, holds=holds)]


def _has_runs(card: SessionCard, *, holds: bool, shown: Collection[str] = ()) -> bool:
    return any(
        clip.run.options.is_hold == holds and (not clip.waits or clip.run.id in shown)
        for clip in card.clips
    )


def pair_of(
    sessions: Sequence[Session], touched: Iterable[str], chosen: Chosen = LATEST
) -> tuple[Session | None, Session | None]:
    """Find the sessions before and after that are compared, where new clips came to one of them.

    Where nobody chose, they are the latest; an "after" is held against the last "before" that is
    not of a later day.

    Parameters
    ----------
    sessions
        All sessions of an athlete that may be compared.
    touched
        Ids of the sessions that new clips came to.
    chosen
        What was chosen; what is none of these sessions is not.

    Returns
    -------
    tuple of two Session or None
        Before and after; both None where nothing is new.
    """
    new, known = set(touched), {session.id: session for session in sessions}
    after = known.get(chosen[1]) or _latest((s for s in sessions if s.label == "after"), new)
    earlier = (s for s in sessions if after is None or _not_later(s, after))
    before = known.get(chosen[0]) or _latest((s for s in earlier if s.label == "before"), new)
    if not any(chosen) and not new & {s.id for s in (before, after) if s is not None}:
        return None, None
    return before, after


def _latest(sessions: Iterable[Session], new: set[str]) -> Session | None:
    """Give the last session, one with new clips before all others."""
    return max(sessions, key=lambda s: (s.id in new, s.date or dt.date.min), default=None)


def _not_later(one: Session, other: Session) -> bool:
    return one.date is None or other.date is None or one.date <= other.date
