"""Known and published sprints -> how well force is told: profile and spring."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from aqvision.core.clip import Clip
from aqvision.core.splits import Splits, TimingStart
from aqvision.core.types import FloatArray
from aqvision.kinematics.force.drag import drag_kg_per_m
from aqvision.kinematics.force.profile import NAMES, ForceVelocity, measure_profile, profile_numbers
from aqvision.kinematics.force.spring_mass import spring_numbers
from aqvision.kinematics.force.sprint_curve import fit_sprint, time_at
from validation.force_plates import plates_of
from validation.measuring import analysed
from validation.rendered_clips import FOLDER, MEASURED_MOTIONS, clip_of
from validation.store import find_raw_pose
from validation.tables import bias_sd, judged, met, section, table

SPRINTS = FOLDER.parent / "sprint_times"
_MASS_KG, _HEIGHT_M = 75.0, 1.80
_RUNNERS = {"sprinter": (9.5, 1.15), "elite": (11.6, 1.25), "novice": (8.0, 1.1)}
_PLACES = np.array([5.0, 10.0, 20.0, 30.0, 40.0])
_SHOWN = ("f0_n_per_kg", "v0_mps", "pmax_w_per_kg", "rfmax_frac", "drf_frac_per_mps")
_BEGINS_S = {TimingStart.MOVEMENT: 0.0, TimingStart.GUN: 0.16, TimingStart.UNKNOWN: -0.3}
_CLOCKS = [(start, off) for start in TimingStart for off in (0.0, 0.05, -0.05)]
_NOISES_S = (0.005, 0.01, 0.015, 0.02)
_N_DRAWS = 100
_RECOVERED_FRAC, _COVERED = 0.03, (0.85, 0.95)


def force_section(cache: Path) -> str:
    """Measure and write everything that is said of force."""
    return section(
        _INTRODUCTION,
        _RECOVERY,
        table(_RECOVERY_HEAD, map(_recovery_row, _CLOCKS)),
        _NOISE,
        table(_NOISE_HEAD, _noise_rows()),
        _GATES,
        *_gates(),
        _GUNS,
        table(_GUNS_HEAD, _gun_rows()),
        _SPRING,
        table(_SPRING_HEAD, _spring_rows(cache)),
    )


def _truth(runner: tuple[float, float]) -> dict[str, float]:
    numbers = profile_numbers(*runner, _MASS_KG, drag_kg_per_m(_MASS_KG, _HEIGHT_M))
    return dict(zip(NAMES, numbers.tolist(), strict=True))


def _timed(time_s: FloatArray, start: TimingStart) -> ForceVelocity | None:
    splits = Splits(distance_m=tuple(_PLACES), time_s=tuple(time_s), start=start)
    found = measure_profile(splits, _MASS_KG, _HEIGHT_M)
    return found if isinstance(found, ForceVelocity) else None


def _recovery_row(clock: tuple[TimingStart, float]) -> str:
    """Fit exact times of all runners by a clock that may be off, and give the worst errors."""
    start, off_s = clock
    worst = dict.fromkeys(_SHOWN, 0.0)
    for runner in _RUNNERS.values():
        found = _timed(time_at(_PLACES, *runner, _BEGINS_S[start] + off_s), start)
        for name in _SHOWN:
            error = np.inf if found is None else getattr(found, name).value / _truth(runner)[name]
            worst[name] = max(worst[name], abs(error - 1))
    cells = " | ".join(f"{100 * worst[name]:.1f} %" for name in _SHOWN)
    short = max(worst[name] for name in _SHOWN[:3]) > _RECOVERED_FRAC
    return f"{start} | {1000 * off_s:+.0f} ms | {cells} | {met(not short)}"


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Noisy times of one runner many times: relative errors and whether intervals hold, (n, 5)."""

    errors: FloatArray
    holds: FloatArray
    n_withheld: int


def _draw(runner: tuple[float, float], start: TimingStart, noise_s: float) -> _Drawn:
    rng = np.random.default_rng(7)
    truth, errors, holds, n_withheld = _truth(runner), [], [], 0
    exact = time_at(_PLACES, *runner, _BEGINS_S[start])
    for _ in range(_N_DRAWS):
        begins_s = {TimingStart.GUN: 0.04, TimingStart.MOVEMENT: 0.03}.get(start, 0.1)
        time_s = exact + rng.normal(0, begins_s) + rng.normal(0, noise_s, len(exact))
        found = _timed(np.maximum.accumulate(time_s), start)
        if found is None:
            n_withheld += 1
            continue
        values = [getattr(found, name) for name in _SHOWN]
        true = [truth[name] for name in _SHOWN]
        errors.append([v.value / t - 1 for v, t in zip(values, true, strict=True)])
        holds.append([v.low <= t <= v.high for v, t in zip(values, true, strict=True)])
    return _Drawn(np.array(errors), np.array(holds, dtype=np.float64), n_withheld)


