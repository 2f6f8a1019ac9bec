"""Name of a file or folder -> its parts: words of a name, before or after, days, what it shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aqvision.batch.dates import Written, cut_dates
from aqvision.batch.entry import Kind
from aqvision.batch.words import (
    COPY,
    COUNTED,
    KINDS,
    LABEL_OF,
    LITTLE,
    MACHINE,
    NOT_NAMES,
    NUMBERED,
    ORDINALS,
    PAIRS,
    PARTICLES,
    SURNAMES,
    TRAINING,
)
from aqvision.core.letters import bare

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|,")
_KNOWN = NOT_NAMES | COUNTED | set(ORDINALS) | {word for pair in PAIRS for word in pair}
_PREFIXES = frozenset(["mc", "mac", "de", "di", "da", "du", "la", "le", "van", "von", "o", "fitz"])
_LENGTH = re.compile(
    r"(?i)(?<![^\W_])\d{1,4}(?:[.,]\d+)?[\s_-]?(?:m|fps|hz|bps|mps|kmh|km|x|pct)(?![^\W_])"
)
_PERCENT = re.compile(r"(?i)(?<!\d)\d{2,3}[\s_-]?(?:%|percent|prozent|pct)")
_ELISION = re.compile(r"(?i)^[ld]['’]")
_GLUED = "#"
"""Before a number that is written onto the word before it, as in P01."""
_APART = "|"
"""Before a number that stands further from the word before it than that from its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a name tells: of the athlete, the side of training, the day, and what is shown.

    ``words`` are those that may be an athlete's name, family names behind; ``label`` is empty where
    the name says nothing or both. ``ordinal`` is what is counted and the number, as week 8.
    """

    words: tuple[str, ...] = ()
    label: str = ""
    ordinal: tuple[str, int] | None = None
    days: tuple[Written, ...] = ()
    kind: Kind | None = None
    test: bool = False


def read_name(name: str) -> Parts:
    """Take a name apart.

    Parameters
    ----------
    name
        Of a file without its ending, or of a folder; accents may stand apart.

    Examples
    --------
    >>> parts = read_name("Müller, Anna_2026-03-01_vor")
    >>> parts.words, parts.label, str(parts.days[0].sure)
    (('Anna', 'Müller'), 'before', '2026-03-01')
    """
    text = COPY.sub(" ", unicodedata.normalize("NFC", name))
    text, days = cut_dates(_keep_phones_whole(text))
    text = _LENGTH.sub(" ", _PERCENT.sub(" ", MACHINE.sub(" ", text)))
    tokens = list(_tokens(text))
    found = _Found()
    while tokens:
        del tokens[: found.take(tokens)]
    return Parts(
        words=found.name(),
        label=found.label(),
        ordinal=found.ordinals[0] if len(set(found.ordinals)) == 1 else None,
        days=days,
        kind=found.kinds[0] if len(set(found.kinds)) == 1 else None,
        test=found.test,
    )


def _keep_phones_whole(text: str) -> str:
    """Leave of names such as PXL_20260301_143012345.TS the day and the hour alone."""
    return re.sub(
        r"(?i)(?<![^\W_])(?:PXL|IMG|VID|MVI|video|signal|screenrecording)[-_](?=20\d{6}|20\d\d-)"
        r"(20\d{6}[-_]?\d{0,9}|20\d\d-\d\d-\d\d[-_]?[\d-]*)(?:\.[A-Z]{2,}(?![^\W_]))*(?:-WA\d+)?",
        r" \1 ",
        text,
    )


def _tokens(text: str) -> Iterator[str]:
    """Part a text into words, numbers and commas; words that are written together as well."""
    before = ""
    for found in _TOKEN.finditer(text):
        token, further = found[0], before
        before = text[found.start() - 1 : found.start()]
        if token.isdigit() and before.isalpha():
            token = _GLUED + token
        elif token.isdigit() and before == "_" and further in (".", " "):
            token = _APART + token
        elif bare(without := _ELISION.sub("", token)) in TRAINING:  # avant l'entraînement
            token = without
        if "-" in token and any(_is_known(piece) for piece in token.split("-")):
            pieces = token.split("-")
        else:
            pieces = [token]
        for piece in pieces:
            yield from _cut_camel(piece)


def _is_known(word: str) -> bool:
    return bare(word) in _KNOWN


def _cut_camel(word: str) -> list[str]:
    """Part AnnaMüllerVor, but leave McKay whole."""
    cuts = [i for i in range(1, len(word)) if _begins(word[i - 1 : i + 3])]
    pieces = [word[i:j] for i, j in zip([0, *cuts], [*cuts, len(word)], strict=True)]
    joined: list[str] = []
    for piece in pieces:
        if joined and bare(joined[-1]).rpartition("-")[2] in _PREFIXES:
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _begins(letters: str) -> bool:
    """Tell whether a word begins with the second of some letters: nM, or BVor."""
    if not letters[1].isupper():
        return False
    return letters[0].islower() or (
        letters[0].isupper() and letters[2:].islower() and len(letters) > 3
    )


class _Found:
    """What was found so far in the words of a name."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.comma: int | None = None
        self.labels: set[str] = set()
        self.ordinals: list[tuple[str, int]] = []
        self.kinds: list[Kind] = []
        self.test = False

    def take(self, tokens: Sequence[str]) -> int:
        """Take in what stands first; gives how many words that was."""
        word = bare(tokens[0])
        following = bare(tokens[1]) if len(tokens) > 1 else ""
        if word == ",":
            self.comma = len(self.words)
            return 1
        if not word[0].isalpha():
            return 1
        return (
            self._pair(word, following)
            or self._counted(tokens[0], word, following)
            or self._label(word, tokens)
            or self._other(tokens[0], word)
        )

    def _pair(self, word: str, following: str) -> int:
        if (word, following) in PAIRS:
            self.labels.add(PAIRS[word, following])
            return 2
        return 0

    def _counted(self, written: str, word: str, following: str) -> int:
        """Take a word with its number: week 8, take 2, group A, athlete 7, P01.

        One figure on a name is a take of it: Anna2.
        """
        number = following.lstrip(_GLUED + _APART)
        if word in SURNAMES and following.startswith(_APART) and len(self.words) == 1:
            return 0  # Lisa.Block_1 is a film of Lisa Block; Lisa_Block_1 one of a block
        if not number.isdigit():
            return 2 if word in COUNTED and len(number) == 1 else 0
        if word in ORDINALS:
            self.ordinals.append((ORDINALS[word], int(number)))
        elif word in NUMBERED:
            self.words += [written, number]
        elif following.startswith(_GLUED) and _is_code(word, number):
            self.words.append(f"{written}{number}")
        elif word not in COUNTED:
            return 0
        return 2

    def _label(self, word: str, tokens: Sequence[str]) -> int:
        """Take a word of before or after, with the training that it speaks of."""
        if word not in LABEL_OF:
            return 0
        self.labels.add(LABEL_OF[word])
        n = 1
        while n < len(tokens) and bare(tokens[n]) in LITTLE:
            n += 1
        return n + 1 if n < len(tokens) and bare(tokens[n]) in TRAINING else 1

    def _other(self, written: str, word: str) -> int:
        if word in KINDS:
            self.kinds.append(KINDS[word])
        elif word == "test":
            self.test = True
        elif word not in NOT_NAMES:
            self.words.append(written)
        return 1

    def label(self) -> str:
        return next(iter(self.labels)) if len(self.labels) == 1 else ""

    def name(self) -> tuple[str, ...]:
        """Put a name in order: what has a comma after it, or is all large, is the family's."""
        at = _n_large(self.words) if self.comma is None else self.comma
        words = self.words[at:] + self.words[:at]
        return tuple(
            little
            if i and (little := _small(word, words[i + 1 :])) in PARTICLES
            else _as_name(word)
            for i, word in enumerate(words)
        )


def _n_large(words: Sequence[str]) -> int:
    """Count the words in large letters that stand before others: GARCÍA José."""
    large = [word.isupper() and len(word) > 2 and word.isalpha() for word in words]
    return large.index(False) if False in large and not any(large[large.index(False) :]) else 0


def _small(word: str, following: Sequence[str]) -> str:
    """Write a word small where those after it are large as well: VAN of VAN DIJK."""
    return word.lower() if following and all(w.isupper() for w in (word, *following)) else word


def _is_code(word: str, number: str) -> bool:
    """Tell whether a word with a number on it stands for an athlete: P1, KS12, kid07."""
    return word not in NOT_NAMES and (len(word) <= 2 or len(number) > 1)


def _as_name(word: str) -> str:
    """Write a word as a name: with a large letter where all are alike; P01 stays as it is."""
    if word[-1].isdigit():
        return word[:1].upper() + word[1:]
    return word.title() if word.islower() or word.isupper() else word
