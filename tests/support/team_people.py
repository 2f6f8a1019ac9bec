"""Athletes of a team who never ran, for its page: clips, changes, and what went wrong."""

from __future__ import annotations

from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.team_people import TeamAthlete, TeamClip
from tests.support.team_changes import changes_like

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
DARK = "The picture is dark. Film with light."


def athlete(name: str, kind: str, link: str = "a/report.html", change: float = 7.0) -> TeamAthlete:
    """Make somebody with two clips a side, whose changes are alike."""
    clips = tuple(
        TeamClip(
            athlete=name, label=label, name=f"{label}-{n}.mp4", link=f"a/{label}-{n}/report.html",
            advice=(DARK,) if (label, n) == ("before", 1) else (),
            values={metric: 20.0 + n + (change if label == "after" else 0.0) for metric in METRICS},
        )
        for label in ("before", "after")
        for n in (1, 2)
    )  # fmt: skip
    return TeamAthlete(
        name=name, link=link, changes=tuple(changes_like(kind, change)), compared="March → June",
        cautions=("The speed differs by 9%.",), clips=clips, of_the_athlete=kind != "runs",
    )  # fmt: skip


def alone(name: str) -> TeamAthlete:
    """Make somebody whose only clip was refused."""
    refused = TeamClip(
        athlete=name, label="before", name="r.mp4", error="nobody runs in r.mp4",
        hint="film somebody who runs",
    )  # fmt: skip
    return TeamAthlete(
        name=name, error="there is no clip after", hint="film again", clips=(refused,)
    )


def team() -> list[TeamAthlete]:
    """Make one who changed, one who did not, and two who could not be compared."""
    return [
        athlete("Anna", "some"), athlete("Still", "none"), athlete("Blind", "blind"), alone("Otto"),
    ]  # fmt: skip
