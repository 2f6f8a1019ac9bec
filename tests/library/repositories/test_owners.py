"""Whose something is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from aqvision.core.errors import LibraryError
from aqvision.library.account_records import Role
from aqvision.library.accounts import accounts_of
from aqvision.library.library import Library
from aqvision.library.records import JobKind
from aqvision.library.repositories.owners import KINDS
from tests.support.team_folder import session_of, small_video

DAY = dt.date(2026, 5, 4)


def test_everything_leads_to_its_athlete(library: Library, tmp_path: Path) -> None:
    accounts, before = accounts_of(library), session_of(library)
    athlete_id = before.athlete_id
    after = library.add_session(athlete_id, "after")
    run = library.add_run(before.id, small_video(tmp_path / "a.mp4", b"a"))
    made = library.add_comparison(before.id, after.id)
    jobs = [
        library.add_job(JobKind.ANALYZE, run_id=run.id),
        library.add_job(JobKind.COMPARE, comparison_id=made.id),
    ]
    accounts.share(7, made_by="x", run_id=run.id)
    accounts.share(7, made_by="x", comparison_id=made.id)
    accounts.invite(Role.ATHLETE, athlete_id=athlete_id)
    consent = accounts.add_consent(
        athlete_id, given_by="Eva", relation="mother", purpose="all", recorded_by="x"
    )
    ids = [
        ("athlete", athlete_id), ("session", before.id), ("run", run.id), ("comparison", made.id),
        *(("job", job.id) for job in jobs),
        *(("share", share.id) for share in accounts.shares_of(athlete_id)),
        ("invitation", accounts.invitations()[0].id), ("consent", consent.id),
            ("block", library.add_block(athlete_id, DAY, DAY, "hills").id),
    ]  # fmt: skip
    assert {kind for kind, _ in ids} == KINDS
    assert {accounts.athlete_behind(kind, row_id) for kind, row_id in ids} == {athlete_id}
    found = accounts.athletes_behind(frozenset({run.id, made.id, "x"}))
    assert found == {run.id: athlete_id, made.id: athlete_id}


def test_what_is_of_nobody_leads_to_nobody(library: Library) -> None:
    accounts = accounts_of(library)
    accounts.invite(Role.COACH)
    assert accounts.athlete_behind("invitation", accounts.invitations()[0].id) is None


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_refused_reads_like_what_is_not_there(library: Library, kind: str) -> None:
    accounts = accounts_of(library)
    with pytest.raises(LibraryError) as missing:
        accounts.athlete_behind(kind, "0" * 32)
    with pytest.raises(LibraryError) as refused:
        accounts.refuse(kind)
    assert (str(missing.value), missing.value.hint) == (str(refused.value), refused.value.hint)
