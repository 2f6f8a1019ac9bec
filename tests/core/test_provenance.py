"""Provenance: what a run is made of, and when a stored pose may be used again."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path

from aqvision.core.assets import POSE_MODELS
from aqvision.core.clip import AthleteChoice, Clip
from aqvision.core.film_part import FilmPart
from aqvision.core.provenance import (
    Provenance,
    describe_clip,
    describe_pose_file,
    describe_run,
    meant_by,
    package_version,
)
from aqvision.core.settings import Settings, settings_from_dict

CLIP_SHA256 = "0" * 64


def _run(model: str = "heavy", settings: Settings | None = None) -> Provenance:
    return describe_run("run.mp4", CLIP_SHA256, model, settings or Settings())


def test_a_run_is_described_in_full() -> None:
    fields = _run().to_dict()
    assert fields["aqvision_version"] == package_version()
    assert fields["model_sha256"] == POSE_MODELS["heavy"].sha256
    assert (fields["clip_name"], fields["clip_sha256"]) == ("run.mp4", CLIP_SHA256)
    assert fields["settings"] == Settings().to_dict()
    assert json.loads(json.dumps(fields)) == fields


def test_pose_is_reused_only_where_nothing_it_depends_on_changed() -> None:
    key = _run().pose_key()
    assert _run().pose_key() == key
    assert dataclasses.replace(_run(), clip_name="renamed.mp4").pose_key() == key
    assert _run(settings=settings_from_dict({"filter": {"knee_hz": 9}})).pose_key() == key
    assert dataclasses.replace(_run(), clip_sha256="1" * 64).pose_key() != key
    assert _run("full").pose_key() != key
    other = settings_from_dict({"pose": {"crop_margin_frac": 0.5}})
    assert _run(settings=other).pose_key() != key
    assert dataclasses.replace(_run(), athlete_choice="track 2").pose_key() != key
    assert dataclasses.replace(_run(), device="gpu").pose_key() != key


def test_a_pose_file_names_its_markers_and_no_network() -> None:
    made_by = describe_pose_file("run.trc", "0" * 64, "Halpe-26", Settings())
    assert made_by.model == "pose file, Halpe-26 markers"
    assert made_by.from_pose_file
    assert not describe_run("run.mp4", "0" * 64, "heavy", Settings()).from_pose_file


def test_a_clip_is_described_by_its_bytes_and_whom_its_owner_named(tmp_path: Path) -> None:
    path = tmp_path / "run.mp4"
    path.write_bytes(b"a run")
    clip = Clip(path, choice=AthleteChoice(track=2))
    made_by = describe_clip(clip, "full", Settings(), "cpu")
    assert made_by.clip_name == "run.mp4"
    assert made_by.clip_sha256 == hashlib.sha256(b"a run").hexdigest()
    assert made_by.athlete_choice == str(clip.choice) != ""


def test_whom_and_what_of_the_film_is_meant_is_written_down() -> None:
    clip = Clip(Path("a.mp4"), shot=2, part=FilmPart(1.5, 3.25))
    assert meant_by(clip) == "shot 2 from 1.5 to 3.25 s"
    assert meant_by(clip, "who stays") == "who stays shot 2 from 1.5 to 3.25 s"
    named = dataclasses.replace(clip, choice=AthleteChoice(track=2), shot=None)
    assert meant_by(named, "who stays") == "track 2 from 1.5 to 3.25 s"
    assert meant_by(Clip(Path("a.mp4"))) == ""
