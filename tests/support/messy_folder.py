"""Seed -> a folder of clips as a coach's laptop has it, and the truth beside it.

Athletes of several languages, their sessions and takes, named and sorted in many ways; among them
copies, broken files, photos and what else lies about.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tests.support.messy_films import (
    FilmStore,
    overlapping,
    remuxed,
    write_cut_short,
    write_sound,
)
from tests.support.messy_names import MONTHS

PEOPLE = (
    ("Anna", "Müller"),
    ("José", "García"),
    ("Zoë", "Lefèvre"),
    ("Jürgen", "Köhler"),
    ("Chloé", "Dubois"),
    ("María", "Núñez"),
    ("Jean-Luc", "Moreau"),
    ("Sofia", "Rossi"),
    ("Ewan", "Kerr"),
    ("Ida", "Sørensen"),
    ("Ben", "Okafor"),
    ("Lucía", "Cruz"),
    ("Mia", "van Dijk"),
    ("Tom", "Winter"),
    ("Max", "Day"),
)
WORDS = {
    "before": (
        *("before", "pre", "Pretest", "baseline", "before training", "T1", "week 1"),
        *("vor", "vorher", "Vortest", "Eingangstest", "vor dem Training", "Woche 1", "KW 3"),
        *("avant", "AVANT", "avant l'entraînement", "test initial"),
        *("antes", "Antes", "antes del entrenamiento", "prueba inicial"),
    ),
    "after": (
        *("after", "post", "Posttest", "follow-up", "after training", "T2", "week 8"),
        *("nach", "nachher", "Nachtest", "Abschlusstest", "nach dem Training", "Woche 8", "KW 12"),
        *("après", "APRES", "après l'entraînement", "test final"),
        *("después", "Despues", "después del entrenamiento", "prueba final"),
    ),
}
"""The words of both sides at one place are of one language and habit."""
ENDINGS = (".mp4", ".mp4", ".mov", ".MOV", ".MP4", ".mkv", ".avi", ".webm", ".m4v")
# of the names, as macOS writes them: accents apart from their letters
_APART_FRAC = 0.3
_FIRST_DAY = dt.date(2026, 1, 13)
_ORDERS = ("%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%d.%m.%y", "%Y_%m_%d", "%d %B %Y", "%d. {de} %Y",
           "%d {fr} %Y", "%d de {es} de %Y", "%d-%m-%Y")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clip:
    """A take of an athlete, and the words in which its session is told."""

    first: str
    last: str
    label: str
    word: str
    day: dt.date
    order: str
    take: int

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def date(self) -> str:
        months = {lang: names.split()[self.day.month - 1] for lang, names in MONTHS.items()}
        return self.day.strftime(self.order.format(**months))

    @property
    def phone_time(self) -> str:
        return f"{self.day:%Y%m%d}_1430{self.take:02d}"


@dataclass(frozen=True, slots=True)
class Told:
    """What names tell of a clip."""

    athlete: str
    label: str
    day: dt.date | None


@dataclass(slots=True)
class Truth:
    """What a roster of the folder should say: by the path of a clip, and of what is no clip.

    ``unusable`` has a word of the reason by path; ``others`` are no films, and need not be named.
    """

    clips: dict[str, Told] = field(default_factory=dict)
    unusable: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)


Way = Callable[[Clip], tuple[str, bool]]
"""Gives the path of a clip without its ending, and whether the day stands in it."""

_LONG = "Trainingslager und Leistungsdiagnostik der Sprintgruppe " * 3


def _together(words: str) -> str:
    """Write words as one, each with a large letter."""
    return "".join(word[:1].upper() + word[1:] for word in re.findall(r"[\w-]+", words))


def _phone(clip: Clip) -> str:
    return f"IMG_{clip.day:%m%d}{clip.take}{clip.day:%y}"


WAYS: dict[str, Way] = {
    "all in the name": lambda c: (f"{c.first}_{c.last}_{c.date}_{c.word}_{c.take}", True),
    "family name first": lambda c: (f"{c.last}, {c.first}_{c.date}_{c.word} {c.take}", True),
    "family name in large letters": lambda c: (
        f"{c.last.upper()} {c.first} {c.word} Versuch {c.take}",
        False,
    ),
    "dashes": lambda c: (f"{c.name} - {c.word} - {c.take}", False),
    "points": lambda c: (f"{c.first}.{c.last}.{c.word}.{c.take}".replace(" ", "."), False),
    "small letters": lambda c: (f"{c.name} {c.word} take {c.take}".lower(), False),
    "words written together": lambda c: (
        f"{_together(c.first)}{_together(c.last)}{_together(c.word)}_{c.take}",
        False,
    ),
    "numbers in brackets": lambda c: (f"{c.word} ({c.take}) {c.name}", False),
    "folders by day, label in the name": lambda c: (
        f"{c.date}/{c.name}/{c.word}_{c.take}",
        True,
    ),
    "emoji": lambda c: (f"🏃 {c.name} – {c.word} 🔥 {c.take}", False),
    "camera's name in folders": lambda c: (f"{c.name}/{c.word}/{_phone(c)}", False),
    "folders by side": lambda c: (f"{c.word}/{c.name}/clip {c.take}", False),
    "phone's name, folders by day": lambda c: (
        f"{c.name}/{c.date}/PXL_{c.phone_time}123.TS",
        True,
    ),
    "messenger": lambda c: (
        f"{c.name}/WhatsApp Video {c.day:%Y-%m-%d} at 14.30.{c.take:02d}",
        True,
    ),
    "messenger of a phone": lambda c: (f"{c.name}/VID-{c.day:%Y%m%d}-WA{c.take:04d}", True),
    "deep folders with long names": lambda c: (
        f"Saison 2026/{_LONG}/Kader/{c.name}/{c.word}/{c.date}/slowmo 240fps/{_phone(c)}",
        True,
    ),
    "distance and rate": lambda c: (
        f"{c.name} {c.word} 30m fliegend 240fps Bahn 4 Lauf {c.take}",
        False,
    ),
}
"""Where no word tells the side, the earlier day of two is the one before."""
NO_WORD = ("phone's name, folders by day", "messenger", "messenger of a phone")


def make_messy_folder(folder: Path, store: FilmStore, seed: int) -> Truth:
    """Fill a folder with clips of everybody, and with what is no clip.

    Parameters
    ----------
    folder
        Empty, on the disk of the store.
    store
        Of films.
    seed
        Chooses who names how.
    """
    chance, films, truth = np.random.default_rng(seed), store.begin(), Truth()
    ways = list(WAYS)
    chance.shuffle(ways)
    for number, (first, last) in enumerate(PEOPLE):
        way = ways[number % len(ways)]
        for clip in _clips_of(first, last, chance):
            path, has_day = WAYS[way](clip)
            ending = ENDINGS[chance.integers(len(ENDINGS))]
            place = f"{path}{ending}"
            if chance.uniform() < _APART_FRAC:
                place = unicodedata.normalize("NFD", place)
            films.give(folder / place)
            truth.clips[place] = Told(clip.name, clip.label, clip.day if has_day else None)
    _add_unusable(folder, films, truth)
    _add_others(folder, truth)
    return truth


def _clips_of(first: str, last: str, chance: np.random.Generator) -> Iterator[Clip]:
    """Give one to three takes of each of two sessions, some weeks apart."""
    habit = int(chance.integers(len(WORDS["before"])))
    order = _ORDERS[chance.integers(len(_ORDERS))]
    day = _FIRST_DAY + dt.timedelta(int(chance.integers(0, 40)))
    for label in ("before", "after"):
        for take in range(1, int(chance.integers(2, 5))):
            yield Clip(first, last, label, WORDS[label][habit], day, order, take)
        day += dt.timedelta(int(chance.integers(20, 45)))


def _add_unusable(folder: Path, films: FilmStore, truth: Truth) -> None:
    """Add copies and what only looks like a clip; each with a word of why it cannot be used."""
    place = folder / "Neuer Ordner (2)"
    first = films.give(place / "Rita McKay vor.mp4")
    settling = "Rita McKay nach 25-03-2026.mp4"  # what says that the day comes first
    films.give(place / settling)
    truth.clips |= {
        f"{place.name}/Rita McKay vor.mp4": Told("Rita McKay", "before", None),
        f"{place.name}/{settling}": Told("Rita McKay", "after", dt.date(2026, 3, 25)),
    }
    (place / "Rita McKay vor (1).mp4").write_bytes(first.read_bytes())
    remuxed(first, place / "Rita McKay vor - Kopie.mkv")
    (place / "Rita McKay vor 2.mp4").touch()
    (place / "Rita McKay vor 3.mp4").write_bytes(b"\0\0\0\x18ftypisom" + bytes(range(256)) * 9)
    write_cut_short(place / "Rita McKay vor 4.mp4", films.give(folder / "spare.mp4"))
    write_sound(place / "Rita McKay nach 2.mp4")
    for name in ("Rita McKay.jpg", "Rita McKay nach.m4a", ".Rita McKay nach 3.mp4.icloud"):
        (place / name).write_bytes(b"something else")
    (folder / "spare.mp4").unlink()
    reasons = {
        "Rita McKay vor (1).mp4": "same film",
        "Rita McKay vor - Kopie.mkv": "same film",
        "Rita McKay vor 2.mp4": "empty",
        "Rita McKay vor 3.mp4": "",
        "Rita McKay vor 4.mp4": "",
        "Rita McKay nach 2.mp4": "",
        "Rita McKay.jpg": "photo",
        "Rita McKay nach.m4a": "sound",
        ".Rita McKay nach 3.mp4.icloud": "downloaded",
    }
    truth.unusable |= {f"{place.name}/{name}": why for name, why in reasons.items()}
    cuts = [f"{place.name}/Otto Lang {word}.mp4" for word in ("avant", "après")]
    overlapping(*(folder / cut for cut in cuts))  # only measuring tells them from other films
    for cut, label in zip(cuts, ("before", "after"), strict=True):
        truth.clips[cut] = Told("Otto Lang", label, None)
    _lock_up(films.give(folder / "Uma Still vor.mp4"), truth)


def _lock_up(film: Path, truth: Truth) -> None:
    """Take the permission to read from a file of its own; who may do everything reads it still."""
    own = film.with_name("own.mp4")
    shutil.copyfile(film, own)
    own.replace(film)
    film.chmod(0)
    if os.access(film, os.R_OK):
        truth.clips[film.name] = Told("Uma Still", "before", None)
    else:
        truth.unusable[film.name] = "ermission"


def _add_others(folder: Path, truth: Truth) -> None:
    """Add what nobody would take for a film."""
    for name in (
        *("Thumbs.db", ".DS_Store", "Trainingsplan.docx", "Zeiten.xlsx", "notes.txt"),
        *("._Anna Müller vor.mp4", ".hidden/Anna Müller vor.mp4", "Anna Müller/Rechnung.pdf"),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"no film")
        truth.others.append(name)
