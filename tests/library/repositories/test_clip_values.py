"""Measured runs come by day, with all of their summaries or with what is asked for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from aqvision.library.library import Library
from aqvision.library.repositories.clip_values import values_of, whole_clips
from benchmarks.team_library import fill
from tests.support.team_folder import made_result, queries_of, small_video


def test_each_athlete_has_the_values_that_were_asked_for_of_it(library: Library) -> None:
    ada, ben, _carl = fill(library, 3, 6)
    wanted = {ada: ["speed_mps"], ben: ["trunk_lean_deg", "no_such_metric"]}
    with library.reading() as transaction:
        found, unfinished = values_of(transaction, wanted)
        whole = {one: whole_clips(transaction, one) for one in wanted}
    assert (set(found), unfinished) == ({ada, ben}, frozenset())
    for one, name in ((ada, "speed_mps"), (ben, "trunk_lean_deg")):
        assert [clip.run_id for clip in found[one].clips] == [clip.run_id for clip in whole[one]]
        for clip, known in zip(found[one].clips, whole[one], strict=True):
            assert clip.summary["metrics"] == {name: known.summary["metrics"][name][:1]}
            assert known.summary["ground"] == clip.summary["ground"] == "track"


def test_of_nobody_nothing_is_asked(library: Library) -> None:
    with library.reading() as transaction, queries_of(library) as asked:
        assert values_of(transaction, {}) == ({}, frozenset())
    assert asked == []


def test_clips_come_by_day_and_of_one_day_those_before_the_training_first(
    library: Library, tmp_path: Path
) -> None:
    ada, days = library.add_athlete("Ada"), (dt.date(2026, 5, 4), dt.date(2026, 3, 2))
    order = [("after", days[0]), ("before", days[0]), ("mid", days[0]), ("after", days[1])]
    for number, (label, day) in enumerate([*order, ("after", None)]):
        session = library.add_session(ada.id, label, day)
        path = small_video(tmp_path / f"{number}.mp4", b"%d" % number)
        library.add_analysis(
            library.add_run(session.id, path).id, str(number), made_result(library), {}
        )
    with library.reading() as transaction:
        found = [(clip.label, clip.date) for clip in whole_clips(transaction, ada.id)]
    assert found == [
        ("after", None),
        ("after", days[1]),
        ("before", days[0]),
        ("mid", days[0]),
        ("after", days[0]),
    ]
