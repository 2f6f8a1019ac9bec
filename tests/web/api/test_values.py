"""What programs send becomes what the library keeps, and nothing else."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from aqvision.core.splits import TimingStart, parse_splits
from aqvision.library.records import RunOptions
from aqvision.web.api.values import OptionsSent, OptionsShown

SPLITS = "5:1.21, 10:1.99, 20:3.38, 30:4.71"


def test_what_is_left_out_stays_and_null_clears() -> None:
    known = RunOptions(capture_fps=240, shoes="spikes", splits=parse_splits(SPLITS))

    assert OptionsSent().over(known) == known
    changed = OptionsSent(shoes=None, timing_start=TimingStart.GUN).over(known)
    assert (changed.shoes, changed.capture_fps) == (None, 240)
    assert changed.splits is not None
    assert changed.splits.start is TimingStart.GUN
    assert OptionsSent(splits=None).over(known).splits is None


@pytest.mark.parametrize("sent", [{"capture_fps": float("nan")}, {"track": 0}, {"x": 1}])
def test_what_is_no_option_is_refused(sent: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        OptionsSent.model_validate(sent)


def test_every_option_of_a_clip_is_shown_and_sent() -> None:
    kept = set(RunOptions.__dataclass_fields__)

    assert kept <= set(OptionsShown.model_fields)
    assert kept <= set(OptionsSent.model_fields)
