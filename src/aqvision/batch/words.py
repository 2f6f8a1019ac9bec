"""Words that people write into the names of clips: before and after, in four languages, and others.

All are given without accents and in small letters.
"""

from __future__ import annotations

import re

from aqvision.batch.entry import Kind


def _words(text: str) -> list[str]:
    return text.split()


LABEL_OF = {
    **dict.fromkeys(
        _words(
            "before pre pretest pretraining baseline vor vorher vortest vorhertest eingangstest "
            "anfangstest avant preentrainement antes pretemporada"
        ),
        "before",
    ),
    **dict.fromkeys(
        _words(
            "after post posttest posttraining nach nachher nachtest nachhertest abschlusstest "
            "endtest retest followup apres despues"
        ),
        "after",
    ),
}
"""What a word says of the side of training; each stands by itself."""

_TEST = "test prueba eval evaluation"
_START, _END = "initial inicial entry eingangs", "final finale exit abschluss"
PAIRS = {
    **{(t, w): "before" for t in _TEST.split() for w in _START.split()},
    **{(t, w): "after" for t in _TEST.split() for w in _END.split()},
    **{(w, t): "before" for t in _TEST.split() for w in (*_START.split(), "pre")},
    **{(w, t): "after" for t in _TEST.split() for w in (*_END.split(), "post")},
    ("follow", "up"): "after",
}
"""The same of two words, one after the other."""

ORDINALS = {
    **dict.fromkeys(["t"], "T"),
    **dict.fromkeys(_words("w week wk woche wo kw semaine sem semana"), "week"),
    **dict.fromkeys(_words("day tag jour dia"), "day"),
    **dict.fromkeys(_words("month monat mois mes"), "month"),
    **dict.fromkeys(["test"], "test"),
    **dict.fromkeys(["phase", "block"], "phase"),
}
"""Words with a number that put days of testing in order, by what is counted."""

SURNAMES = frozenset(_words("block day lane"))
"""Words with a number that are family names as well."""

KINDS = {
    **dict.fromkeys(_words("hold holds isometric isometrisch iso halteubung"), Kind.HOLD),
    **dict.fromkeys(["ladder", "tempoleiter", "stufentest"], Kind.LADDER),
}
"""What a clip shows, where it is not one run."""

TRAINING = frozenset(
    _words(
        "training trainings trainingslager camp lager entrainement entrenamiento block saison "
        "season temporada stage rehab intervention program programme programm"
    )
)
"""What comes between before and after."""

LITTLE = frozenset(_words("the der die das dem den le el del los las"))
"""Little words that stand between a word of before and one of training."""

PARTICLES = frozenset(
    _words("de del der den di da du la las los le van von zu ten ter dos y e al el")
)
"""Parts of family names that are written small."""

COUNTED = frozenset(
    _words(
        "lane take takes trial trials run runs rep reps set sprint sprints versuch durchgang lauf "
        "laufe laeufe essai passage course intento carrera serie nr no num attempt clip clips "
        "film video videos cam camera kamera bahn couloir calle carril group gruppe groupe "
        "grupo session einheit seance sesion heat lap teil part shot copy kopie copie copia"
    )
)
"""Words whose number or letter belongs to them: take 2, group A."""

NUMBERED = frozenset(
    _words(
        "athlete athlet athletin runner player subject person proband probandin id laufer "
        "laeufer lauferin spieler sportler coureur corredor atleta sujet sujeto vp teilnehmer "
        "participant bib startnummer dossard dorsal sprinter sprinterin"
    )
)
"""Words whose number tells athletes apart, so it is a part of the name."""

# Words of cameras, messengers, sides and people who sort clips, which are nobody's name.
NOT_NAMES = (
    frozenset(
        _words(
            "img vid mvi mov dsc dscn dscf pxl gopr gh gx dji wa iphone ipad android samsung "
            "gopro pixel handy smartphone phone telefon dcim apple movie mp4 avi fly flying "
            "fliegend lance lanzado start blocks side sideview left right links rechts front "
            "frontal gauche droite izquierda izquierdo derecha derecho seite seitlich "
            "seitenansicht lateral profil profile perfil hinten vorne behind rear ansicht view "
            "vue vista track piste pista strecke fps hz bps hd uhd fhd 4k slow slowmo slomo "
            "motion zeitlupe ralenti lento lenta whatsapp signal telegram snapchat screen "
            "recording screenrecording bildschirmaufnahme aufnahme aufnahmen enregistrement "
            "grabacion pantalla ecran trim trimmed cut edit edited new neu nouveau nouvelle nuevo "
            "nueva raw original orig export exported final finale semi semifinal vorlauf "
            "zwischenlauf heats tests testing testtag testday measurement messung mesure medicion "
            "footage upload uploads download downloads desktop folder ordner dossier carpeta "
            "documents team squad kader mannschaft equipe equipo club verein verband "
            "leistungsdiagnostik diagnostik analyse analysis u14 u15 u16 u17 u18 u20 u21 u23 "
            "women men frauen manner maenner herren damen girls boys femmes hommes mujeres "
            "hombres at um effort percent prozent pct jahr year sport athletics leichtathletik "
            "athletisme atletismo sprinters sprinter athletes athleten atletas runners "
            "laeuferinnen coaching coach trainer"
        )
    )
    | (COUNTED - {"lane"})
    | frozenset(_TEST.split())
    | frozenset(_words("training trainings trainingslager entrainement entrenamiento"))
    | frozenset(_words("week woche semaine semana month monat mois"))
    | frozenset(LABEL_OF)
    | frozenset(KINDS)
)
"""Words that are no part of an athlete's name. Surnames are left out: Winter, Block, Camp, Day."""

# What cameras, phones and messengers call a file by themselves.
MACHINE = re.compile(
    r"(?ix)(?<![^\W_])(?:"
    r"PXL_\d{8}_\d{6,9}(?:\.[A-Z]{2,}(?:[-_]?\d\d)?)*(?:~\d+)?"
    r"|(?:IMG|VID|MVI|MOV|DSC|DSCN|DSCF|SAM|HPIM|DJI|GOPR|G[HXPL]|P|C|CIMG|MAH|YDXJ|TRIM)"
    r"[-_]?E?\d{4,}(?:[-_]\d{4,})*(?:_D)?"
    r"|-?WA\d{4}"
    r"|FullSizeRender\d*|RPReplay_Final\d+|Snapchat-\d+|lv_\d+_\d+"
    r"|telegram-cloud-(?:document|video)-[\d-]+"
    r"|WhatsApp[ ]?Video|Screen[ _]?Recording|signal-(?=20\d\d)"
    r"|Bildschirmaufnahme|Enregistrement[ ]de[ ]l.[eé]cran|Grabaci[oó]n[ ]de[ ]pantalla"
    r"|trim\.[0-9A-F-]{30,}(?:\.MOV)?|[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}"
    r"|\d{3}(?:APPLE|GOPRO|MEDIA|CANON|_PANA|ANDRO)"
    r")(?![^\W_])"
)
"""A name, or the part of one, that a device has given."""
# The number of a copy: " (1)", " - Copy", " copy 2".
COPY = re.compile(r"(?i)\s*\(\d{1,3}\)|(?:\s*-)?\s+(?:copy|kopie|copie|copia)(?:\s+\d+)?\s*$")
"""What a system adds to the name of a copy."""
