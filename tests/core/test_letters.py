"""Small letters without accents are the same however a word was written."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from aqvision.core.letters import bare


def test_accents_case_and_wide_letters_do_not_count() -> None:
    assert bare("ÉTÉ") == bare("e\u0301te\u0301") == "ete"
    assert bare("\uff21nna Weiß") == "anna weiss"


@given(st.text())
def test_composed_and_decomposed_text_is_alike(text: str) -> None:
    assert bare(unicodedata.normalize("NFC", text)) == bare(unicodedata.normalize("NFD", text))