def _noise_rows() -> Iterable[str]:
    for start in TimingStart:
        for noise_s in _NOISES_S:
            drawn = [_draw(runner, start, noise_s) for runner in _RUNNERS.values()]
            errors = np.concatenate([d.errors for d in drawn])
            held = np.concatenate([d.holds for d in drawn]).mean(axis=0)
            cells = " | ".join(
                f"{100 * np.median(errors[:, i]):+.1f} % ± {100 * errors[:, i].std():.1f}"
                for i in range(3)
            )
            low, high = _COVERED
            short = [
                word
                for word, wrong in (
                    ("median", np.abs(np.median(errors, axis=0)).max() > _RECOVERED_FRAC),
                    ("too narrow", held.min() < low),
                    ("too wide", held.max() > high),
                )
                if wrong
            ]
            withheld = sum(d.n_withheld for d in drawn) / (_N_DRAWS * len(drawn))
            yield (
                f"{start} | {1000 * noise_s:.0f} ms | {cells} | {withheld:.0%} | "
                f"{' '.join(f'{part:.0%}' for part in held)} | {judged(short)}"
            )


def _gates() -> tuple[str, str]:
    """Profile 52 athletes from gates, and tell each time from the four others."""
    people = pd.read_csv(SPRINTS / "vescovi-data.csv", encoding="utf-8-sig")
    places = (5.0, 10.0, 20.0, 30.0, 35.0)
    times = people[[f"{place:g}m" for place in places]].to_numpy(dtype=np.float64)
    bodies = people[["Bodyweight", "Height"]].to_numpy(dtype=np.float64) / [1, 100]
    rows = [f"{place:g} m | {_left_out(places, times, i)}" for i, place in enumerate(places)]
    found = [
        measure_profile(Splits(distance_m=places, time_s=tuple(t)), *body)
        for t, body in zip(times.tolist(), bodies.tolist(), strict=True)
    ]
    known = [one for one in found if isinstance(one, ForceVelocity)]
    shown = ", ".join(
        f"{label} {np.mean(values):.{digits}f} ± {np.std(values, ddof=1):.{digits}f} {unit}"
        for name, label, unit, digits in _OF_PEOPLE
        for values in [[getattr(one, name).value for one in known]]
    )
    grades = {g: sum(one.confidence == g for one in known) for g in ("B", "C")}
    summary = (
        f"Of {len(found)} athletes {len(known)} have a profile ({grades['B']} of grade B, "
        f"{grades['C']} of C): {shown}; the times lie "
        f"{1000 * np.mean([one.misfit_s for one in known]):.0f} ms off the curves, the push begins "
        f"{bias_sd(1000 * np.array([one.start_s for one in known]))} ms on the clock."
    )
    return table(_GATES_HEAD, rows), summary


def _left_out(places: Sequence[float], times: FloatArray, i: int) -> str:
    errors = []
    used = [k for k in range(len(places)) if k != i]
    for row in times:
        at = tuple(places[k] for k in used)
        curve = fit_sprint(Splits(distance_m=at, time_s=tuple(row[used])))
        if curve is not None:
            told = time_at(np.array([places[i]]), curve.top_mps, curve.tau_s, curve.start_s)
            errors.append(1000 * (told[0] - row[i]))
    off = np.array(errors)
    return f"{len(off)} | {bias_sd(off)} | {np.sqrt(np.mean(off**2)):.0f}"


