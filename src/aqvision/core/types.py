"""Names for arrays that the whole package uses."""

from __future__ import annotations

import os

import numpy as np
import numpy.typing as npt

StrPath = str | os.PathLike[str]
FloatArray = npt.NDArray[np.float64]
Image = npt.NDArray[np.uint8]
"""Upright RGB pixels, (height, width, 3)."""
GrayImage = npt.NDArray[np.uint8]
"""Brightness, (height, width)."""
