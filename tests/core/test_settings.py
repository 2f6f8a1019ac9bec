"""Settings: names, ranges and files."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from aqvision.core.errors import SettingsError
from aqvision.core.settings import FilterSettings, Settings, load_settings, settings_from_dict


def _file(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_file_changes_only_what_it_names(tmp_path: Path) -> None:
    settings = load_settings(_file(tmp_path, "[filter]\nknee_hz = 14.5\n"))
    assert settings.filter.knee_hz == 14.5
    unchanged = dataclasses.replace(settings, filter=Settings().filter)
    assert unchanged == Settings()
    assert settings.filter.ankle_hz == Settings().filter.ankle_hz


def test_dictionary_and_settings_are_the_same() -> None:
    changed = settings_from_dict({"filter": {"knee_hz": 9}, "cleaning": {"max_gap_s": 0.02}})
    assert settings_from_dict(changed.to_dict()) == changed
    assert changed != Settings()
    assert changed.to_dict()["cleaning"]["max_gap_s"] == 0.02


def test_every_default_is_in_range_and_says_its_unit_and_source() -> None:
    for group in dataclasses.fields(Settings):
        for entry in dataclasses.fields(getattr(Settings(), group.name)):
            low, high = entry.metadata["low"], entry.metadata["high"]
            assert low < high
            assert low <= entry.default <= high, entry.name
            assert entry.metadata["unit"]
            assert entry.metadata["source"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[filters]\nknee_hz = 12\n", "unknown settings group 'filters'"),
        ("knee_hz = 12\n", "unknown settings group 'knee_hz'"),
        ("filter = 12\n", "unknown settings group 'filter'"),
        ("[filter]\nkne_hz = 12\n", "unknown setting 'filter.kne_hz'"),
        ("[filter]\nknee_hz = 1\n", "setting knee_hz = 1 Hz is out of range"),
        ("[filter]\nknee_hz = 900.0\n", "setting knee_hz = 900 Hz is out of range"),
        ("[filter]\nknee_hz = nan\n", "setting knee_hz = nan Hz is out of range"),
        ("[filter]\nknee_hz = '12'\n", "setting knee_hz is not a number: '12'"),
        ("[filter]\nknee_hz = true\n", "setting knee_hz is not a number: True"),
        ("[filter]\nknee_hz = [12]\n", "setting knee_hz is not a number: [12]"),
        ("[filter\nknee_hz = 12\n", "cannot be read as settings"),
    ],
)
def test_wrong_file_is_refused_with_a_hint(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(_file(tmp_path, text))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.hint


def test_missing_and_binary_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read as settings") as caught:
        load_settings(tmp_path / "gone.toml")
    assert caught.value.hint == "check the name and the folder"
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(SettingsError, match="cannot be read as settings") as caught:
        load_settings(tmp_path / "binary.toml")
    assert caught.value.hint == "write TOML, for example [filter]"


def test_limits_themselves_are_allowed() -> None:
    assert FilterSettings(knee_hz=2).knee_hz == 2
    assert FilterSettings(knee_hz=60).knee_hz == 60
    with pytest.raises(SettingsError, match="out of range") as caught:
        FilterSettings(knee_hz=60.1)
    assert caught.value.hint == "choose a value from 2 to 60"


def test_hint_for_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(SettingsError) as caught:
        settings_from_dict({"filter": {"hip_hz": 5}})
    assert "knee_hz" in caught.value.hint
