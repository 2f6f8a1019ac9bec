"""From where the camera sees the athlete."""

from __future__ import annotations

from typing import Literal

EndView = Literal["front", "rear"]
View = Literal["side"] | EndView