def _gun_rows() -> Iterable[str]:
    radar = pd.read_csv(SPRINTS / "jb-morin-data.csv", encoding="utf-8-sig")
    laser = pd.read_csv(SPRINTS / "laser-gun-data.csv")[::10]
    for name, data in (("radar, 50 Hz", radar), ("laser, 1 kHz", laser)):
        time_s, speed = data["time"].to_numpy(), data["velocity"].to_numpy()
        steps = np.diff(time_s) * (speed[1:] + speed[:-1]) / 2
        place = np.concatenate([[0.0], np.cumsum(steps)])
        top, tau = _fit_speed(time_s, speed)
        whole = _truth((top, tau))
        far = min(40.0, float(place[-1]) // 5 * 5)
        for every in (2.0, 5.0, 10.0):
            at = np.arange(every, far + 0.1, every)
            if len(at) < len(_RUNNERS) + 1:
                continue
            passed = np.interp(at, place, time_s)
            found = measure_profile(
                Splits(distance_m=tuple(at), time_s=tuple(passed)), _MASS_KG, _HEIGHT_M
            )
            if isinstance(found, str):
                yield f"{name} | every {every:g} m to {far:g} m | {found} | | | "
                continue
            cells = [(whole[n], getattr(found, n).value, getattr(found, n)) for n in _SHOWN[:3]]
            worst = max(abs(got / true - 1) for true, got, _ in cells)
            inside = all(e.low <= true <= e.high for true, _, e in cells)
            words = " | ".join(
                f"{true:.2f}, {got:.2f} ({100 * (got / true - 1):+.1f} %)" for true, got, _ in cells
            )
            good = [] if worst <= _RECOVERED_FRAC else ["more than 3 %"]
            good += [] if inside else ["outside the interval"]
            yield f"{name} | every {every:g} m to {far:g} m | {words} | {judged(good)}"


def _fit_speed(time_s: FloatArray, speed: FloatArray) -> tuple[float, float]:
    """Fit speed itself, with the start free, by a search over time constant and start."""
    best = (np.inf, 0.0, 0.0)
    for tau in np.arange(0.5, 2.0, 0.01):
        for start_s in np.arange(-0.5, 1.5, 0.01):
            shape = -np.expm1(-np.maximum(time_s - start_s, 0) / tau)
            top = float(shape @ speed / (shape @ shape))
            best = min(best, (float(np.sum((speed - top * shape) ** 2)), top, tau))
    return best[1], best[2]


def _spring_rows(cache: Path) -> Iterable[str]:
    for name in MEASURED_MOTIONS:
        about = plates_of(name)
        clip = Clip(clip_of(name), height_m=about["athlete_height_m"], mass_kg=_MASS_KG)
        analysis = analysed(find_raw_pose(clip.path, cache), clip)
        contact_s = float(np.mean([c["toeoff_s"] - c["touchdown_s"] for c in about["contacts"]]))
        step_s = float(np.mean([s["step_time_s"] for s in about["steps"]]))
        leg_m = 0.53 * about["athlete_height_m"]
        speed = about["speed_mean_mps"]
        fmax, drop, kvert, kleg = spring_numbers(contact_s, step_s - contact_s, speed, leg_m)
        spring = analysis.force.spring
        if spring is None:
            yield f"{name} | withheld: {analysis.force.spring_reason} | | | | "
            continue
        cells, short = [], []
        for true, found, form, factor, label in (
            (fmax, spring.fmax_bw, ".2f", 1.0, "Fmax"),
            (drop, spring.drop_m, ".3f", 1.0, "drop"),
            (kvert, spring.kvert_n_per_m_kg, ".0f", 1.0, "Kvert"),
            (kleg, spring.kleg_n_per_m_kg, ".0f", 1.0, "Kleg"),
        ):
            part = 100 * (found.value / true - 1)
            cells.append(f"{factor * true:{form}}, {factor * found.value:{form}} ({part:+.0f} %)")
            short += [] if found.low <= true <= found.high else [label]
        yield f"{name} | {' | '.join(cells)} | {judged(short)}"


_OF_PEOPLE = (
    ("f0_n", "F0", "N", 0),
    ("f0_n_per_kg", "or", "N/kg", 1),
    ("v0_mps", "V0", "m/s", 2),
    ("pmax_w", "Pmax", "W", 0),
    ("pmax_w_per_kg", "or", "W/kg", 1),
)
_INTRODUCTION = """## Force from times

Force-velocity profiles of simulated sprints of 75 kg and 1.80 m, of published ones, and the leg
as a spring against force plates."""
_RECOVERY = """### Profiles of exact times

Times at 5, 10, 20, 30 and 40 m of a sprinter (9.5 m/s, 1.15 s), an elite (11.6, 1.25) and a
novice (8.0, 1.1), by a clock that starts when it says or 50 ms off. Largest error of the three.
Target: F0, V0 and Pmax within 3 %."""
_RECOVERY_HEAD = "| clock started by | off by | F0 | V0 | Pmax | RFmax | DRF | |"
_NOISE = f"""### Profiles of times that err

The same with noise in each time, and a start that scatters by what is held of it beforehand (30
ms about the movement, 40 ms about the reaction to a gun, 100 ms where nothing is known):
{_N_DRAWS} draws a runner. Median and SD of the error of the three runners together, and how many
of the 90 % intervals of F0, V0, Pmax, RFmax and DRF hold the truth. Targets: medians within 3 %,
85 to 95 % of the intervals. Beforehand times are held to lie 15 ms off the curve."""
_NOISE_HEAD = (
    "| clock started by | noise | F0 | V0 | Pmax | withheld | intervals that hold the truth | |"
)
_GATES = """### Gates of 52 athletes

Published times of women and men in team sports (`shorts`); what started their clock is not
stated. Each time told from the four others: bias ± SD and root mean square in ms. There is no
truth for their forces: published means of another group, F0 638 ± 84 N, V0 10.5 ± 0.7 m/s and
Pmax 1680 ± 280 W of sprinters, only say whether they are possible."""
_GATES_HEAD = "| left out | athletes | error | RMS |"
_GUNS = """### Radar and laser

One sprint each, whose speed is known throughout. The profile of the whole curve, fitted to speed,
against that of times taken out of it by a clock of which nothing is known; body as above. The
prior of 15 ms was chosen with an eye on the gates above, not on these. Target: within 3 %, and
inside the interval."""
_GUNS_HEAD = "| sprint | times | F0 | V0 | Pmax | |"
_SPRING = """### The leg as a spring

From the contacts of force plates and from those that the program reads in pixels, with the same
speed and leg; force in body weights, drop in m, stiffness in N/(m kg). Target: what the plates
give lies in the interval. Toe-off of `max120` is read from toes that are made up. Two people are
no sample."""
_SPRING_HEAD = "| motion | Fmax | drop | Kvert | Kleg | |"
