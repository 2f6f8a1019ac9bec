"""The .trc format: what is written can be read again, and what is wrong is said in one line."""

from pathlib import Path

import numpy as np
import pytest

from aqvision.core.errors import AqvisionError, CalibrationError, PoseError
from aqvision.pose.io.trc import MarkerTable, read_trc, write_trc

HEADER = (
    "PathFileType\t4\t(X/Y/Z)\trun.trc\n"
    "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\t"
    "OrigNumFrames\n"
    "50\t50\t2\t2\tm\t50\t0\t2\n"
    "Frame#\tTime\tLHip\t\t\tRHip\t\t\t\n"
    "\t\tX1\tY1\tZ1\tX2\tY2\tZ2\n"
)
ROWS = "1\t0.02\t1\t2\t3\t4\t5\t6\n2\t0.04\t1.5\t2\t3\t\t\t\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "run.trc"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_a_file_is_read_as_it_stands(tmp_path: Path) -> None:
    table = read_trc(written(tmp_path, HEADER + ROWS))
    assert table.names == ("LHip", "RHip")
    assert table.rate_hz == 50
    np.testing.assert_array_equal(table.time_s, [0.02, 0.04])
    np.testing.assert_array_equal(table.xyz_m[0], [[1, 2, 3], [4, 5, 6]])
    np.testing.assert_array_equal(table.xyz_m[1], [[1.5, 2, 3], [np.nan] * 3])


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("Z2\n", "Z2\t\n\n").replace("6\n", "6\t\n"),
        lambda text: text.replace("3\t\t\t\n", "3\tnan\tNaN\t nan\n").replace("RHip\t\t\t", "RHip"),
        lambda text: text.replace("3\t\t\t\n", "3\t0.0\t0\t0.000\n"),
    ],
    ids=["byte order mark", "line ends", "blank line", "nan", "zeros for missing"],
)
def test_forms_of_other_writers_are_read_alike(tmp_path: Path, change) -> None:  # type: ignore[no-untyped-def]
    plain = read_trc(written(tmp_path, HEADER + ROWS))
    other = read_trc(written(tmp_path, change(HEADER + ROWS)))
    assert other.names == plain.names
    np.testing.assert_array_equal(other.xyz_m, plain.xyz_m)


@pytest.mark.parametrize(("unit", "metres"), [("mm", 0.001), ("cm", 0.01), ("m", 1), ("MM", 0.001)])
def test_lengths_become_metres(tmp_path: Path, unit: str, metres: float) -> None:
    path = written(tmp_path, HEADER.replace("\tm\t", f"\t{unit}\t") + ROWS)
    assert read_trc(path).xyz_m[0, 1, 2] == pytest.approx(6 * metres)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("", PoseError, "is no .trc file"),
        ("just words\n" * 9, PoseError, "is no .trc file"),
        (HEADER.replace("Frame#", "LHip") + ROWS, PoseError, "names no markers"),
        (HEADER.replace("\tm\t", "\tinch\t") + ROWS, CalibrationError, "lengths in 'inch'"),
        (HEADER.replace("\tm\t", "\t\t") + ROWS, CalibrationError, "lengths in no unit"),
        (HEADER.replace("\t2\tm", "\t3\tm") + ROWS, PoseError, "2 markers.*NumMarkers = 3"),
        (HEADER.replace("50\t2", "50\t9") + ROWS, PoseError, "2 frames.*NumFrames = 9"),
        (HEADER, PoseError, "0 frames.*NumFrames = 2"),
        (HEADER + ROWS.replace("\t4\t5\t6", "\t4"), PoseError, "line 6.*6 cells.*need 8"),
        (HEADER + ROWS.replace("6\n", "6\t7\n"), PoseError, "line 6.*9 cells"),
        (HEADER + ROWS.replace("\t", " "), PoseError, "line 6.*1 cells"),
        (HEADER + ROWS.replace(".", ","), PoseError, "decimal commas, as in '"),
        ((HEADER + ROWS).replace("\t", " "), PoseError, "not parted by tabs"),
        (HEADER + ROWS.replace("1.5", "far"), PoseError, "line 7.*'far'.*LHip X"),
        (HEADER + ROWS.replace("\t5", "\tinf"), PoseError, "line 6.*'inf'.*RHip Y"),
        (HEADER + ROWS.replace("0.04", "late"), PoseError, "'late'.*Time"),
        (HEADER + ROWS.replace("0.04", "0.02"), PoseError, "do not rise at frame 2"),
        (HEADER + ROWS.replace("0.04", ""), PoseError, "do not rise at frame 2"),
    ],
)
def test_a_bad_file_is_refused_with_a_hint(
    tmp_path: Path, text: str, kind: type[AqvisionError], words: str
) -> None:
    with pytest.raises(kind, match=words) as caught:
        read_trc(written(tmp_path, text))
    assert "\n" not in str(caught.value)
    assert caught.value.hint


def test_a_file_that_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.trc"
    with pytest.raises(PoseError, match="No such file"):
        read_trc(path)
    path.write_bytes(b"\xff\xfe\x00\x81" * 40)
    with pytest.raises(PoseError, match="it is no text"):
        read_trc(path)


def test_what_is_written_is_read_again_to_a_micrometre(tmp_path: Path) -> None:
    places = np.random.default_rng(0).normal(0, 3, (7, 3, 3))
    places[2:4, 1] = np.nan
    table = MarkerTable(("LHip", "RHip", "Nose"), np.arange(7) / 239.76, places, 239.76)
    path = tmp_path / "out.trc"
    write_trc(table, path)
    again = read_trc(path)
    assert again.names == table.names
    assert again.rate_hz == table.rate_hz
    np.testing.assert_allclose(again.time_s, table.time_s, atol=1e-6)
    np.testing.assert_allclose(again.xyz_m, table.xyz_m, atol=1e-6)
