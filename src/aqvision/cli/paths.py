"""Words of the command line -> paths, and the days that are said of them as PATH@DAY."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from aqvision.cli.value_types import CLIP
from aqvision.core.errors import VideoError, shown
from aqvision.core.wording import _

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class DatedPath(NamedTuple):
    """A clip or a folder, and the day that the user says it was filmed on."""

    path: Path
    day: dt.date | None = None


class _DatedName(click.ParamType[DatedPath]):
    """A name with or without a day behind it."""

    name = "path[@day]"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> DatedPath:
        """Part the name from the day, unless all of it is the name of what is there."""
        path = CLIP.convert(value, param, ctx)
        name, at, day = str(path).rpartition("@")
        if not (at and name) or path.exists():
            return DatedPath(path)
        if not (_DAY.fullmatch(day) or Path(name).exists()):
            return DatedPath(path)
        from aqvision.core.recorded import parse_day

        return DatedPath(Path(name), parse_day(day))

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Offer clips and folders."""
        return CLIP.shell_complete(ctx, param, incomplete)


DATED_PATH = _DatedName()


def days_of(named: Iterable[DatedPath]) -> dict[Path, dt.date]:
    """Gather the days that were said.

    Parameters
    ----------
    named
        All clips and folders of a command.

    Returns
    -------
    dict of Path to datetime.date
        Without those of which no day was said.

    Raises
    ------
    VideoError
        Two days are said of one path.
    """
    days: dict[Path, dt.date] = {}
    for path, day in named:
        if day is not None and days.setdefault(path, day) != day:
            raise VideoError(
                _("two days are given for {path}").format(path=shown(path)), _("give one of them")
            )
    return days
