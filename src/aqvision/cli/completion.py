"""Command line -> completion in the user's shell: its script, put where the shell looks for it."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

import click

from aqvision.cli.options import QUIET
from aqvision.cli.output import tell
from aqvision.cli.shells import COMPLETING, PROGRAM, SHELLS
from aqvision.cli.texts import say
from aqvision.core.errors import LibraryError, reason_of, shown
from aqvision.core.wording import _

_ZSH_PATIENCE_S = 10


@click.command()
@click.option(
    "--install", is_flag=True, help=_("Write it where the shell looks for it, for you alone.")
)
@click.option("--shell", type=click.Choice(list(SHELLS)), help=_("The one you are in if left out."))
@QUIET
def completion(install: bool, shell: str | None) -> None:
    """Let the Tab key complete commands, options, clips and athletes."""
    name = find_shell() if shell is None else shell
    if name not in SHELLS:
        raise LibraryError(
            _("there is no completion for the shell {name}").format(name=shown(Path(name or "?"))),
            _("name one of {names} with {option}").format(
                names=", ".join(SHELLS), option="--shell"
            ),
        )
    script = script_of(name)
    if not install:
        click.echo(script, nl=False)
        return
    path = place_of(name)
    _write(path, script)
    click.echo(path)
    tell(say("completion", command=f"rm {shlex.quote(str(path))}"))
    if name == "zsh" and path.parent not in _searched_by_zsh():
        tell(say("completion of zsh", folder=path.parent))


def script_of(shell: str) -> str:
    """Write the script by which a shell completes our commands.

    Parameters
    ----------
    shell
        One of ``SHELLS``.

    Returns
    -------
    str
        For the shell to read.
    """
    return SHELLS[shell](click.Group(PROGRAM), {}, PROGRAM, COMPLETING).source()


def find_shell() -> str:
    """Name the shell that started this command, else the one that the environment names.

    Returns
    -------
    str
        Empty where nothing tells.
    """
    import psutil

    try:
        parents = [parent.name().lstrip("-") for parent in psutil.Process().parents()]
    except psutil.Error:
        parents = []
    named = Path(os.environ.get("SHELL", "")).name
    return next((name for name in parents if name in SHELLS), named)


def place_of(shell: str) -> Path:
    """Say where a shell looks for scripts of completion of this user.

    Parameters
    ----------
    shell
        One of ``SHELLS``. zsh has no such folder by itself: the first of the user's own that it
        searches is taken, else one that has to be named in its settings.
    """
    data, config = (
        _folder("XDG_DATA_HOME", "~/.local/share"),
        _folder("XDG_CONFIG_HOME", "~/.config"),
    )
    if shell == "bash":
        own = os.environ.get("BASH_COMPLETION_USER_DIR")
        return (Path(own) if own else data / "bash-completion") / "completions" / PROGRAM
    if shell == "fish":
        return config / "fish" / "completions" / f"{PROGRAM}.fish"
    home = Path.home()
    searched = (folder for folder in _searched_by_zsh() if folder.is_relative_to(home))
    return next(searched, data / "zsh" / "site-functions") / f"_{PROGRAM}"


def _folder(variable: str, usual: str) -> Path:
    return Path(os.environ.get(variable) or usual).expanduser()


def _searched_by_zsh() -> list[Path]:
    """List the folders in which this user's zsh, with its settings, looks for functions."""
    command = ["zsh", "-ic", "print -rl -- $fpath"]
    try:
        told = subprocess.run(  # noqa: S603 - the user's own shell
            command, capture_output=True, text=True, check=False, timeout=_ZSH_PATIENCE_S,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return []
    return [Path(line) for line in told.stdout.splitlines() if line.startswith("/")]


def _write(path: Path, script: str) -> None:
    """Write a script, over an older one of ours at most."""
    try:
        if path.exists() and COMPLETING not in path.read_text(encoding="utf-8", errors="replace"):
            raise LibraryError(
                _("{path} is there and is not ours").format(path=shown(path)),
                _("move it away, then do the same again"),
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script, encoding="utf-8")
    except OSError as error:
        raise LibraryError(
            _("cannot write into {folder}: {reason}").format(
                folder=shown(path.parent), reason=reason_of(error)
            ),
            _("make it writable, or read the script from this command without --install"),
        ) from error
