"""Importing this module loads the runtime of the pose network, for processes that fork later."""

import contextlib

from aqvision.core.errors import PoseError
from aqvision.pose.network.runtimes import choose_runtime

with contextlib.suppress(PoseError):  # whoever needs the network is told why there is none
    choose_runtime()
