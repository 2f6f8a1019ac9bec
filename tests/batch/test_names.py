"""Names of clips, as coaches and phones write them, tell athlete, side and day."""

from __future__ import annotations

import random
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

from aqvision.batch.entry import Kind
from aqvision.batch.guessing import guess_clips
from aqvision.batch.names import read_name
from aqvision.core.letters import bare
from tests.support.messy_names import messy_name

_N_NAMES = 2_000
NOWHERE = Path("/nowhere")


@pytest.mark.parametrize(
    ("name", "words", "label"),
    [
        ("Müller, Anna_2026-03-01_vor", "Anna Müller", "before"),
        ("GARCÍA José después 3-1-2026", "José García", "after"),
        ("José García antes del entrenamiento", "José García", "before"),
        ("Zoë après l'entraînement 2", "Zoë", "after"),
        ("VAN DIJK Mia pre", "Mia van Dijk", "before"),
        ("Mia VAN", "Mia Van", ""),
        ("Anna-Lena_Meyer_vorher2", "Anna-Lena Meyer", "before"),
        ("annaMüllerNachtest", "Anna Müller", "after"),
        ("ŁukaszŻakPre", "Łukasz Żak", "before"),
        ("Anna McKay pre 240fps", "Anna McKay", "before"),
        ("Maria de la Cruz nach dem Trainingslager", "Maria de la Cruz", "after"),
        ("follow-up Anna", "Anna", "after"),
        ("test initial Anna", "Anna", "before"),
        ("anna_before_after", "Anna", ""),
        ("crafter_prelude", "Crafter Prelude", ""),
        ("Anna Winter vor", "Anna Winter", "before"),
        ("Anna M before", "Anna M", "before"),
        ("Lane_lane 4_pre", "Lane", "before"),
        ("Lisa.Block_1", "Lisa Block", ""),
        ("Lisa Day_2", "Lisa Day", ""),
        ("Lisa_Block_1", "Lisa", ""),
        ("Lisa Winter block_2", "Lisa Winter", ""),
        ("athlete 07 pre", "Athlete 07", "before"),
        ("P01_before", "P01", "before"),
        ("Anna2_pre_group A", "Anna", "before"),
        ("IMG_1234", "", ""),
        ("GX010123", "", ""),
        ("VID-20260301-WA0007", "", ""),
        ("PXL_20260301_143012345.TS", "", ""),
        ("WhatsApp Video 2026-03-01 at 2.30.12 PM (1)", "", ""),
        ("signal-2026-03-01-14-30-12-123", "", ""),
        ("Anna_IMG_1234_Vortest", "Anna", "before"),
        ("Spring 2026", "", ""),
    ],
)
def test_what_a_name_tells(name: str, words: str, label: str) -> None:
    for form in ("NFC", "NFD"):
        parts = read_name(unicodedata.normalize(form, name))
        assert (" ".join(parts.words), parts.label) == (words, label)


def test_what_is_counted_and_what_is_shown() -> None:
    assert read_name("Tom_w8").ordinal == ("week", 8)
    assert read_name("Tom T0").ordinal == ("T", 0)
    assert read_name("hold_Anna_pre").kind is Kind.HOLD
    assert read_name("Anna Tempoleiter").kind is Kind.LADDER


@pytest.mark.parametrize("seed", [1, 2])
def test_messy_names_give_back_athlete_label_and_day(seed: int) -> None:
    dice = random.Random(seed)
    names = [messy_name(dice) for _ in range(_N_NAMES)]
    guesses, _remarks = guess_clips(NOWHERE, [NOWHERE / one.path for one in names])
    right = 0
    meant = defaultdict(set)
    for one, guess in zip(names, guesses, strict=True):
        meant[guess.athlete].add(one.athlete)
        told = (sorted(bare(guess.athlete).split()), guess.label, guess.date)
        right += told == (sorted(bare(one.athlete).split()), one.label, one.day)
    assert right >= 0.99 * _N_NAMES
    assert [people for people in meant.values() if len(people) > 1] == []
