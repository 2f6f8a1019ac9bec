"""The public names: there, typed, documented, and loaded only when they are asked for."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import aqvision


def test_the_public_names_are_these() -> None:
    assert set(aqvision.__all__) == {
        *("analyze", "compare", "check", "export", "hold", "ladder", "load_analysis"),
        *("Clip", "Settings", "Analysis", "Comparison", "Ladder"),
    }
    assert set(aqvision.__all__) <= set(dir(aqvision))


@pytest.mark.parametrize("name", aqvision.__all__)
def test_each_public_name_says_what_it_is(name: str) -> None:
    assert getattr(aqvision, name).__doc__


@pytest.mark.parametrize(
    "name", ["analyze", "compare", "check", "export", "hold", "ladder", "load_analysis"]
)
def test_each_public_function_is_typed_and_documents_every_parameter(name: str) -> None:
    function = getattr(aqvision, name)
    signature, text = inspect.signature(function), inspect.getdoc(function) or ""
    assert signature.return_annotation is not inspect.Signature.empty
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty
        assert parameter.name in text.split("Returns")[0]
    assert "Raises" in text


def test_a_name_that_is_not_there_is_refused_as_usual() -> None:
    with pytest.raises(AttributeError, match="no attribute 'measure'"):
        _ = aqvision.measure


def test_the_package_is_loaded_without_what_it_measures_with() -> None:
    loads = "import sys, aqvision; print(sorted({'numpy', 'cv2', 'av', 'pandas'} & {*sys.modules}))"
    said = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
