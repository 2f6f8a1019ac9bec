"""A PDF that Chromium printed -> the letters of each page, as far as its own form of PDF goes."""

from __future__ import annotations

import re
import unicodedata
import zlib

_OBJECT = re.compile(rb"(?<!\d)(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\n(.*)\nendstream", re.DOTALL)
_REF = rb"(\d+) 0 R"
_ONE = re.compile(rb"<(\w+)> <(\w+)>\n")
_RANGE = re.compile(rb"<(\w+)> <(\w+)> <(\w+)>\n")
# A font is chosen, or glyphs are shown: as they come or with kerning.
_DRAWN = re.compile(rb"/F(\d+) [\d.]+ Tf|<(\w+)> Tj|\[([^]]*)\] TJ")
_GLYPH_DIGITS = 4


def pages_of(pdf: bytes) -> list[str]:
    """Give what each page says, without spaces: letters are placed one by one."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    fonts = {number: _letters(objects, body) for number, body in objects.items()
             if b"/ToUnicode" in body}  # fmt: skip
    pages = [body for body in objects.values() if re.search(rb"/Type /Page\b", body)]
    return [_words(_content(objects[_led_to(rb"Contents", body)]), fonts) for body in pages]


def _led_to(key: bytes, body: bytes) -> int:
    found = re.search(rb"/" + key + rb" " + _REF, body)
    assert found is not None
    return int(found[1])


def _content(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found is not None
    return zlib.decompress(found[1]) if b"/FlateDecode" in body else found[1]


def _letters(objects: dict[int, bytes], font: bytes) -> dict[int, str]:
    """Give what each glyph of a font stands for."""
    table = _content(objects[_led_to(rb"ToUnicode", font)])
    letters: dict[int, str] = {}
    for part in re.findall(rb"beginbfchar\n(.*?)endbfchar", table, re.DOTALL):
        letters |= {int(glyph, 16): _text(code) for glyph, code in _ONE.findall(part)}
    for part in re.findall(rb"beginbfrange\n(.*?)endbfrange", table, re.DOTALL):
        for first, last, code in _RANGE.findall(part):
            for i in range(int(last, 16) - int(first, 16) + 1):
                letters[int(first, 16) + i] = chr(int(code, 16) + i)
    return letters


def _text(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be")


def _words(content: bytes, fonts: dict[int, dict[int, str]]) -> str:
    said, letters = [], dict[int, str]()
    for font, plain, kerned in _DRAWN.findall(content):
        if font:
            letters = fonts.get(int(font), {})
        else:
            glyphs = plain or b"".join(re.findall(rb"<(\w+)>", kerned))
            said += [
                letters.get(int(glyphs[i : i + _GLYPH_DIGITS], 16), "")
                for i in range(0, len(glyphs), _GLYPH_DIGITS)
            ]
    return without_spaces("".join(said))


def without_spaces(text: str) -> str:
    """Give a text as ``pages_of`` does: no spaces, and ligatures as the letters they are of."""
    return "".join(unicodedata.normalize("NFKC", text).split())
