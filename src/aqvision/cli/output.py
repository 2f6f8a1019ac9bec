"""What the rooms below say -> the terminal, with the options that take what is asked for."""

from __future__ import annotations

from typing import Any

import click

from aqvision.core.errors import AqvisionError, as_mendable
from aqvision.core.prompts import say_where


def show(line: str) -> None:
    """Print a line of a result."""
    click.echo(say_where(line, "terminal"))


def complain(error: AqvisionError, where: str = "") -> None:
    """Say what went wrong and what to do; ``where`` names the clip if there are several."""
    lines = [f"Error: {where}{': ' if where else ''}{error}"]
    lines += [f"Hint: {error.hint}"] if error.hint else []
    click.echo(say_where("\n".join(lines), "terminal"), err=True)


class Commands(click.Group):
    """Show what the user can mend as one line with a hint; let our own faults be seen whole."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            mendable = as_mendable(error)
            if mendable is None:
                raise
            complain(mendable)
            ctx.exit(1)
