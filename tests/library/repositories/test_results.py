"""Results belong to the bytes and options that they were measured from."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

from aqvision.core.assets import find_sample
from aqvision.core.film_part import FilmPart
from aqvision.core.given_contacts import GivenContact
from aqvision.core.marks import Marks, parse_known_distance
from aqvision.core.settings import Settings
from aqvision.library.library import Library
from aqvision.library.records import RunOptions
from aqvision.library.repositories.results import _facts, analysis_key, comparison_key
from tests.support.team_folder import made_result, session_of


def test_the_key_changes_with_all_that_the_result_depends_on(
    library: Library, tmp_path: Path
) -> None:
    session = session_of(library)
    run = library.add_run(session.id, find_sample("before.mp4"))

    def key(model: str = "heavy", settings: Settings | None = None) -> str:
        clip = library.clip_of(run.id)
        return analysis_key(clip, run.file_sha256, model, settings or Settings())

    keys = [key(), key("full")]
    library.update_run(run.id, RunOptions(track=1))
    keys.append(key())
    library.update_run(run.id, RunOptions(marks=Marks(parse_known_distance("0,0,300,400,5"))))
    keys.append(key())
    given = (GivenContact(side="left", touchdown_s=0.25, toeoff_s=0.375),)
    library.update_run(run.id, RunOptions(contacts=given))
    keys.append(key())
    library.update_run(run.id, RunOptions(part=FilmPart(0.5)))
    keys.append(key())
    library.update_athlete(session.athlete_id, height_m=1.8)
    keys.append(key())
    library.update_athlete(session.athlete_id, name="Anne")
    keys.append(key())
    dated = library.add_session(session.athlete_id, "before", dt.date(2026, 3, 1))
    clip = library.clip_of(library.add_run(dated.id, find_sample("before.mp4")).id)
    keys.append(analysis_key(clip, run.file_sha256, "heavy", Settings()))
    assert len(set(keys)) == len(keys)
    library.update_athlete(session.athlete_id, name="Anna", height_m=1.71)
    library.update_run(run.id, RunOptions())
    assert key() == keys[0]
    analysis = library.add_analysis(run.id, key(), made_result(library), {})
    assert comparison_key([analysis], []) != comparison_key([], [analysis])
    assert comparison_key([analysis], []) != comparison_key([analysis], [], ["speed_mps"])


def test_a_whole_film_has_the_key_that_it_had_before_parts_could_be_named(
    library: Library,
) -> None:
    run = library.add_run(session_of(library).id, find_sample("before.mp4"))
    facts = dataclasses.asdict(library.clip_of(run.id))
    assert facts["part"] is None
    assert "part" not in _facts(library.clip_of(run.id))
    later = {"part", "load", "band"}
    assert _facts(library.clip_of(run.id)).keys() | {"path", *later} == facts.keys()
    held = dataclasses.replace(library.clip_of(run.id), load="20 kg")
    assert _facts(held)["load"] == "20 kg"
