"""Clip that is meant for a comparison and not compared -> LeftOut: its side, and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from aqvision.core.wording import as_recorded as _

_BY_SIDE = {
    "before": _("{name} (before) is left out: {reason}"),
    "after": _("{name} (after) is left out: {reason}"),
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A clip that is not compared: its name, its side, and why.

    ``side`` is "before" or "after", or any other word where there are no sides.

    >>> LeftOut("run.mp4", "before", "Nobody runs in it.").sentence
    'run.mp4 (before) is left out: Nobody runs in it.'
    """

    name: str
    side: str
    reason: str

    @property
    def sentence(self) -> str:
        """What is left out, and why, for the cautions of a report."""
        words = _BY_SIDE.get(self.side, _("{name} is left out: {reason}"))
        return words.format(name=self.name, reason=self.reason)

    def to_dict(self) -> dict[str, str]:
        """List every field for a JSON file."""
        return asdict(self)


def by_hand(name: str, side: str) -> LeftOut:
    """Tell of a clip that its owner wants to be left out.

    Parameters
    ----------
    name, side
        Of the clip.
    """
    return LeftOut(name, side, _("its owner chose to leave it out of comparisons."))


def not_measured(name: str, side: str, why: str) -> LeftOut:
    """Tell of a clip that could not be measured.

    Parameters
    ----------
    name, side
        Of the clip.
    why
        What was said when it was tried.
    """
    return LeftOut(name, side, _("it could not be measured: {why}").format(why=why))
