"""TOML file -> Settings: what a user or a calibration may set, with unit, range and origin.

Constants of a method stand beside the method, with their origin. A settings file has a table a
group and names only what it changes::

    [filter]
    knee_hz = 14.0
"""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aqvision.core.errors import SettingsError, reason_of, shown
from aqvision.core.wording import _

# Gains of the two-pass filter at harmonics of a stride of 2.25 Hz.
_THREE = "computed: keeps a stride's third harmonic"
_FIVE = "computed: keeps a stride's fifth harmonic"


def _tunable(default: float, unit: str, low: float, high: float, source: str) -> Any:
    metadata = {"unit": unit, "low": low, "high": high, "source": source}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class _Group:
    """Fields that know their range and refuse to be born outside it."""

    def __post_init__(self) -> None:
        for entry in dataclasses.fields(self):
            low, high = entry.metadata["low"], entry.metadata["high"]
            value = getattr(self, entry.name)
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise SettingsError(
                    _("setting {name} is not a number: {value!r}").format(
                        name=entry.name, value=value
                    ),
                    _("choose a value from {low:g} to {high:g}").format(low=low, high=high),
                )
            if not low <= value <= high:
                raise SettingsError(
                    _("setting {name} = {value:g} {unit} is out of range").format(
                        name=entry.name, value=value, unit=entry.metadata["unit"]
                    ),
                    _("choose a value from {low:g} to {high:g}").format(low=low, high=high),
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class PoseSettings(_Group):
    """How the athlete is found, followed and measured."""

    survey_rate_hz: float = _tunable(10.0, "Hz", 2, 60, "chosen: follows a runner")
    min_athlete_px: float = _tunable(60.0, "px", 20, 500, "chosen: smaller is not measured")
    crop_margin_frac: float = _tunable(0.35, "body heights", 0.1, 1.0, "chosen: holds the limbs")
    min_detection_confidence: float = _tunable(0.4, "1", 0.05, 0.95, "chosen: MediaPipe has 0.5")
    second_look_doubt: float = _tunable(
        0.8, "1", 0.0, 1.1, "measured: doubts 1 to 9 % of the frames of usual clips"
    )
    max_survey_people: float = _tunable(4, "people", 1, 8, "chosen: candidates a frame")
    min_found_frac: float = _tunable(0.3, "1", 0.05, 1.0, "chosen: a clip found in less is refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningSettings(_Group):
    """How wrong points are recognised and how far a gap is bridged."""

    min_visibility: float = _tunable(0.3, "1", 0, 1, "chosen: far limbs score low")
    outlier_mads: float = _tunable(6.0, "MAD", 2, 20, "chosen: median and MAD of 5 frames")
    max_gap_s: float = _tunable(0.05, "s", 0, 0.2, "chosen: shorter than a contact")
    swap_switch_cost: float = _tunable(3.0, "nats", 0, 50, "chosen: labels keep for several frames")
    swap_prior_cost: float = _tunable(0.35, "nats", 0, 10, "chosen: it is right more often")
    swap_noise_frac: float = _tunable(0.035, "trunk", 0.005, 0.5, "measured: a joint's residual")


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterSettings(_Group):
    """Cut-off frequencies of the zero-lag Butterworth filter, per joint."""

    trunk_hz: float = _tunable(8.0, "Hz", 2, 60, "measured: least error that keeps the bounce")
    arm_hz: float = _tunable(10.0, "Hz", 2, 60, _THREE)
    knee_hz: float = _tunable(20.0, "Hz", 2, 60, "measured: least error on rendered clips")
    ankle_hz: float = _tunable(20.0, "Hz", 2, 60, _FIVE)
    foot_hz: float = _tunable(20.0, "Hz", 2, 60, _FIVE)
    max_frac_nyquist: float = _tunable(0.7, "1", 0.1, 0.9, "measured: least error at 30 and 60 Hz")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSettings(_Group):
    """How contacts with the ground are found."""

    max_ground_speed_frac: float = _tunable(0.25, "run speed", 0.05, 0.6, "chosen: a resting foot")
    max_ground_height_frac: float = _tunable(0.06, "leg", 0.01, 0.3, "chosen: a resting foot")
    min_contact_s: float = _tunable(0.05, "s", 0.02, 0.2, "chosen: shorter than any contact")
    max_contact_s: float = _tunable(0.40, "s", 0.15, 0.8, "chosen: a jogger's is 0.25 to 0.3")
    min_gap_s: float = _tunable(0.06, "s", 0.02, 0.3, "chosen: shorter than any swing")
    min_capture_fps: float = _tunable(50.0, "Hz", 20, 240, "computed: 60 frames/s time it to 7 ms")


@dataclass(frozen=True, slots=True, kw_only=True)
class BodySettings(_Group):
    """Proportions of the body, as parts of standing height."""

    leg_frac_height: float = _tunable(0.53, "height", 0.4, 0.6, "winter-2009")
    thigh_shank_frac_height: float = _tunable(0.491, "height", 0.4, 0.6, "winter-2009")
    shoulder_breadth_frac_height: float = _tunable(
        0.213, "height", 0.15, 0.3, "chosen: 0.38 of 1.78 m"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonSettings(_Group):
    """How a change is told from noise."""

    confidence_level: float = _tunable(0.90, "1", 0.5, 0.999, "chosen: a 90 % interval")
    max_speed_gap_frac: float = _tunable(0.05, "1", 0.005, 0.5, "chosen: beyond it, a caution")
    min_instant_fps: float = _tunable(
        50.0, "Hz", 20, 240, "computed: at 60 the thighs turn 5 degrees between frames"
    )
    prior_freedom: float = _tunable(
        6.0, "degrees of freedom", 1, 100, "chosen: seven own runs weigh as much as the prior"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All groups together."""

    pose: PoseSettings = field(default_factory=PoseSettings)
    cleaning: CleaningSettings = field(default_factory=CleaningSettings)
    filter: FilterSettings = field(default_factory=FilterSettings)
    events: EventSettings = field(default_factory=EventSettings)
    body: BodySettings = field(default_factory=BodySettings)
    comparison: ComparisonSettings = field(default_factory=ComparisonSettings)

    def to_dict(self) -> dict[str, dict[str, float]]:
        """List every value, group by group."""
        return dataclasses.asdict(self)


def load_settings(path: Path) -> Settings:
    """Read a TOML file; what it does not name keeps its default.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    SettingsError
        The file is missing or malformed, a name is unknown, a value is out of range.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _unreadable(path, reason_of(error), _("check the name and the folder")) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _unreadable(path, str(error), _("write TOML, for example [filter]")) from error
    return settings_from_dict(tables)


def _unreadable(path: Path, reason: str, hint: str) -> SettingsError:
    return SettingsError(
        _("{path} cannot be read as settings: {reason}").format(path=shown(path), reason=reason),
        hint,
    )


def settings_from_dict(tables: dict[str, Any]) -> Settings:
    """Build settings from nested tables, refusing any name that does not exist.

    Parameters
    ----------
    tables
        Values by setting, by group.

    Examples
    --------
    >>> settings_from_dict({"filter": {"knee_hz": 14.5}}).filter.knee_hz
    14.5

    Raises
    ------
    SettingsError
        A name is unknown or a value is out of range.
    """
    defaults = Settings()
    groups = {entry.name: getattr(defaults, entry.name) for entry in dataclasses.fields(Settings)}
    changed = {}
    for name, table in tables.items():
        if name not in groups or not isinstance(table, dict):
            raise SettingsError(
                _("unknown settings group '{name}'").format(name=name),
                _("known: {groups}").format(groups=", ".join(groups)),
            )
        known = {entry.name for entry in dataclasses.fields(groups[name])}
        unknown = sorted(set(table) - known)
        if unknown:
            raise SettingsError(
                _("unknown setting '{name}.{unknown}'").format(name=name, unknown=unknown[0]),
                _("known: {known}").format(known=", ".join(sorted(known))),
            )
        changed[name] = dataclasses.replace(groups[name], **table)
    return dataclasses.replace(defaults, **changed)
