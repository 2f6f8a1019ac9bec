"""What a camera shows -> View: from where it sees the athlete."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal


class View(StrEnum):
    """From where the camera sees the athlete; slanted views are side views."""

    SIDE = "side"
    FRONT = "front"
    REAR = "rear"


EndView = Literal[View.FRONT, View.REAR]
