"""A house with something of everything: each page of a server has something to show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aqvision.core.prompts import Prompt
from aqvision.core.splits import parse_splits
from aqvision.library.account_records import Role
from aqvision.library.accounts import accounts_of
from aqvision.library.library import Library, open_library
from aqvision.library.records import JobKind, JobState, RunOptions, StoredComparison
from aqvision.report.pictures import write_webp
from aqvision.sandbox.preview import (
    PREVIEW_FILE,
    Advice,
    Film,
    FilmShot,
    PeoplePicture,
    Person,
    PersonBox,
    Preview,
    PreviewFacts,
    PreviewVerdict,
    Still,
)
from aqvision.web.uploads import Intent, Uploads
from tests.support.measured_samples import add_measured
from tests.support.team_folder import small_video

NAME = "Annemarie-Charlotte Müller-Lüdenscheidt"
DAYS = {"before": dt.date(2026, 5, 4), "after": dt.date(2026, 6, 30)}
SEEN = Preview(
    facts=PreviewFacts(
        fps=30.0, capture_fps=30.0, duration_s=3.0, expected_steps=7.0, view="side", camera="still"
    ),
    verdicts=(
        PreviewVerdict("angles", "good", ""),
        PreviewVerdict("contact and flight times", "not", "the rate is too low"),
        PreviewVerdict("step length and speed", "limited", "no scale", (Prompt.HEIGHT,)),
    ),
    advice=(
        Advice("treadmill", "On a treadmill.", "say how fast it runs", (Prompt.BELT,)),
        Advice("no_scale", "Nothing gives a scale.", "say how tall", (Prompt.HEIGHT,)),
    ),
    people=(Person(1, 0.1, 2.9, True), Person(2, 0.1, 1.5, False)),
    groups=(
        PeoplePicture(
            "people-0.webp",
            1.0,
            (PersonBox(1, 0.1, 0.2, 0.15, 0.8), PersonBox(2, 0.6, 0.2, 0.7, 0.8)),
        ),
    ),
    film=Film(
        width_px=1920,
        height_px=1080,
        duration_s=4.0,
        stills=(Still("still-0.webp", 0.0), Still("still-1.webp", 2.0)),
        strip_s=(1.0, 3.0),
    ),
    shots=(FilmShot(1, 0.0, 1.0), FilmShot(2, 1.0, 4.0, used=True)),
)
UNFIT = Preview(problem="nobody in it runs", hint="film a run", prompts=(Prompt.PERSON,))
LONG_REPORT = "<!doctype html><html lang=en><title>Report</title><h1>Report</h1>" + "".join(
    f"<p>Part {n} of the report.</p>" for n in range(60)
)


@dataclass(slots=True)
class FullHouse:
    """The ids of a house by the names that they have in paths, and what signs its admin in."""

    ids: dict[str, str]
    cookie: str
    athlete_token: str
    share_token: str
    empty_id: str
    waiting_id: str


def fill_house(home: Path, folder: Path) -> FullHouse:
    """Fill a home with people, clips, results, links and invitations."""
    folder.mkdir()
    with open_library(home) as library:
        athlete_id = library.add_athlete(NAME, 1.78, 70.5).id
        ids = {"athlete_id": athlete_id} | _clips(library, athlete_id, folder)
        empty_id = library.add_athlete("Bo").id
        ids["block_id"] = library.add_block(
            athlete_id, DAYS["before"], DAYS["after"], "Band holds"
        ).id
        library.note(ids["session_id"], "Windy.\nSpikes.")
        waiting_id = _waiting(library, athlete_id, folder)
        _failed(library, ids["session_id"], folder)
        _half_sent(library, athlete_id)
        return FullHouse(empty_id=empty_id, waiting_id=waiting_id, **_people(library, ids))


def _clips(library: Library, athlete_id: str, folder: Path) -> dict[str, str]:
    sessions = {s: library.add_session(athlete_id, s, day).id for s, day in DAYS.items()}
    runs = {side: add_measured(library, sessions[side], side) for side in DAYS}
    for number in range(2):  # enough for a ladder
        clip = small_video(folder / f"run-{number}.mp4", str(number).encode())
        run = library.add_run(sessions["after"], clip)
        library.add_analysis(run.id, f"key {number}", _result(library), {})
        library.leave_out(run.id, number == 0)
    splits = parse_splits("5:1.21, 10:1.99, 20:3.38, 30:4.71")
    library.update_run(runs["before"].id, RunOptions(splits=splits, blur_faces=False))
    compared = library.add_comparison(sessions["before"], sessions["after"], ["speed_mps"])
    made = [compared, library.add_ladder(sessions["after"], sessions["before"])]
    made.append(library.add_season(list(sessions.values())))
    for one in made:
        _finish(library, one)
    unmade = library.add_comparison(sessions["after"], sessions["before"])
    return {
        "unmade_id": unmade.id,
        "session_id": sessions["before"],
        "run_id": runs["before"].id,
        "comparison_id": compared.id,
    }


def _result(library: Library) -> Path:
    folder = library.home.new_result()
    folder.mkdir()
    (folder / "analysis.json").write_text("{}")
    (folder / "report.html").write_text(LONG_REPORT)
    return folder


def _finish(library: Library, made: StoredComparison) -> None:
    library.finish_comparison(made.id, library.key_of(made), _result(library), {})


def _waiting(library: Library, athlete_id: str, folder: Path) -> str:
    """Add clips that were looked at, one of which cannot be measured, on a day of their own."""
    session = library.add_session(athlete_id, "before", dt.date(2026, 4, 1))
    runs = []
    for name, preview in (("a-clip-with-a-rather-long-name-of-a-phone", SEEN), ("unfit", UNFIT)):
        run = library.add_run(session.id, small_video(folder / f"{name}.mp4", name.encode()))
        seen = library.home.folder / "previews" / run.id
        seen.mkdir(parents=True)
        (seen / PREVIEW_FILE).write_text(preview.to_json())
        for picture in ("people-0", "still-0", "still-1", "strip", "thumbnail"):
            write_webp(np.full((90, 160, 3), 120, dtype=np.uint8), seen / f"{picture}.webp", 80)
        runs.append(run.id)
    return runs[0]


def _failed(library: Library, session_id: str, folder: Path) -> None:
    run = library.add_run(session_id, small_video(folder / "failed.mp4", b"failed"))
    job = library.add_job(JobKind.ANALYZE, run_id=run.id)
    library.update_job(
        job.id,
        state=JobState.FAILED,
        finished=dt.datetime.now(dt.UTC),
        error="nobody in failed.mp4 moves",
        hint="film the athlete",
    )


def _half_sent(library: Library, athlete_id: str) -> None:
    uploads = Uploads(library.home.uploads)
    upload = uploads.create(100, Intent("half.mp4", athlete_id, "before", "2026-05-04"))
    writer = uploads.writer(upload)
    writer.write(b"half")
    writer.close()


def _people(library: Library, ids: dict[str, str]) -> dict[str, Any]:
    """Add an admin, a coach and an athlete, and what each page about them shows."""
    accounts, athlete_id = accounts_of(library), ids["athlete_id"]
    group = accounts.add_group("Sprint and hurdles, under 18")
    accounts.put_into_group(athlete_id, group.id)
    admin = accounts.join(accounts.invite(Role.ADMIN), "admin@sprint.example.org", "hash")
    coach = accounts.join(accounts.invite(Role.COACH, group_id=group.id), "coach", "hash")
    accounts.join(accounts.invite(Role.ATHLETE, athlete_id=athlete_id), "athlete", "hash")
    accounts.set_minor(athlete_id, minor=True, birth_year=2011)
    agreed = {"given_by": "Eva Example", "relation": "mother", "purpose": "training"}
    for _ in range(2):
        consent = accounts.add_consent(athlete_id, **agreed, recorded_by="coach")
    accounts.withdraw_consent(consent.id, "coach")
    share = accounts.share(30, made_by="coach", run_id=ids["run_id"])
    accounts.share(7, made_by="coach", comparison_id=ids["comparison_id"])
    accounts.add_api_token(admin.id, "nightly backup", 30)
    token = accounts.invite(Role.ATHLETE, athlete_id=athlete_id, made_by=coach.id)
    ids |= {"account_id": coach.id, "group_id": group.id}
    return {
        "ids": ids,
        "cookie": accounts.sign_in(admin.id),
        "athlete_token": token,
        "share_token": share,
    }
