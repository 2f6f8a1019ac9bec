"""What was typed so far -> how it may go on: clips, rosters, folders, athletes of the library.

A shell waits for this at each tap of the key, so nothing that is slow to load is loaded.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import click
from click.shell_completion import CompletionItem

from aqvision.cli.shells import PATH_ITEM

CLIP_ENDINGS = (".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".trc")
ROSTER_ENDINGS = (".xlsx", ".csv", ".tsv", ".txt")


def paths_with(typed: str, endings: tuple[str, ...]) -> list[CompletionItem[str]]:
    """List the folders that a path may go on with, and the files of its kind.

    Parameters
    ----------
    typed
        A path, or the beginning of one.
    endings
        Of the files, in small letters; capitals count as well.

    Returns
    -------
    list of CompletionItem
        By name. A folder ends in a slash. Hidden ones only where a dot was typed.
    """
    return [CompletionItem(path, type=PATH_ITEM) for path in sorted(_listed(typed, endings))]


def _listed(typed: str, endings: tuple[str, ...]) -> Iterator[str]:
    head, beginning = os.path.split(typed)
    shown_head = typed[: len(typed) - len(beginning)]
    try:
        with os.scandir(os.path.expanduser(head) or ".") as entries:  # noqa: PTH111 - as typed
            for entry in entries:
                if not entry.name.startswith(beginning) or _hides(entry.name, beginning):
                    continue
                if entry.is_dir():
                    yield f"{shown_head}{entry.name}/"
                elif entry.name.lower().endswith(endings):
                    yield f"{shown_head}{entry.name}"
    except OSError:
        return


def _hides(name: str, typed: str) -> bool:
    return name.startswith(".") and not typed.startswith(".")


def athletes(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem[str]]:
    """List the athletes of the library whose name begins so, capitals or not.

    Parameters
    ----------
    typed
        The beginning of a name.

    Returns
    -------
    list of CompletionItem
        By name; empty where there is no library, or it is on a server.
    """
    from aqvision.library.glance import athlete_names

    beginning = typed.casefold()
    return [
        CompletionItem(name)
        for name in athlete_names()
        if name.casefold().startswith(beginning) and "\n" not in name
    ]
