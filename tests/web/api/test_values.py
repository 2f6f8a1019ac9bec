"""What programs send becomes what the library keeps, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from aqvision.core.errors import CalibrationError
from aqvision.core.film_part import FilmPart
from aqvision.core.given_contacts import GivenContact
from aqvision.core.marks import Marks, parse_known_distance
from aqvision.core.splits import TimingStart, parse_splits
from aqvision.library.records import Run, RunOptions
from aqvision.web.api.values import OptionsSent, OptionsShown, show_clip

CONTACT = {"side": "left", "touchdown_s": 0.1, "toeoff_s": 0.2}
SPLITS = "5:1.21, 10:1.99, 20:3.38, 30:4.71"


def test_what_is_left_out_stays_and_null_clears() -> None:
    known = RunOptions(capture_fps=240, shoes="spikes", splits=parse_splits(SPLITS))

    assert OptionsSent().over(known) == known
    changed = OptionsSent(shoes=None, timing_start=TimingStart.GUN).over(known)
    assert (changed.shoes, changed.capture_fps) == (None, 240)
    assert changed.splits is not None
    assert changed.splits.start is TimingStart.GUN
    assert OptionsSent(splits=None).over(known).splits is None


def test_what_was_shown_can_be_sent_back() -> None:
    known = RunOptions(
        marks=Marks(parse_known_distance("0,0,300,400,5"), lane_offset_m=0.5),
        contacts=(GivenContact(side="left", touchdown_s=0.1, toeoff_s=0.2),),
        part=FilmPart(0.5, 2.5),
    )
    run = Run(
        id="r", session_id="s", file_sha256="0", size_bytes=1, name="a.mp4", media="mov",
        options=known, created=dt.datetime.now(dt.UTC),
    )  # fmt: skip
    shown = show_clip(run, None, measured=False).options.model_dump()

    assert OptionsSent.model_validate(shown).over(RunOptions()) == known
    for wrong in (
        {"part": {"first_s": 3, "last_s": 1}},
        {"contacts": [{**CONTACT, "toeoff_s": 0}]},
    ):
        with pytest.raises(CalibrationError):
            OptionsSent.model_validate(wrong).over(RunOptions())


@pytest.mark.parametrize("sent", [{"capture_fps": float("nan")}, {"track": 0}, {"x": 1}])
def test_what_is_no_option_is_refused(sent: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        OptionsSent.model_validate(sent)


def test_every_option_of_a_clip_is_shown_and_sent() -> None:
    kept = set(RunOptions.__dataclass_fields__)

    assert kept <= set(OptionsShown.model_fields)
    assert kept <= set(OptionsSent.model_fields)
