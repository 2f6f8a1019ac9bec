"""Stands in for aqvision.sandbox.worker: does at once what the name of the clip says.

Names are words with dashes, for example ``sleep-0.2.mp4``; the words are those of WORDS, and
``patience``. What it did is told by lines of a file: ``begun NAME`` and ``made NAME``.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from aqvision.sandbox.worker import end_with_giver, finishing, say

RESULT = {"provenance": {"made_by": "fake"}}


def main() -> None:
    diary = Path(sys.argv[1])
    task = json.loads(sys.stdin.readline())
    end_with_giver(Path(task["target"]["interrupted"]))
    name = task["clip"]["called"] if "clip" in task else "compare.mp4"
    note(diary, f"begun {name}")
    say(sys.stdout, progress=0.25, words=f"looking at {name}")
    word, *values = Path(name).stem.split("-")
    WORDS.get(word, nothing)(*values)
    if task["kind"] in ("compare", "ladder"):
        take_time((task["before"] or task["after"])[0])
    work, made = (Path(task["target"][which]) for which in ("work", "made"))
    for file in ("analysis.json", "comparison.json", "ladder.json", "report.html"):
        (work / file).write_text(json.dumps({**RESULT, "task": task}))
    with finishing:
        work.rename(made)
        note(diary, f"made {name}")
        if word == "farewell":
            die_with_program()
    say(sys.stdout, done=True)


def note(diary: Path, line: str) -> None:
    with diary.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(line + "\n")


def nothing(*_values: str) -> None:
    return


def sleep(seconds: str, *_: str) -> None:
    time.sleep(float(seconds))


def take_time(first: str) -> None:
    """Compare slowly where the first clip before is called ``patience-SECONDS.mp4``."""
    made = json.loads((Path(first) / "analysis.json").read_text())
    word, *seconds = Path(made["task"]["clip"]["called"]).stem.split("-")
    if word == "patience":
        sleep(*seconds)


def refuse(*_: str) -> None:
    say(sys.stdout, error="nobody runs here", hint="film somebody", prompts=["person"])
    sys.exit(0)


def crash(*_: str) -> None:
    say(sys.stdout, crash="the disk is full", hint="make room")
    sys.exit(0)


def die(*_: str) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def fault(*_: str) -> None:
    raise ZeroDivisionError("our own fault")


def eat(mebibytes: str, *_: str) -> None:
    kept = bytearray(int(mebibytes) << 20)
    kept[:: 1 << 12] = b"x" * len(kept[:: 1 << 12])
    time.sleep(60)


def burn(*_: str) -> None:
    while True:
        pass


def fill(mebibytes: str, *_: str) -> None:
    with tempfile.TemporaryFile() as file:
        file.write(bytes(int(mebibytes) << 20))


def child(*_: str) -> None:
    """Start a process that would outlive this one, as workers of the network would."""
    command = [sys.executable, "-c", "import time; time.sleep(60)", sys.argv[1]]
    with subprocess.Popen(command):
        time.sleep(60)


def environment(*_: str) -> None:
    raise ValueError(",".join(sorted(os.environ)))


def limits(*_: str) -> None:
    """Tell which limits the system keeps."""
    kinds = (resource.RLIMIT_CORE, resource.RLIMIT_AS, resource.RLIMIT_FSIZE)
    raise ValueError(str([resource.getrlimit(kind)[1] for kind in kinds]))


def die_with_program(*_: str) -> None:
    """Take the program along, and this process too."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(os.getppid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)


WORDS: dict[str, Callable[..., None]] = {
    "sleep": sleep,
    "refuse": refuse,
    "crash": crash,
    "die": die,
    "fault": fault,
    "eat": eat,
    "burn": burn,
    "fill": fill,
    "child": child,
    "environment": environment,
    "limits": limits,
    "alldie": die_with_program,
}

if __name__ == "__main__":
    main()
