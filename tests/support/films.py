"""The film of a stride as a result holds it, of plain pictures."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np

N_PICTURES = 11


def with_film(folder: Path, stride_ms: int, *, whole: bool = True) -> Path:
    """Write a film of plain pictures, evenly over a stride."""
    target = folder / "stride"
    target.mkdir(parents=True)
    start_s, pictures = 1.0, []
    for i in range(N_PICTURES):
        grey = np.full((28, 24, 3), 20 * i, dtype=np.uint8)
        cv2.imwrite(str(target / f"{i:02d}.webp"), grey)
        time_s = start_s + stride_ms / 1000 * i / (N_PICTURES - 1)
        pictures.append({"name": f"{i:02d}", "time_s": time_s, "joints_px": []})
    index = {
        "side": "right", "start_s": start_s, "end_s": start_s + stride_ms / 1000,
        "whole": whole, "pictures": pictures,
    }  # fmt: skip
    (target / "index.json").write_text(json.dumps(index))
    return folder
