"""Effects of a group are fitted once, and anew where anything that they rest on has changed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from aqvision.batch import kept_effects
from aqvision.batch.kept_effects import FILE, KeptEffects
from aqvision.comparison.team.store import NamedRuns
from aqvision.comparison.team.team_effect import TeamEffect
from aqvision.core.settings import ComparisonSettings
from aqvision.report import team_runs
from aqvision.report.team_people import TeamAthlete
from aqvision.report.team_runs import effects_of
from tests.support.squad import squad

FITTER = "statsmodels.regression.mixed_linear_model"


def few() -> list[TeamAthlete]:
    """Give as many athletes as make a group; speed is all that is fitted, as run."""
    return [
        replace(one, changes=tuple(c for c in one.changes if c.metric == "speed_mps"))
        for one in squad()[:5]
    ]


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note how many metrics are fitted, each time that some are."""
    counts: list[int] = []

    def noting(named: NamedRuns) -> list[TeamEffect]:
        counts.append(len(named.runs))
        return effects_of(named)

    monkeypatch.setattr(kept_effects, "effects_of", noting)
    return counts


def with_another_run(athletes: Sequence[TeamAthlete]) -> list[TeamAthlete]:
    """Let one run have been a little faster than it was."""
    first, *rest = athletes
    run, *others = first.clips
    faster = replace(run, values=dict(run.values) | {"speed_mps": run.values["speed_mps"] + 0.001})
    return [replace(first, clips=(faster, *others)), *rest]


def test_the_same_runs_are_not_fitted_again_and_no_library_is_loaded_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fitted: list[int]
) -> None:
    first = KeptEffects(tmp_path).of(few())
    assert first[0].as_run.is_told
    monkeypatch.setitem(sys.modules, FITTER, None)  # who asks for it now fails
    assert repr(KeptEffects(tmp_path).of(few())) == repr(first)
    assert fitted == [1]
    with pytest.raises(ImportError):
        KeptEffects(tmp_path).of(with_another_run(few()))
    assert fitted == [1, 1]


def of_other_settings(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(team_runs, "_settings", lambda: ComparisonSettings(confidence_level=0.8))


def of_another_method(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(team_runs, "COMPARISON_METHOD", 99)


def of_another_version(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(team_runs, "package_version", lambda: "99")


@pytest.mark.parametrize("made", [of_other_settings, of_another_method, of_another_version])
def test_what_was_fitted_otherwise_is_fitted_again(
    made: Callable[[pytest.MonkeyPatch], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fitted: list[int],
) -> None:
    KeptEffects(tmp_path).of(few())
    made(monkeypatch)
    KeptEffects(tmp_path).of(few())
    assert len(fitted) == 2
    KeptEffects(tmp_path).of(few())
    monkeypatch.undo()
    assert len(json.loads((tmp_path / FILE).read_text())) == 2
    assert len(fitted) == 2


def one_digit_is_another(text: str) -> str:
    return text.replace("0.", "1.", 1)


@pytest.mark.parametrize(
    "damage",
    [one_digit_is_another, lambda text: text[:-9], lambda _: "", lambda _: "[]", lambda _: "null",
     lambda text: json.dumps(dict.fromkeys(json.loads(text), 1)),
     lambda text: json.dumps({key: {"effects": "[]", "seal": "x"} for key in json.loads(text)})],
)  # fmt: skip
def test_a_damaged_file_is_as_none(
    damage: Callable[[str], str], tmp_path: Path, fitted: list[int]
) -> None:
    first, file = KeptEffects(tmp_path).of(few()), tmp_path / FILE
    sound = file.read_text()
    assert damage(sound) != sound
    file.write_text(damage(sound))
    assert repr(KeptEffects(tmp_path).of(few())) == repr(first)
    assert fitted == [1, 1]
    assert file.read_text() == sound


def test_it_holds_no_name_and_nobody_else_reads_it(tmp_path: Path) -> None:
    KeptEffects(tmp_path).of(few())
    file = tmp_path / FILE
    assert file.stat().st_mode & 0o077 == 0
    assert not [one.name for one in few() if one.name in file.read_text()]


def test_other_groups_are_kept_up_to_a_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fitted: list[int]
) -> None:
    monkeypatch.setattr(kept_effects, "_MOST", 2)
    teams = [few()[:n] for n in (2, 3, 4)]  # too few to be told: quick
    for team in (*teams, *teams[1:], teams[0]):
        KeptEffects(tmp_path).of(team)
    assert len(fitted) == 4
    assert len(json.loads((tmp_path / FILE).read_text())) == 2


def test_a_home_that_takes_nothing_costs_a_fit_and_no_more(
    tmp_path: Path, fitted: list[int]
) -> None:
    (tmp_path / FILE).mkdir()
    for _time in range(2):
        assert KeptEffects(tmp_path).of(few())
    assert fitted == [1, 1]
