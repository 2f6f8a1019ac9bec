"""SampleClip, HoldClip -> truth files: a row a frame as CSV, everything else as JSON."""

import csv
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from samples.generator.angles import SERIES
from samples.generator.clip import CLIPS, LADDER_CLIPS, AnyClip, HoldClip, SampleClip
from samples.generator.hold_truth import measure_hold, sway_columns
from samples.generator.ladder_truth import measure_ladder
from samples.generator.motion import SIDES
from samples.generator.truth import measure_truth

ATHLETE = "Sample Athlete"
JOINTS = (
    *(
        f"{side}_{name}"
        for name in (
            "shoulder",
            "elbow",
            "wrist",
            "hip",
            "knee",
            "ankle",
            "heel",
            "ball",
            "toe",
            "ear",
        )
        for side in SIDES
    ),
    "nose",
)


def truth_columns(clip: AnyClip) -> dict[str, list[str]]:
    """Columns of the CSV file, as text: 1e-6 s, 1e-2 degrees, 1e-4 m, 1e-2 px."""
    motion = clip.motion()
    columns = {"time_s": [f"{value:.6f}" for value in motion.time_s]}
    for name in SERIES:
        columns[name] = [f"{value:.2f}" for value in motion.angles_deg[name]]
    for side in SIDES:
        columns[f"{side}_contact"] = [str(int(value)) for value in motion.in_contact[side]]
    if isinstance(clip, HoldClip):
        for name, values in sway_columns(clip.parameters, clip.time_s).items():
            columns[name] = [f"{value:.3f}" for value in values]
    for joint in JOINTS:
        points_m, points_px = motion.joints_m[joint], clip.camera.project(motion.joints_m[joint])
        for axis, values in zip("xyz", points_m.T, strict=True):
            columns[f"{joint}_{axis}_m"] = [f"{value:.4f}" for value in values]
        for axis, values in zip("uv", points_px.T, strict=True):
            columns[f"{joint}_{axis}_px"] = [f"{value:.2f}" for value in values]
    return columns


def rounded(value: float | None) -> float | None:
    """Round to five places; None stays None."""
    return None if value is None else round(value, 5)


def truth_summary(clip: AnyClip) -> dict[str, Any]:
    """Gather the content of the JSON file."""
    camera = clip.camera
    about = {
        "fps": clip.fps,
        "n_frames": clip.n_frames,
        "size": [camera.width_px, camera.height_px],
        "athlete": ATHLETE,
        "label": clip.name,
        "height_m": clip.body.height_m,
        "body": asdict(clip.body),
        "parameters": asdict(clip.parameters),
        "camera": {
            "position_m": list(camera.position_m),
            "rotation": (camera.rotation + 0.0).tolist(),
            "focal_px": camera.focal_px,
        },
    }
    if isinstance(clip, HoldClip):
        return {**about, "hold": measure_hold(clip.parameters, clip.body, clip.time_s)}
    return {**about, **run_summary(clip)}


def run_summary(clip: SampleClip) -> dict[str, Any]:
    """Gather what only a run has."""
    return {
        "contacts": [
            {
                "side": contact.side,
                "touchdown_s": round(contact.touchdown_s, 7),
                "toeoff_s": round(contact.toeoff_s, 7),
            }
            for contact in clip.motion().contacts
        ],
        "metrics": {
            name: {key: rounded(part) for key, part in asdict(metric).items()}
            for name, metric in measure_truth(clip.parameters, clip.body).items()
        },
    }


def write_truth(folder: Path, clip: AnyClip) -> None:
    """Write NAME.csv and NAME.json."""
    columns = truth_columns(clip)
    with (folder / f"{clip.name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    write_json(folder / f"{clip.name}.json", truth_summary(clip))


def write_ladder_truth(folder: Path) -> None:
    """Write ladder-truth.json, the truth of all runs of the ladder together."""
    runs = {clip.name: (clip.parameters, clip.body) for clip in LADDER_CLIPS}
    write_json(folder / "ladder-truth.json", measure_ladder(runs))


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write with one space a level."""
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def write_roster(folder: Path) -> None:
    """Write roster.csv, which names both clips."""
    rows = [f"{ATHLETE},{clip.name},{clip.name}.mp4" for clip in CLIPS]
    (folder / "roster.csv").write_text(
        "\n".join(["athlete,label,clip", *rows, ""]), encoding="utf-8"
    )
