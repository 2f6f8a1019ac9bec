"""Options of the commands: which command takes them, and what they come to."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from aqvision.cli.main import main
from aqvision.cli.options import MEASURING, with_options


@pytest.mark.parametrize("height", ["5'11\"", "5 ft 11", "180,34 cm", "1.8034"])
@pytest.mark.parametrize("mass", ["155 lb", "70.3068"])
def test_heights_and_masses_are_read_as_a_roster_reads_them(height: str, mass: str) -> None:
    read: dict[str, float] = {}

    @click.command()
    @with_options(*MEASURING)
    def note(height_m: float, mass_kg: float, **_others: object) -> None:
        read.update(height_m=height_m, mass_kg=mass_kg)

    said = ["--out", "out", "--height-m", height, "--mass-kg", mass]
    assert CliRunner().invoke(note, said).exit_code == 0
    assert read == {"height_m": 1.8034, "mass_kg": 70.3068}


@pytest.mark.parametrize("command", ["roster", "plan", "export", "batch", "compare"])
def test_whatever_writes_words_can_be_told_the_language(command: str) -> None:
    assert "--lang" in {option for one in main.commands[command].params for option in one.opts}
