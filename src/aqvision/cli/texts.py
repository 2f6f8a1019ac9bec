"""What the command line says -> its sentences, with places for values, in one table.

Help of commands and options stands where they are defined, because click reads it there.
"""

from __future__ import annotations

from aqvision.core.prompts import Prompt
from aqvision.core.wording import _

PLACES = {
    Prompt.RATE: "--capture-fps",
    Prompt.PERSON: "--track, after --list-athletes",
    Prompt.HEIGHT: "--height-m",
    Prompt.BELT: "--belt-speed",
    Prompt.MARKS: "--mark",
    Prompt.LENS: "--camera-height-m",
    Prompt.SHOT: "--shot",
    Prompt.DAY: "FOLDER@2026-03-14",
    Prompt.MASS: "--mass-kg",
    Prompt.HOLD: "aqvision hold",
}
"""Options that take what is asked for."""

TEXTS = {
    "error": _("Error: {text}"),
    "error of clip": _("Error: {clip}: {text}"),
    "hint": _("Hint: {text}"),
    "note": _("Note: {text}"),
    "bad": _("BAD  {text}"),
    "bad check": _("BAD  {what}: {found}"),
    "good check": _("ok   {what}: {found}"),
    "remedy": "     {text}",
    "written": _("Written: {path}"),
    "report": _("Report: {path}"),
    "try samples": _("Try: aqvision compare --before {before} --after {after} --out report"),
    "completion": _("Opens with the next shell; to undo it: {command}"),
    "completion of zsh": _(
        "zsh does not look there by itself yet: put these two lines into ~/.zshrc\n"
        "  fpath+=({folder})\n"
        "  autoload -Uz compinit && compinit"
    ),
    # analyze
    "contacts": _("{name}: {n} contacts in view"),
    "steps": _("{name}: {n} steps in view"),
    "track failed": _("{clip}, track {number}: {text}"),
    "choose": _("{clip}: choose with --track NUMBER"),
    "pictures": _("Pictures: athletes.webp in {folder}"),
    "events": _(
        "Pictures of each touchdown and toe-off: {pictures}\n"
        "Look through them; correct {table} where the eye sees it otherwise, and give it back with "
        "--events."
    ),
    "no events": _("No contact was found; write those that you see into {table}."),
    "no pictures": _("{name} is no video, so there are no pictures to look at"),
    "give the video": _("name the clip"),
    # check
    "filmed": _(
        "{name}: {duration_s:.1f} s, {capture_fps:.4g} frames/s{played} ({source}), {width_px} x "
        "{height_px}"
    ),
    "played": _(", played at {fps:.4g}"),
    "seen": _(
        "{view} view{slant}; camera {camera}; athlete {athlete_px:.0f} px tall, wholly in view in "
        "{in_view_frac:.0%} of the clip{steps}{people}"
    ),
    "slant": _(", {angle_deg:.0f}° off"),
    "expected steps": _(", about {n:.0f} steps"),
    "people": _("; {n} people"),
    "advice": _("What to change, the most important first:"),
    # plan
    "runs a side": _("runs: {n}"),
    "days a side": _("days: {n}"),
    "primary": _("Primary metric"),
    "now": _("now"),
    "not a size": _("'{text}' is no size of a change"),
    "write a size": _("write NAME=CHANGE, for example contact_time_s=0.01 or contact_time_s=5%"),
    "two sizes": _("two sizes are given for {name}"),
    "one size": _("give one of them"),
    "too large a size": _("{name}={number:g} means {size}, more than any run changes it"),
    "own unit": _("write it in {unit}, or in % of the value"),
    "seconds": _("seconds, for example 0.006"),
    "leg lengths": _("leg lengths, for example 0.05"),
    "parts of one": _("parts of one, for example 0.05"),
    "not a primary": _("{name} is not one of the primary metrics, {names}"),
    "make it primary": _("name it with --primary {name},..."),
    # library, roster, batch
    "nothing to measure again": _(
        "Every clip was measured in the present way, by what is known of it now."
    ),
    "measuring again": _("Clips to measure again: {n}"),
    "measured again": _("Done: {n}"),
    "tables apart": _("Clips and results only: save the tables with pg_dump"),
    "brought back": _("Clips and results brought back: {n}"),
    "library upgraded": _("{folder}: up to date"),
    "worker": _(
        "aqvision {version} takes jobs of {where}, {n} at a time.\n"
        "To stop, and give back what is not done: Ctrl-C"
    ),
    "worker stopped": _("Stopped; others go on with what was not done."),
    "library good": _("{folder}: nothing is missing, damaged or left over"),
    "library moved": _(
        "Moved and compared: {athlete} athletes, {session} sessions, {run} clips, {all} rows in "
        "all\n"
        "The old tables stay in {left}; nothing works on them any more.\n"
        "Next: set AQVISION_DATABASE_URL to the same address wherever aqvision runs."
    ),
    "roster": _("Clips {n_clips}, athletes {n_athletes}"),
    "roster left out": _("Left out, because they cannot be measured: {n}"),
    "roster next": _("Look through it, add heights, then: {command}"),
    "batch begins": _("Reports as athletes are done: {path}"),
    "stopped": _("Stopped."),
    "batch stopped": _("Stopped; the same command goes on where it was."),
    "batch clip": _("{athlete}, {label}: {fault}"),
    "batch more": _("{athlete}, {what}: {fault}"),
    "batch unwritten": _("{athlete}: {text} (hint: {hint})"),
    "batch moved": _("Reports of somebody who is called otherwise now: {folders}"),
    "batch outdated": _("Not in the roster any more, marked by OUTDATED.txt: {folders}"),
    "batch": _("Team: {index}\nTables: {summary}, {workbook}"),
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
