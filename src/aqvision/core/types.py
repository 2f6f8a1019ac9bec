"""Types that the whole package uses: arrays of numbers and pictures, and the view of a camera."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Literal

import numpy as np
import numpy.typing as npt

StrPath = str | os.PathLike[str]
FloatArray = npt.NDArray[np.float64]
Image = npt.NDArray[np.uint8]
"""Upright RGB pixels, (height, width, 3)."""
GrayImage = npt.NDArray[np.uint8]
"""Brightness, (height, width)."""


class View(StrEnum):
    """From where the camera sees the athlete; slanted views are side views."""

    SIDE = "side"
    FRONT = "front"
    REAR = "rear"


EndView = Literal[View.FRONT, View.REAR]
