"""Latest comparisons of some athletes -> how they changed as a whole, measured when it is asked.

Fits of hundreds of athletes take a minute, so they are made one after another in a process of their
own, and made anew only when the runs that go in have changed.
"""

from __future__ import annotations

import logging
import shutil
import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from aqvision.core.wording import _
from aqvision.library.library import Library
from aqvision.sandbox.limits import Limits
from aqvision.sandbox.runner import Done, Sandbox
from aqvision.sandbox.tasks import GroupTask, Target
from aqvision.web.compared_team import ComparedTeam, compared_team

if TYPE_CHECKING:
    from aqvision.comparison.team.team_effect import TeamEffect

_MOST_KEPT = 64
_LIMITS = Limits(memory_mib=2048, cpu_s=900, wall_s=900.0, file_mib=64)
_BROKEN = _("how the group changed could not be measured: it took too long, or too much memory")
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupState:
    """What is known of a group: the part of the page that tells it, once there is one.

    ``is_current`` is false while the present runs are still being measured. ``n_old`` athletes are
    left out, because clips of theirs were measured anew since they were compared.
    """

    is_current: bool = False
    part: Markup | None = None
    n_old: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A state, the version of the library at which it was true, and what it was made of."""

    version: int
    state: GroupState
    key: str = ""
    effects: tuple[TeamEffect, ...] = ()


Ids = frozenset[str] | None


@dataclass(slots=True, kw_only=True)
class GroupEffects:
    """Measures groups of athletes; ``work`` takes what is not finished, ``sandbox`` does it."""

    library: Library
    work: Path
    sandbox: Sandbox = field(default_factory=lambda: Sandbox(limits=_LIMITS))
    _pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, "group"), init=False
    )
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _kept: OrderedDict[Ids, _Kept] = field(default_factory=OrderedDict, init=False)
    _under_way: set[Ids] = field(default_factory=set, init=False)
    _closed: bool = field(default=False, init=False)

    def of(self, athlete_ids: Ids) -> GroupState:
        """Give what is known of some athletes as a group; begin to measure it where it is not.

        Parameters
        ----------
        athlete_ids
            Who is in it; everybody if None.
        """
        version = self.library.version()
        with self._lock:
            kept = self._kept.get(athlete_ids)
            if kept is not None and kept.version == version:
                self._kept.move_to_end(athlete_ids)
                return kept.state
            if athlete_ids not in self._under_way and not self._closed:
                self._under_way.add(athlete_ids)
                self._pool.submit(self._make, athlete_ids)
        return replace(kept.state, is_current=False) if kept is not None else GroupState()

    def close(self) -> None:
        """End what is under way; it is done anew when somebody asks again."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _make(self, athlete_ids: Ids) -> None:
        version = self.library.version()
        try:
            kept = self._made(athlete_ids, version)
        except Exception:  # whatever it is, who waits is told
            _logger.exception("a group could not be measured")
            kept = _Kept(version=version, state=GroupState(is_current=True, problem=_BROKEN))
        with self._lock:
            self._under_way.discard(athlete_ids)
            self._kept[athlete_ids] = kept
            self._kept.move_to_end(athlete_ids)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)

    def _made(self, athlete_ids: Ids, version: int) -> _Kept:
        """Measure a group, unless its runs are those that were measured last."""
        from aqvision.comparison.team.store import runs_to_json
        from aqvision.report.team_runs import effects_key, named_runs

        team = compared_team(self.library, athlete_ids)
        named = named_runs(team.by_id)
        runs = runs_to_json(named)
        key = effects_key(runs)
        with self._lock:
            last = self._kept.get(athlete_ids)
        effects: tuple[TeamEffect, ...] | None = ()
        if last is not None and last.key == key:
            effects = last.effects
        elif named.runs:
            effects = self._measured(runs)
        state = GroupState(is_current=True, n_old=team.n_old)
        if effects is None:
            return _Kept(version=version, state=replace(state, problem=_BROKEN))
        state = replace(state, part=_laid_out(effects, team))
        return _Kept(version=version, state=state, key=key, effects=effects)

    def _measured(self, runs: str) -> tuple[TeamEffect, ...] | None:
        """Have the fits made in a process of their own; None where nothing came of it."""
        from aqvision.comparison.team.store import GROUP_FILE, effects_from_json

        work, made, given = (self.work / name for name in (".group", ".group-made", ".runs.json"))
        self._clear(work, made, given)
        work.mkdir(parents=True, mode=0o700)
        given.write_text(runs, encoding="utf-8")
        try:
            ending = self.sandbox.run(
                GroupTask(Target(work, made, work / "interrupted"), given),
                work.with_suffix(".log"),
                on_progress=lambda _part, _words: None,
                unwanted=lambda: self._closed,
            )
            if not isinstance(ending, Done):
                return None
            return tuple(effects_from_json((made / GROUP_FILE).read_text(encoding="utf-8")))
        finally:
            self._clear(work, made, given)

    def _clear(self, *paths: Path) -> None:
        for path in paths:
            path.unlink(missing_ok=True) if path.is_file() else shutil.rmtree(path, True)


def _laid_out(effects: tuple[TeamEffect, ...], team: ComparedTeam) -> Markup | None:
    from aqvision.report.group import group_of, write_group

    group = group_of(effects, team.by_name)
    return None if group is None else write_group(group)
