"""Names of clips as coaches and phones write them, with what each should tell."""

from __future__ import annotations

import datetime as dt
import random
import unicodedata
from dataclasses import dataclass

PEOPLE = (
    "Anna Müller", "Zoë Ó Briain", "José García", "Jean-Luc Picard", "Max Mustermann", "Lea", "Tom",
    "Élodie Lefèvre", "Maria de la Cruz", "Søren Ødegård", "Anna Meyer", "Anna-Lena Meyer",
    "Jan Winter", "May Day", "Ben McKay", "P01", "P12", "Łukasz Żak", "Ana Sommer", "Jonas Herbst",
    "Lisa Block", "Kai Camp", "Tim O'Neil", "Mats van der Berg", "Anna M", "Anna K", "Athlete 7",
    "Athlete 12", "Björn Strauß", "Noël", "August Lang", "Martha", "Theo Avantis",
    "Prema Nachtigall",
)  # fmt: skip
WORDS = {
    "before": ("before", "pre", "vor", "vorher", "Vortest", "Eingangstest", "avant", "antes",
               "baseline", "PRE", "Before", "pretest", "vor dem Training", "test initial"),
    "after": ("after", "post", "nach", "nachher", "Nachtest", "Abschlusstest", "après", "después",
              "retest", "POST", "After", "posttest", "nach dem Trainingslager", "prueba final"),
}  # fmt: skip
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
}
EXTRAS = ("", "", "", "1", "take 2", "60m", "links", "240fps", "Versuch 3", "side view", "IMG_1234",
          "lane 4", "essai 2", "derecha", "(1)", "slowmo")  # fmt: skip


@dataclass(frozen=True)
class Named:
    """A name, and what it tells."""

    path: str
    athlete: str
    label: str
    day: dt.date | None


def messy_name(dice: random.Random) -> Named:
    """Write the clip of somebody in some way."""
    person, label = dice.choice(PEOPLE), dice.choice(("before", "after"))
    day = dt.date(2024, 1, 1) + dt.timedelta(days=dice.randrange(800))
    word, date, extra = dice.choice(WORDS[label]), _date(day, dice), dice.choice(EXTRAS)
    is_dated = True
    if dice.random() < 0.25:
        name = f"{_phone(day, dice)}"
        path = f"{_written(person, dice)}/{word}/{name}"
    elif dice.random() < 0.15:
        path, is_dated = f"{word}/{_written(person, dice)}_{extra}", False
    else:
        parts = [_written(person, dice), word, date, extra]
        if dice.random() < 0.3:
            parts = [date, parts[0], word, extra]
        apart = dice.choice(("_", " ", "-", " - ", "__"))
        path = apart.join(part for part in parts if part)
    if dice.random() < 0.3:
        path = unicodedata.normalize("NFD", path)
    return Named(f"{path}.mp4", person, label, day if is_dated else None)


def _written(person: str, dice: random.Random) -> str:
    words = person.split()
    ways = [person, person.upper(), person.lower(), person.replace(" ", "_")]
    if len(words) == 2 and not words[1].isdigit() and len(words[1]) > 1:
        ways += [f"{words[1]}, {words[0]}", f"{words[1].upper()} {words[0]}"]
        if "-" not in person and "'" not in person:
            ways += ["".join(words), person.replace(" ", ".")]
    return dice.choice(ways)


def _date(day: dt.date, dice: random.Random) -> str:
    month = MONTHS[dice.choice(list(MONTHS))].split()[day.month - 1]
    ways = [
        f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day:%y}",
        f"{day:%Y_%m_%d}", f"{day.day} {month} {day.year}", f"{day.day}. {month} {day.year}",
        f"{day.day} de {month} de {day.year}", f"{day:%d%m%Y}", f"{day:%Y%m%d_143012}",
        f"{day.day}-{day.month}-{day.year}",
    ]  # fmt: skip
    return dice.choice(ways)


def _phone(day: dt.date, dice: random.Random) -> str:
    ways = [
        f"{day:%Y%m%d}_143012", f"PXL_{day:%Y%m%d}_143012345.TS", f"VID-{day:%Y%m%d}-WA0007",
        f"WhatsApp Video {day} at 14.30.12", f"Screen Recording {day} at 2.30.12 PM",
        f"signal-{day}-14-30-12-123", f"VID_{day:%Y%m%d}_143012", f"{day:%Y%m%d}_143012(0)",
        f"PXL_{day:%Y%m%d}_143012345.LS~2", f"Bildschirmaufnahme {day} um 14.30.12",
        f"ScreenRecording_{day:%m-%d-%Y} 14-30-12_1", f"WhatsApp Video {day} at 14.30.12 (1)",
    ]  # fmt: skip
    return dice.choice(ways)
