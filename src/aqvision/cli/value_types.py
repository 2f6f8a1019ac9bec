"""What was typed -> a path, a line, a number or a measure, or a refusal with a hint."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aqvision.cli.completing import CLIP_ENDINGS, ROSTER_ENDINGS, paths_with
from aqvision.core.errors import LibraryError, shown
from aqvision.core.wording import _

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class _Name(click.Path):
    """A name of a file or folder that can be written down in a result and in a line."""

    def __init__(self, *endings: str) -> None:
        # Whether it can be read or written is told where that is tried, with a hint.
        super().__init__(readable=False, path_type=Path)
        self._endings = endings

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Offer folders, and the files of this kind."""
        return paths_with(incomplete, self._endings)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Refuse bytes that are no text, and what steers a terminal or breaks a line."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if _breaks_a_line(str(path)):
            raise LibraryError(
                _("the name {path} cannot be written down").format(path=shown(path)), _("rename it")
            )
        return path


class Words(click.types.StringParamType):
    """A line of text that stands in a result and on its page."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse bytes that are no text, and what steers a terminal or breaks a line."""
        if _breaks_a_line(value):
            named = param.opts[0] if param else _("the text")
            raise LibraryError(
                _("{named} holds a line break or another character that cannot be shown").format(
                    named=named
                ),
                _("type it again, on one line"),
            )
        return str(value)


class Number(click.types.FloatParamType):
    """A number in the unit that its option names."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Refuse what is no number, and say how to write one."""
        try:
            return float(value)
        except ValueError:
            told = _("'{text}' is no number; write it with a point and without a unit, as 1.78")
            self.fail(told.format(text=value), param, ctx)


class Measure(click.ParamType[float]):
    """A height or a mass as people write it."""

    def __init__(self, name: str, read: Callable[[str], float]) -> None:
        self.name = name
        self._read = read

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read it as a roster's column does; what nobody has is refused with a hint."""
        return self._read(value)


def _breaks_a_line(text: str) -> bool:
    return any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in text)


FOLDER, CLIP, ROSTER = _Name(), _Name(*CLIP_ENDINGS), _Name(*ROSTER_ENDINGS)
TABLE, TOML = _Name(".csv"), _Name(".toml")
