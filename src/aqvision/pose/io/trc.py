"""A .trc file <-> MarkerTable: markers in metres over time, as OpenSim and its kin keep them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aqvision.core.errors import CalibrationError, PoseError, reason_of, shown
from aqvision.core.types import FloatArray
from aqvision.core.wording import _

_METRES = {"mm": 1e-3, "cm": 1e-2, "m": 1.0}
_KEYS = (
    "DataRate",
    "CameraRate",
    "NumFrames",
    "NumMarkers",
    "Units",
    "OrigDataRate",
    "OrigDataStartFrame",
    "OrigNumFrames",
)
_HEADER_LINES = 5
_AXES = 3
_NOT_A_NUMBER = float("nan")
_DECIMAL_COMMA = re.compile(r"(?<!\S)-?\d+,\d+(?!\S)")
_AGAIN = _("write the file again with the program that made it")


@dataclass(frozen=True, slots=True, eq=False)
class MarkerTable:
    """Markers over time.

    Parameters
    ----------
    names
        Names of the M markers.
    time_s
        (T,) times, strictly rising.
    xyz_m
        (T, M, 3) places in metres; NaN where a marker is not known.
    rate_hz
        Frames a second as the header has them; NaN where it has none.
    """

    names: tuple[str, ...]
    time_s: FloatArray
    xyz_m: FloatArray
    rate_hz: float


def read_trc(path: Path) -> MarkerTable:
    """Read a .trc file.

    An empty cell, ``nan`` and a marker that lies exactly at 0, 0, 0 mean that it is not known.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    PoseError
        The file cannot be read, is no .trc, or its cells do not fit its header.
    CalibrationError
        The unit of length is not known.
    """
    lines = _lines(path)
    _refuse_other_separators(path, lines)
    header = _header(path, lines)
    names = tuple(cell.strip() for cell in lines[3].split("\t")[2:] if cell.strip())
    _refuse_other_count(path, header, "NumMarkers", len(names), "markers")
    rows = np.array(list(_rows(path, lines, names)), dtype=np.float64)
    rows = rows.reshape(-1, 2 + _AXES * len(names))
    _refuse_other_count(path, header, "NumFrames", len(rows), "frames")
    time_s = rows[:, 1]
    _refuse_time_that_falls(path, time_s)
    places = rows[:, 2:].reshape(len(rows), len(names), _AXES) * _metres_per_unit(path, header)
    lost = np.all(places == 0, axis=2) | ~np.isfinite(places[:, :, :2]).all(axis=2)
    places[lost] = np.nan
    return MarkerTable(names, time_s, places, _number(header.get("DataRate", "")))


def write_trc(table: MarkerTable, path: Path) -> None:
    """Write markers as a .trc file in metres; a marker that is not known has empty cells.

    Parameters
    ----------
    table
        The markers.
    path
        The file, which is written anew.
    """
    n_frames, n_markers = table.xyz_m.shape[:2]
    rate = f"{table.rate_hz:.10g}"
    values = (rate, rate, str(n_frames), str(n_markers), "m", rate, "1", str(n_frames))
    axes = [f"{axis}{i}" for i in range(1, n_markers + 1) for axis in "XYZ"]
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{path.name}",
        "\t".join(_KEYS),
        "\t".join(values),
        "Frame#\tTime\t" + "\t\t\t".join(table.names) + "\t\t",
        "\t\t" + "\t".join(axes),
        "",
    ]
    for i, (time_s, places) in enumerate(zip(table.time_s, table.xyz_m, strict=True), 1):
        cells = [f"{v:.6f}" if math.isfinite(v) else "" for v in places.ravel()]
        lines.append("\t".join([str(i), f"{time_s:.6f}", *cells]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _lines(path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else _("it is no text")
        raise PoseError(
            _("cannot read {path}: {reason}").format(path=shown(Path(path.name)), reason=reason),
            _("name a .trc file"),
        ) from error
    if len(lines) < _HEADER_LINES or not lines[0].startswith("PathFileType"):
        raise PoseError(
            _(
                "{name} is no .trc file: it does not begin with PathFileType and four more lines"
            ).format(name=path.name),
            _("write the poses as .trc, as Sports2D, Pose2Sim and OpenSim do"),
        )
    return lines


def _refuse_other_separators(path: Path, lines: list[str]) -> None:
    """Tell decimal commas, and columns parted by anything but tabs, before they look like gaps."""
    frames = [line for line in lines[_HEADER_LINES:] if line.strip()]
    first = frames[0] if frames else ""
    if _DECIMAL_COMMA.search(first) and ("\t" in first or ";" in first):
        raise PoseError(
            _("{name} has decimal commas, as in '{text}'").format(
                name=path.name, text=_DECIMAL_COMMA.findall(first)[0]
            ),
            _("write the file with decimal points: set the program or the system to English"),
        )
    if "\t" not in "".join((*lines[1:4], first)) and len(first.split()) > 1:
        raise PoseError(
            _("the columns of {name} are not parted by tabs").format(name=path.name),
            _("write the file with a tab between columns; an editor may have made spaces of them"),
        )


def _header(path: Path, lines: list[str]) -> dict[str, str]:
    """Pair the names of the second line with the values of the third."""
    names, values = lines[1].split("\t"), lines[2].split("\t")
    header = {n.strip(): v.strip() for n, v in zip(names, values, strict=False) if n.strip()}
    if lines[3].split("\t")[0].strip().lower() not in ("frame#", "frame"):
        raise PoseError(
            _("{name} names no markers: its fourth line does not begin with Frame#").format(
                name=path.name
            ),
            _AGAIN,
        )
    return header


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return _NOT_A_NUMBER


def _metres_per_unit(path: Path, header: dict[str, str]) -> float:
    unit = header.get("Units", "").lower()
    if unit not in _METRES:
        said = _("in '{unit}'").format(unit=unit) if unit else _("in no unit")
        raise CalibrationError(
            _("{name} gives lengths {said}").format(name=path.name, said=said),
            _("write mm, cm or m under Units in the header"),
        )
    return _METRES[unit]


def _refuse_other_count(
    path: Path, header: dict[str, str], key: str, n_found: int, what: str
) -> None:
    if _number(header.get(key, "")) != n_found:
        raise PoseError(
            _("{name} holds {n_found} {what}, its header says {key} = {stated}").format(
                name=path.name,
                n_found=n_found,
                what=what,
                key=key,
                stated=header.get(key) or _("nothing"),
            ),
            _("{again}, or correct {key}").format(again=_AGAIN, key=key),
        )


def _rows(path: Path, lines: list[str], names: tuple[str, ...]) -> Iterator[list[float]]:
    """Read the cells of each frame; frame numbers are not used."""
    width = 2 + _AXES * len(names)
    for number, line in enumerate(lines[_HEADER_LINES:], _HEADER_LINES + 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not any(cells):
            continue
        if len(cells) < width or any(cells[width:]):
            raise PoseError(
                _(
                    "line {number} of {name} has {n_cells} cells, {n_names} markers need {width}"
                ).format(
                    number=number,
                    name=path.name,
                    n_cells=len(cells),
                    n_names=len(names),
                    width=width,
                ),
                _("{again}; cells are parted by tabs").format(again=_AGAIN),
            )
        yield [0.0, *(_cell(path, number, names, i, cells[i]) for i in range(1, width))]


def _cell(path: Path, line: int, names: tuple[str, ...], i: int, text: str) -> float:
    if text == "" or text.lower() == "nan":
        return _NOT_A_NUMBER
    value = _number(text)
    if not math.isfinite(value):
        where = "Time" if i == 1 else f"{names[(i - 2) // _AXES]} {'XYZ'[(i - 2) % _AXES]}"
        raise PoseError(
            _("line {line} of {name} has '{text}' where the number of {where} should be").format(
                line=line, name=path.name, text=text, where=where
            ),
            _("leave the cell empty where a point is not known"),
        )
    return value


def _refuse_time_that_falls(path: Path, time_s: FloatArray) -> None:
    rises = np.diff(time_s) > 0
    if not np.isfinite(time_s).all() or not rises.all():
        later = int(np.argmin(np.append(rises, False))) + 2
        raise PoseError(
            _("the times of {name} do not rise at frame {frame}").format(
                name=path.name, frame=min(later, len(time_s))
            ),
            _("each frame needs a time later than that of the frame before it"),
        )
