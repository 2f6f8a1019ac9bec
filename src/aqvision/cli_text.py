"""What the rooms below say -> the terminal, with the options that take what is asked for."""

from __future__ import annotations

import click

from aqvision.doors import say_where
from aqvision.errors import AqvisionError


def show(line: str) -> None:
    """Print a line of a result."""
    click.echo(say_where(line, "terminal"))


def complain(error: AqvisionError, where: str = "") -> None:
    """Say what went wrong and what to do; ``where`` names the clip if there are several."""
    lines = [f"Error: {where}{': ' if where else ''}{error}"]
    lines += [f"Hint: {error.hint}"] if error.hint else []
    click.echo(say_where("\n".join(lines), "terminal"), err=True)
