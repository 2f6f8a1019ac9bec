"""Analysis <-> folder: analysis.json, series.csv, steps.csv and pose.npz.

The same analysis gives the same bytes. JSON has no NaN: what is not measured is null.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.force_rows import force_from_rows, force_to_rows
from aqvision.analysis.pose_store import DAMAGE, load_pose, save_pose
from aqvision.analysis.rows import restore, scene_from_row, scene_to_row
from aqvision.analysis.warnings import ClipWarning
from aqvision.camera.stabilise import rectified, view_still
from aqvision.core.clip import Notes
from aqvision.core.errors import LibraryError, as_mendable, shown
from aqvision.core.provenance import Provenance
from aqvision.core.recorded import Recorded, recorded_from_dict
from aqvision.core.types import StrPath
from aqvision.core.wording import as_recorded as _
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.kinematics.quality.summary import MetricSummary, withheld_summary
from aqvision.video.timing import VideoFacts

SCHEMA_VERSION = 1
_HINT = _("measure the clip again")
_N_NAMED = 3


def save_analysis(analysis: Analysis, folder: Path) -> None:
    """Write an analysis into a folder, which is made if needed.

    Parameters
    ----------
    analysis
        What was measured.
    folder
        Where it goes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "analysis.json", analysis_to_dict(analysis))
    analysis.series.to_csv(folder / "series.csv", index=False, float_format="%.5g")
    analysis.steps.to_csv(folder / "steps.csv", index=False, float_format="%.6g")
    save_pose(analysis, folder / "pose.npz")


def analysis_to_dict(analysis: Analysis) -> dict[str, Any]:
    """Bring an analysis into the form of analysis.json.

    Parameters
    ----------
    analysis
        What was measured.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "provenance": analysis.provenance.to_dict(),
        "athlete": analysis.athlete,
        "notes": asdict(analysis.notes),
        "recorded": analysis.recorded.to_dict(),
        "video": asdict(analysis.video),
        "scene": scene_to_row(analysis.scene),
        "contacts": [asdict(contact) for contact in analysis.contacts],
        "metrics": {name: asdict(summary) for name, summary in analysis.metrics.items()},
        "warnings": [asdict(warning) for warning in analysis.warnings],
        **force_to_rows(analysis.force),
    }


def write_json(path: Path, content: Any) -> None:
    """Write JSON with null in place of NaN.

    Parameters
    ----------
    path
        The file.
    content
        Lists, dictionaries, texts and numbers, nested.
    """
    text = json.dumps(nan_to_null(content), indent=1, allow_nan=False, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def nan_to_null(value: Any) -> Any:
    """Replace NaN by None through nested lists and dictionaries.

    Parameters
    ----------
    value
        Lists, dictionaries, texts and numbers, nested.

    Examples
    --------
    >>> nan_to_null({"a": [1.0, float("nan")]})
    {'a': [1.0, None]}
    """
    if isinstance(value, dict):
        return {key: nan_to_null(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [nan_to_null(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def session_folders(folder: Path) -> list[Path]:
    """List the folders of a session's clips: this one, or those in it that hold an analysis.

    Parameters
    ----------
    folder
        Of one clip, or of several clips' folders.
    """
    _refuse_comparison(folder)
    inner = _clip_folders(folder)
    return [folder] if (folder / "analysis.json").is_file() or not inner else inner


def _clip_folders(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob("*/analysis.json"))


def _refuse_other_folder(folder: Path) -> None:
    """Refuse what ``analyze`` did not write; name the results in it, if there are any."""
    if (folder / "analysis.json").exists() or (folder / "comparison.json").is_file():
        return
    if (folder / "hold.json").is_file():
        raise LibraryError(
            _("{folder} is the result of a hold, not of a run").format(folder=shown(folder)),
            _("compare runs with runs, and holds with holds"),
        )
    inner = [shown(path) for path in _clip_folders(folder)[:_N_NAMED]]
    raise LibraryError(
        _("{folder} holds no complete analysis: it has no analysis.json").format(
            folder=shown(folder)
        ),
        _("name the result of a clip in it, as {paths}").format(paths=_(" or ").join(inner))
        if inner
        else _("measure the clip again and name the folder of its results"),
    )


def _refuse_comparison(folder: Path) -> None:
    """Refuse the folder of a comparison; name those of its clips, which lie in it or elsewhere."""
    if (folder / "comparison.json").is_file() and not (folder / "analysis.json").is_file():
        inner = _(" or ").join(shown(path) for path in _clip_folders(folder))
        raise LibraryError(
            _("{folder} is a comparison, not the result of a clip").format(folder=shown(folder)),
            _("name the result of one of its clips{value}").format(
                value=f": {inner}" if inner else ""
            ),
        )


def load_analysis(folder: StrPath) -> Analysis:
    """Read what ``analyze`` wrote.

    Parameters
    ----------
    folder
        Folder with analysis.json, series.csv, steps.csv and pose.npz.

    Returns
    -------
    Analysis
        As it was measured.

    Raises
    ------
    LibraryError
        A file is missing, damaged, or of another schema.
    """
    folder = Path(folder)
    _refuse_other_folder(folder)
    try:
        _refuse_comparison(folder)
        return _analysis_in(folder)
    except DAMAGE as error:
        known = as_mendable(error) or LibraryError(
            _("{folder} holds no complete analysis ({error})").format(
                folder=shown(folder), error=error
            ),
            _HINT,
        )
        raise known from error


def _analysis_in(folder: Path) -> Analysis:
    content = _content(folder / "analysis.json")
    raw, smooth, to_square = load_pose(folder / "pose.npz")
    still = view_still(raw.sequence, raw.camera, raw.path)
    return Analysis(
        provenance=Provenance(**content["provenance"]),
        athlete=content["athlete"],
        video=restore(VideoFacts, content["video"]),
        scene=scene_from_row(content["scene"]),
        series=pd.read_csv(folder / "series.csv"),
        contacts=tuple(restore(Contact, row) for row in content["contacts"]),
        steps=pd.read_csv(folder / "steps.csv"),
        metrics=_metrics(content["metrics"]),
        warnings=tuple(ClipWarning(**row) for row in content["warnings"]),
        pose=smooth,
        raw_pose=raw,
        still_view=still if to_square is None else rectified(still, to_square),
        # older files have none of these
        notes=Notes(**content.get("notes", {})),
        recorded=recorded_from_dict(content.get("recorded", Recorded().to_dict())),
        force=force_from_rows(content),
    )


def _metrics(rows: dict[str, dict[str, Any]]) -> dict[str, MetricSummary]:
    """Read the summaries of a file; what it was too early to measure is withheld."""
    known = {name: restore(MetricSummary, row) for name, row in rows.items()}
    later = _("the version that measured this clip did not look for it")
    return {
        name: known[name] if name in known else withheld_summary(metric.unit, later)
        for name, metric in METRICS.items()
    }


def _content(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if content["schema_version"] != SCHEMA_VERSION:
        raise LibraryError(
            _("{path} was written by another version of aqvision").format(path=path), _HINT
        )
    return content
