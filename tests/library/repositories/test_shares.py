"""Links to reports, as they are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.core.errors import LibraryError
from aqvision.library.accounts import accounts_of
from aqvision.library.library import Library
from aqvision.library.repositories import shares
from tests.support.team_folder import session_of, small_video


def test_a_link_ends_on_its_day_or_before(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts, session = accounts_of(library), session_of(library)
    run = library.add_run(session.id, small_video(tmp_path / "a.mp4", b"a"))
    short, long = (accounts.share(days, made_by="coach", run_id=run.id) for days in (7, 90))
    first = accounts.shared(short)
    assert first is not None
    assert (first.run_id, first.comparison_id, first.ended) == (run.id, None, False)
    assert [one.id for one in accounts.shares_of(session.athlete_id)][-1] == first.id
    with monkeypatch.context() as later:
        later.setattr(shares, "now", lambda: first.ends)
        ended = [one.ended for one in (accounts.shared(short), accounts.shared(long)) if one]
        assert ended == [True, False]
    accounts.end_share(first.id)
    found = accounts.shared(short)
    assert found is not None
    assert found.ended
    library.delete_run(run.id)
    assert accounts.shared(long) is None


def test_what_cannot_be_is_no_link(library: Library) -> None:
    accounts = accounts_of(library)
    for days, run_id in ((8, "x"), (-7, "x"), (7, "x")):
        with pytest.raises(LibraryError):
            accounts.share(days, made_by="coach", run_id=run_id)
    with pytest.raises(LibraryError):
        accounts.end_share("x")
    for token in ("", "x", "\0", "\ud800", "x" * 9999):
        assert accounts.shared(token) is None
