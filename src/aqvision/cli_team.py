"""Command line -> the library of a team."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aqvision.cli_options import PATH

if TYPE_CHECKING:
    from aqvision.team.backup import Finding


@click.group()
def library() -> None:
    """Look after the library: athletes, clips and results of a team."""


@library.command()
@click.argument("target", type=PATH)
def backup(target: Path) -> None:
    """Copy the whole library into the new folder TARGET and check the copy."""
    from aqvision.team.backup import back_up
    from aqvision.team.library import open_library

    with open_library() as opened:
        findings = back_up(opened, target)
    _show(findings, f"Written: {target}")


@library.command()
def check() -> None:
    """Look for what is missing, damaged or left over in the library."""
    from aqvision.team.backup import check_library
    from aqvision.team.library import open_library

    with open_library() as opened:
        findings = check_library(opened)
    _show(findings, f"{opened.home.folder}: nothing is missing, damaged or left over")


def _show(findings: list[Finding], good: str) -> None:
    """Name what was found, one line and a hint each; exit 1 where there is any."""
    for finding in findings:
        click.echo(f"BAD  {finding.text}\n     {finding.hint}")
    if findings:
        sys.exit(1)
    click.echo(good)
