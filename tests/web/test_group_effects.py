"""A group is measured once in a process of its own, and again only when its runs have changed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aqvision.comparison.interval import Difference
from aqvision.comparison.judging import Verdict
from aqvision.comparison.team.store import effects_to_json
from aqvision.comparison.team.team_effect import GroupEffect, TeamEffect
from aqvision.library.library import Library
from aqvision.sandbox.runner import Sandbox
from aqvision.web.group_effects import GroupEffects, GroupState
from aqvision.web.previews import preview_sandbox
from benchmarks.team_library import fill
from tests.support.team_folder import tiny_library

FASTER = GroupEffect(
    difference=Difference(0.25, 0.125, 0.375), se=0.1, degrees_of_freedom=5.0, p=0.01, q=0.01,
    verdict=Verdict.CHANGED, n_athletes=6, n_runs=(12, 12),
)  # fmt: skip
EFFECT = TeamEffect(
    metric="speed_mps", worthwhile=0.1, days_sd=0.1, as_run=FASTER,
    same_speed=GroupEffect(reason="it is the speed itself"),
)  # fmt: skip
# Programs that stand in for the worker, and count how often they were asked.
READ = (
    "import sys, json, pathlib; t = json.loads(sys.stdin.readline())['target'];"
    "work, made = (pathlib.Path(t[n]) for n in ('work', 'made'));"
    "(work.parent / 'asked').open('a').write('x');"
)
GOOD = (
    f"{READ} (work / 'group.json').write_text({effects_to_json([EFFECT])!r}); work.rename(made);"
    "print(json.dumps(dict(done=True)))"
)
CRASH = f"{READ} sys.exit(3)"


def playing(program: str) -> Sandbox:
    return replace(preview_sandbox(), command=(sys.executable, "-c", program))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = tiny_library(tmp_path)
    fill(library, 6, 6)
    return library


@pytest.fixture
def groups(library: Library, tmp_path: Path) -> Iterator[GroupEffects]:
    made = GroupEffects(library=library, work=tmp_path / "work", sandbox=playing(GOOD))
    yield made
    made.close()


def until(groups: GroupEffects, good: Callable[[GroupState], bool]) -> GroupState:
    for _ in range(1000):
        state = groups.of(None)
        if good(state):
            return state
        time.sleep(0.02)
    raise AssertionError(state)


def test_it_is_measured_once_and_again_when_its_runs_change(
    groups: GroupEffects, library: Library, tmp_path: Path
) -> None:
    assert groups.of(None) == GroupState()
    state = until(groups, lambda one: one.is_current)
    assert "faster" in str(state.part) or "Speed" in str(state.part)
    assert 'href="/comparisons/' in str(state.part)
    assert "style=" not in str(state.part)  # the pages allow none
    assert [path.name for path in (tmp_path / "work").iterdir()] == ["asked"]
    athlete = library.add_athlete("Eve", 1.7)  # changes the library, and no run of the group
    late = groups.of(None)
    assert (late.is_current, late.part) == (False, state.part)
    assert until(groups, lambda one: one.is_current).part == state.part
    assert (tmp_path / "work" / "asked").read_text() == "x"
    library.delete_athlete(library.athletes()[0].id)
    assert athlete.name == "Eve"
    until(groups, lambda one: one.is_current)
    assert (tmp_path / "work" / "asked").read_text() == "xx"


def test_what_cannot_be_measured_is_told(groups: GroupEffects) -> None:
    groups.sandbox = playing(CRASH)
    assert "too much memory" in until(groups, lambda one: one.is_current).problem


def test_nobody_is_no_group(tmp_path: Path) -> None:
    with tiny_library(tmp_path) as library:
        groups = GroupEffects(library=library, work=tmp_path / "work", sandbox=playing(GOOD))
        until(groups, lambda one: one.is_current)
        state = groups.of(frozenset())
        groups.close()
    assert state.part is None


@pytest.mark.slow
def test_the_worker_measures_what_it_is_given(groups: GroupEffects) -> None:
    groups.sandbox = preview_sandbox()
    state = until(groups, lambda one: one.is_current)
    assert "forest" in str(state.part)
