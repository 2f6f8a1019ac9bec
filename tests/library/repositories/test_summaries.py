"""Results of older versions get their summaries once, without anybody looking at a page."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import update

from aqvision.library.library import Library
from aqvision.library.tables import AnalysisRow, ComparisonRow
from tests.support.team_folder import made_result, session_of, small_video

CLIP = {
    "scene": {"view": "side", "ground": "track"},
    "metrics": {"speed_mps": {"value": 8.6, "se": 0.1, "confidence": "A"}},
}


def forget(library: Library) -> None:
    """Leave the rows as an older version has them."""
    with library.writing() as transaction:
        for table in (AnalysisRow, ComparisonRow):
            transaction.execute(update(table).values(summary=None))


def test_each_result_is_read_once(library: Library, tmp_path: Path) -> None:
    before = session_of(library)
    after = library.add_session(before.athlete_id, "after")
    for session in (before, after):
        name = f"{session.label}.mp4"
        run = library.add_run(session.id, small_video(tmp_path / name, name.encode()))
        made = made_result(library)
        (made / "analysis.json").write_text(json.dumps(CLIP))
        library.add_analysis(run.id, name, made, {})
    ladder = library.add_ladder(after.id)
    made = made_result(library)
    (made / "ladder.json").write_text('{"sentence": "All of it holds."}')
    library.finish_comparison(ladder.id, "key", made, {})
    library.add_comparison(before.id, after.id)  # never made
    known = library.measured_clips(before.athlete_id), library.told(before.athlete_id)
    assert known[0][0].summary["metrics"]["speed_mps"][0] == 8.6
    assert json.loads(known[1][ladder.id].summary) == {"sentence": "All of it holds."}
    forget(library)
    assert library.measured_clips(before.athlete_id)[0].summary == {}
    assert library.fill_summaries() == 3
    assert (library.measured_clips(before.athlete_id), library.told(before.athlete_id)) == known
    assert library.fill_summaries() == 0


def test_what_is_lost_or_damaged_is_not_read_again_and_again(
    library: Library, tmp_path: Path
) -> None:
    session = session_of(library)
    run = library.add_run(session.id, small_video(tmp_path / "a.mp4", b"a"))
    made = library.add_analysis(run.id, "key", made_result(library), {})
    (library.result_folder(made) / "analysis.json").write_text("{")
    forget(library)
    assert library.fill_summaries() == 1
    assert library.fill_summaries() == 0


def test_a_result_that_is_used_again_brings_its_summary(library: Library, tmp_path: Path) -> None:
    first, second = session_of(library), session_of(library, "Ben")
    clip = small_video(tmp_path / "a.mp4", b"a")
    runs = [library.add_run(session.id, clip) for session in (first, second)]
    made = made_result(library)
    (made / "analysis.json").write_text(json.dumps(CLIP))
    library.add_analysis(runs[0].id, "key", made, {})
    library.reuse_analysis(runs[1].id, "key")
    (clip_of_ben,) = library.measured_clips(second.athlete_id)
    assert clip_of_ben.summary["metrics"]["speed_mps"][0] == 8.6
