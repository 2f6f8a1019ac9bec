"""What deploy/ holds: systemd and a shell can read it; units and containers say the same."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from aqvision.library.backup import check_library
from aqvision.library.library import open_library
from benchmarks.team_library import fill
from tests.support.postgres import PostgresServer

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
ANALYZE = shutil.which("systemd-analyze")
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]


def environment_of(name: str) -> set[str]:
    return {key for key in SERVICES[name]["environment"] if key.startswith("AQVISION_")}


def arguments_in(unit: str) -> list[str]:
    """Give the words of a unit's command, without the program."""
    text = (DEPLOY / "systemd" / unit).read_text()
    (line,) = re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)
    return str(line).split()[1:]


@pytest.mark.skipif(ANALYZE is None, reason="there is no systemd-analyze")
def test_systemd_understands_every_line_of_the_units(tmp_path: Path) -> None:
    paths = [tmp_path / unit.name.replace("@.", "@1.") for unit in UNITS]
    for path, unit in zip(paths, UNITS, strict=True):  # our programs are not installed here
        path.write_text(re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text()))
    command = [str(ANALYZE), "verify", "--man=no", *map(str, paths)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert [line for line in told.stderr.splitlines() if "aqvision" in line] == []
    paths[0].write_text(paths[0].read_text() + "\n[Service]\nMemoryMost=1G\n")
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "MemoryMost" in told.stderr


def test_units_and_containers_start_the_same_commands() -> None:
    for service, unit in (("web", "aqvision-web.service"), ("worker", "aqvision-worker@.service")):
        words = [word.partition("=") for word in SERVICES[service]["command"]]
        options = {name for name, _equals, _value in words}
        of_unit = {word for word in arguments_in(unit) if not re.match(r"\d|json|https", word)}
        assert options == of_unit, unit


def test_containers_share_a_database_and_see_little() -> None:
    for name in ("web", "worker"):
        assert {"AQVISION_HOME", "AQVISION_DATABASE_URL", "AQVISION_FILES_URL"} <= environment_of(
            name
        )
        assert SERVICES[name]["read_only"] is True
        assert SERVICES[name]["cap_drop"] == ["ALL"]
    assert "ports" not in SERVICES["database"]
    assert SERVICES["web"]["network_mode"] == "service:proxy"


@pytest.mark.skipif(shutil.which("rsync") is None, reason="rsync is not installed")
def test_a_backup_is_brought_back_whole(
    tmp_path: Path, postgres: PostgresServer, postgres_url: str
) -> None:
    home, saved, again = (tmp_path / name for name in ("home", "saved", "again"))
    saved.mkdir()
    programs = Path(postgres.program("pg_dump")).parent
    environment = {
        "AQVISION_HOME": str(home), "AQVISION_DATABASE_URL": postgres_url,
        "PATH": f"{programs}:/usr/bin:/bin",
    }  # fmt: skip
    with open_library(home, postgres_url) as library:
        fill(library, 2, 4, with_files=True)
        had = library.athletes()
        for _again in range(2):  # the second of a day takes the place of the first
            subprocess.run([str(DEPLOY / "backup.sh"), str(saved)], check=True, env=environment)
    (today,) = saved.iterdir()
    other = postgres.create("brought_back")
    restore = [postgres.program("pg_restore"), f"--dbname={other}", str(today / "database")]
    subprocess.run(restore, check=True)
    for name in ("files", "results"):
        shutil.copytree(today / name, again / name)
    with open_library(again, other) as library:
        assert library.athletes() == had
        assert check_library(library) == []
    postgres.drop("brought_back")
