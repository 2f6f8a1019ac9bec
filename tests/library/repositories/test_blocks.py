"""What was trained is noted down, corrected, and goes with the athlete."""

from __future__ import annotations

import datetime as dt

import pytest

from aqvision.core.errors import AqvisionError, LibraryError
from aqvision.library.library import Library
from benchmarks.team_library import fill
from tests.support.team_folder import made_result

MARCH, MAY = dt.date(2026, 3, 2), dt.date(2026, 5, 4)


def test_blocks_stand_in_order_of_time(library: Library) -> None:
    ada = library.add_athlete("Ada")
    late = library.add_block(ada.id, MAY, MAY, "rest")
    early = library.add_block(ada.id, MARCH, MAY, " band  holds ")
    assert library.blocks(ada.id) == (early, late)
    assert early.what == "band holds"
    changed = library.update_block(early.id, MARCH, MARCH, "hills")
    assert library.block(early.id) == changed
    assert (changed.last, changed.what) == (MARCH, "hills")
    library.delete_block(late.id)
    assert library.blocks(ada.id) == (changed,)
    library.delete_athlete(ada.id)
    with pytest.raises(LibraryError):
        library.block(early.id)


@pytest.mark.parametrize(
    ("first", "last", "what"),
    [(MAY, MARCH, "hills"), (MARCH, MAY, " "), (MARCH, MAY, "a" * 201), (MARCH, MAY, "a\x1b[2J")],
)
def test_what_is_no_block_is_refused(
    library: Library, first: dt.date, last: dt.date, what: str
) -> None:
    ada = library.add_athlete("Ada")
    with pytest.raises(AqvisionError):
        library.add_block(ada.id, first, last, what)
    assert library.blocks(ada.id) == ()


def test_a_season_is_outdated_once_the_training_is_told_otherwise(library: Library) -> None:
    (athlete_id,) = fill(library, 1, 3)
    season = library.add_season([one.id for one in library.sessions(athlete_id)])
    block = library.add_block(athlete_id, MARCH, MAY, "hills")
    key = library.key_of(season)
    made = library.finish_comparison(season.id, key, made_result(library), {})
    all_made = library.comparisons(athlete_id)
    assert not library.is_outdated(made)
    assert library.outdated(athlete_id, all_made) == frozenset()
    library.update_block(block.id, MARCH, MAY, "sleds")
    assert library.is_outdated(made)
    assert library.outdated(athlete_id, all_made) == {made.id}
    library.update_block(block.id, MARCH, MAY, "hills")
    assert not library.is_outdated(made)
