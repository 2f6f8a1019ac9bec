"""Stands in for aqvision.sandbox.worker in a batch: results as real ones look, made in no time.

``python fake_team.py FOLDER`` notes each clip that it begins in the diary in that folder. A clip
whose name holds "refuse" is refused, "slow" takes some time, "dark" has a warning; what a
comparison finds is in changes.json by the first word of the athlete's name, or under "anybody",
with the version of its format: nothing of what is slow to load is loaded here.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from pathlib import Path
from typing import Any

from aqvision.sandbox.worker import end_with_giver, finishing, say
from tests.support.fake_measure import note

SLOW_S = 0.4
DARK = {"code": "dark", "text": "The picture is dark.", "hint": "Film with light."}


def main() -> None:
    folder = Path(sys.argv[1])
    task = json.loads(sys.stdin.readline())
    target = {name: Path(path) for name, path in task["target"].items()}
    end_with_giver(target["interrupted"])
    if DONE.get(task["kind"], compare)(task, target["work"], folder):
        (target["work"] / "report.html").write_text("a report")
        with finishing:
            target["work"].rename(target["made"])
        say(sys.stdout, done=True)


def analyze(task: dict[str, Any], work: Path, folder: Path) -> bool:
    name = task["clip"]["called"]
    note(folder / "diary", name)
    say(sys.stdout, progress=0.5, words="measuring the body")
    if "refuse" in name:
        say(sys.stdout, error=f"nobody runs in {name}", hint="film somebody who runs")
        return False
    time.sleep(SLOW_S if "slow" in name else 0)
    sha256 = hashlib.sha256(Path(task["clip"]["path"]).read_bytes()).hexdigest()
    content = {
        "provenance": {"clip_name": name, "clip_sha256": sha256},
        "athlete": task["clip"]["athlete"],
        "warnings": [DARK] if "dark" in name else [],
    }
    (work / "analysis.json").write_text(json.dumps(content))
    return True


def compare(task: dict[str, Any], work: Path, folder: Path) -> bool:
    first = json.loads((Path(task["before"][0]) / "analysis.json").read_text())
    name = str(first["athlete"])
    named = "".join(f" {metric}" for metric in task["primaries"])
    note(folder / "diary", f"compare {name}: {len(task['before'])}, {len(task['after'])}{named}")
    known = json.loads((folder / "changes.json").read_text())
    changes = known["changes"].get(name.split()[0], known["changes"]["anybody"])
    content = {
        "schema_version": known["schema_version"],
        "before": [provenance_of(clip) for clip in task["before"]],
        "after": [provenance_of(clip) for clip in task["after"]],
        "history": {"sessions": []},
        "cautions": [],
        "changes": changes,
    }
    (work / "comparison.json").write_text(json.dumps(content))
    return True


def hold(task: dict[str, Any], work: Path, folder: Path) -> bool:
    """Measure a hold as a run, under the names that holds have."""
    done = analyze(task, work, folder)
    if done:
        (work / "analysis.json").rename(work / "hold.json")
    return done


def beside(task: dict[str, Any], work: Path, folder: Path) -> bool:
    """Note what was set side by side, in the file that tells it."""
    names = {side: [name_of(Path(one)) for one in task[side]] for side in ("before", "after")}
    note(folder / "diary", f"{task['kind']}: {names['before']}, {names['after']}")
    if any("flat" in name for name in names["after"]):
        say(sys.stdout, error="a ladder takes three different speeds", hint="film slower runs")
        return False
    (work / FILES[task["kind"]]).write_text(json.dumps({"sentence": "It was told.", **names}))
    return True


def name_of(folder: Path) -> str:
    file = next(path for path in sorted(folder.glob("*.json")))
    return str(json.loads(file.read_text())["provenance"]["clip_name"])


FILES = {
    "ladder": "ladder.json",
    "compare holds": "hold_comparison.json",
    "season": "progress.json",
}
DONE = {"analyze": analyze, "hold": hold, **dict.fromkeys(FILES, beside)}


def provenance_of(folder: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((Path(folder) / "analysis.json").read_text())["provenance"]
    return made


if __name__ == "__main__":
    main()
