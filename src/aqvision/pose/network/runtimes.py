"""A .tflite file -> what its landmark network answers, by OpenVINO or LiteRT: whichever is there.

Both run the same weights in single precision on one thread of the process that asks; their points
differ by less than a tenth of a pixel (test). OpenVINO is the quicker one on many processors and as
quick on the others, so LiteRT serves where OpenVINO cannot be loaded.
"""

from __future__ import annotations

import io
import platform
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

from aqvision.core.assets import file_sha256
from aqvision.core.errors import PoseError
from aqvision.core.types import FloatArray
from aqvision.core.wording import _
from aqvision.pose.network.compiled import keep, place_of, read_kept

Device = Literal["cpu", "gpu"]
Pixels = npt.NDArray[np.uint8]
INPUT_PX = 256
_IN_TASK = "pose_landmarks_detector.tflite"
# The network's outputs by their place: points, presence, heat maps. Segmentation and points in
# metres are not asked for.
_POINTS, _PRESENCE, _MAPS = 0, 1, 3
_N_POINTS, _PER_POINT = 39, 5
RUNTIMES = ("openvino", "litert")
"""Names of the runtimes, the preferred one first."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What the network says of one square picture.

    Attributes
    ----------
    points
        (39, 5) x, y and depth in pixels of the picture, logits of visibility and presence.
    presence
        How sure it is that somebody is there, 0 to 1.
    maps
        (64, 64, 39) logits that a cell holds a point, rows before columns.
    """

    points: FloatArray
    presence: float
    maps: npt.NDArray[np.float32]


class Runtime(Protocol):
    """A loaded landmark network."""

    def ask(self, pixels: Pixels) -> Answer:
        """Show a picture to the network.

        Parameters
        ----------
        pixels
            (256, 256, 3) RGB.

        Returns
        -------
        Answer
            Points in pixels of the picture, presence and heat maps.
        """


def open_runtime(name: str, task: Path, device: Device = "cpu") -> Runtime:
    """Load the landmark network of a ``.task`` file.

    Parameters
    ----------
    name
        One of ``RUNTIMES``.
    task
        The file, checked by :func:`aqvision.core.assets.find_model`.
    device
        "gpu" only where :func:`aqvision.pose.network.device.usable_device` gave it.

    Returns
    -------
    Runtime
        The network, ready to be asked by this process.

    Raises
    ------
    ImportError
        The runtime is not installed, or a library it needs is missing.
    PoseError
        The runtime has no way to the device.
    """
    if name == "openvino":
        return _OpenVino(task, device)
    if device != "cpu":
        raise PoseError(_("LiteRT runs the network on the CPU only"), _("measure with the CPU"))
    return _LiteRt(_weights(task))


@cache
def choose_runtime() -> str:
    """Name the first runtime that can be loaded here.

    Raises
    ------
    PoseError
        None can.
    """
    reasons = []
    for name in RUNTIMES:
        try:
            _LOAD[name]()
        except (ImportError, OSError) as error:
            reasons.append(f"{name}: {error}")
        else:
            return name
    raise PoseError(
        _("nothing can run the pose network: {reasons}").format(reasons="; ".join(reasons)),
        _("run 'aqvision doctor'; reinstall aqvision, or install it as 'aqvision[litert]'"),
    )


class _OpenVino:
    def __init__(self, task: Path, device: Device) -> None:
        openvino = _load_openvino()
        core = openvino.Core()
        processor = str(core.get_property(device.upper(), "FULL_DEVICE_NAME"))
        options = _options(device)
        place = place_of(
            file_sha256(task), openvino.get_version(), processor, platform.machine(), str(options)
        )
        kept = read_kept(place)
        compiled = None if kept is None else _imported(core, kept, device, options)
        if compiled is None:
            model = _model(openvino, core, _weights(task))
            compiled = core.compile_model(model, device.upper(), options)
            keep(place, bytes(compiled.export_model().getbuffer()))
        self._request = compiled.create_infer_request()

    def ask(self, pixels: Pixels) -> Answer:
        found = self._request.infer({0: _scaled(pixels)})
        return _answer(*(found[place] for place in range(3)))


def _options(device: Device) -> dict[str, object]:
    # bf16, which some processors would choose by themselves, is less exact; and a thread that is
    # pinned to a core shares it with that of the next process
    options: dict[str, object] = {"INFERENCE_PRECISION_HINT": "f32", "NUM_STREAMS": 1}
    if device == "cpu":
        options |= {"INFERENCE_NUM_THREADS": 1, "ENABLE_CPU_PINNING": False}
    return options


def _model(openvino: Any, core: Any, weights: bytes) -> Any:
    """Read the network, without the outputs that are not asked for."""
    with tempfile.TemporaryDirectory() as folder:  # it reads no .tflite from memory
        path = Path(folder) / _IN_TASK
        path.write_bytes(weights)
        whole = core.read_model(path)
    asked = [whole.output(place) for place in (_POINTS, _PRESENCE, _MAPS)]
    return openvino.Model(asked, whole.get_parameters(), "landmarks")


def _imported(core: Any, kept: bytes, device: Device, options: dict[str, object]) -> Any | None:
    try:
        return core.import_model(io.BytesIO(kept), device.upper(), options)
    except RuntimeError:
        return None  # damaged: compiled anew


class _LiteRt:
    def __init__(self, weights: bytes) -> None:
        interpreter = _load_litert().Interpreter(model_content=weights, num_threads=1)
        interpreter.allocate_tensors()
        self._interpreter = interpreter
        self._input = interpreter.get_input_details()[0]["index"]
        details = interpreter.get_output_details()
        self._outputs = [details[place]["index"] for place in (_POINTS, _PRESENCE, _MAPS)]

    def ask(self, pixels: Pixels) -> Answer:
        self._interpreter.set_tensor(self._input, _scaled(pixels))
        self._interpreter.invoke()
        return _answer(*(self._interpreter.get_tensor(place) for place in self._outputs))


def _weights(task: Path) -> bytes:
    with zipfile.ZipFile(task) as archive:
        return archive.read(_IN_TASK)


def _scaled(pixels: Pixels) -> npt.NDArray[np.float32]:
    return pixels[None].astype(np.float32) / np.float32(255)


def _answer(points: Any, presence: Any, maps: Any) -> Answer:
    rows = np.array(points, dtype=np.float64).reshape(_N_POINTS, _PER_POINT)
    return Answer(rows, float(np.ravel(presence)[0]), np.array(maps, dtype=np.float32)[0])


def _load_openvino() -> Any:
    # Its converter of models, which is not needed here, brings a package that can report usage to
    # its maker. Where the converter may not be imported, neither is.
    sys.modules.setdefault("openvino.tools.ovc", None)  # type: ignore[arg-type]
    import openvino

    return openvino


def _load_litert() -> Any:
    from ai_edge_litert import interpreter

    return interpreter


_LOAD: dict[str, Callable[[], Any]] = {"openvino": _load_openvino, "litert": _load_litert}
