"""What the command line says -> its sentences, with places for values, in one table.

A second language is a second table of the same keys, and :func:`say` choosing between them. Help
of commands and options stands where they are defined, because click reads it there.
"""

from __future__ import annotations

from aqvision.core.prompts import Prompt

PLACES = {
    Prompt.RATE: "--capture-fps",
    Prompt.PERSON: "--track, after --list-athletes",
    Prompt.HEIGHT: "--height-m",
    Prompt.BELT: "--belt-speed",
    Prompt.MARKS: "--mark",
    Prompt.LENS: "--camera-height-m",
}
"""Options that take what is asked for."""

TEXTS = {
    "error": "Error: {text}",
    "error of clip": "Error: {clip}: {text}",
    "hint": "Hint: {text}",
    "note": "Note: {text}",
    "bad": "BAD  {text}",
    "bad check": "BAD  {what}: {found}",
    "good check": "ok   {what}: {found}",
    "remedy": "     {text}",
    "written": "Written: {path}",
    "report": "Report: {path}",
    "try samples": "Try: aqvision compare --before {before} --after {after} --out report",
    # analyze
    "contacts": "{name}: {n} contacts in view",
    "steps": "{name}: {n} steps in view",
    "track failed": "{clip}, track {number}: {text}",
    "choose": "{clip}: choose with --track NUMBER",
    "pictures": "Pictures: athletes.webp in {folder}",
    # check
    "filmed": (
        "{name}: {duration_s:.1f} s, {capture_fps:.4g} frames/s{played} ({source}), "
        "{width_px} x {height_px}"
    ),
    "played": ", played at {fps:.4g}",
    "seen": (
        "{view} view{slant}; camera {camera}; athlete {athlete_px:.0f} px tall, wholly in view in "
        "{in_view_frac:.0%} of the clip{steps}{people}"
    ),
    "slant": ", {angle_deg:.0f}° off",
    "expected steps": ", about {n:.0f} steps",
    "people": "; {n} people",
    "advice": "What to change, the most important first:",
    # plan
    "runs a side": "runs: {n}",
    "days a side": "days: {n}",
    "primary": "Primary metric",
    "now": "now",
    # library, roster, batch
    "library good": "{folder}: nothing is missing, damaged or left over",
    "roster": "Written: {path}: clips {n_clips}, athletes {n_athletes}",
    "roster next": "Look through it, add heights in metres, then: {command}",
    "batch begins": "Reports as athletes are done: {path}",
    "batch stopped": "Stopped; the same command goes on where it was.",
    "batch clip": "{athlete}, {label}: {fault}",
    "batch unwritten": "{athlete}: {text} (hint: {hint})",
    "batch": "Team: {index}\nTable: {summary}",
}


def say(key: str, **values: object) -> str:
    """Write a sentence of the table with its values.

    Parameters
    ----------
    key, **values
        Of the table, and what the sentence names.

    Returns
    -------
    str
        Without the line's end.

    Examples
    --------
    >>> say("steps", name="run.mp4", n=8)
    'run.mp4: 8 steps in view'
    """
    return TEXTS[key].format(**values)
