"""Stands in for aqvision.sandbox.worker in a batch: results as real ones look, made in no time.

``python fake_team.py FOLDER`` notes each clip that it begins in the diary in that folder. A clip
whose name holds "refuse" is refused, "slow" takes some time, "dark" has a warning; what a
comparison finds is in changes.json by the first word of the athlete's name, or under "anybody",
with the version of its format: nothing of what is slow to load is loaded here.
"""

from __future__ import annotations

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
    done = analyze if task["kind"] == "analyze" else compare
    if done(task, target["work"], folder):
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
    content = {
        "provenance": {"clip_name": name},
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


def provenance_of(folder: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((Path(folder) / "analysis.json").read_text())["provenance"]
    return made


if __name__ == "__main__":
    main()
