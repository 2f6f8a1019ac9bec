"""Columns of a roster -> what goes into each, for the people who fill it in."""

from __future__ import annotations

from types import MappingProxyType

from aqvision.core.wording import _

COLUMN_TEXTS = MappingProxyType(
    {
        "athlete": _("The name, spelled the same in every row."),
        "label": _("before or after: on which side of the training the clip was filmed."),
        "clip": _("The video, from the folder of this file on."),
        "session": _("A name for clips of one day, if you want one."),
        "date": _("Day of filming. For a named session once is enough."),
        "height_m": _("Standing height, once an athlete: 1.78, 178 cm or 5'10\"."),
        "mass_kg": _("Body mass, once an athlete: 70.5 or 155 lb. It gives forces."),
        "capture_fps": _("Frames a second of the camera, if the clip plays in slow motion."),
        "notes": _("Free words."),
        "track": _("Number of the athlete among several people in the clip."),
        "shot": _("Which part of a film with cuts is meant; else the longest."),
        "belt_mps": _("Speed of the treadmill in m/s."),
        "splits": _("Times of this run from standing: 5:1.21 10:1.99 20:3.38 30:4.71."),
        "timing_start": _("What started the clock of the split times."),
        "surface": _("What was run on, in your own words."),
        "shoes": _("What was run in, in your own words."),
        "primary": _("Names of the metrics that the training was meant to change."),
        "kind": _("run, also where it is empty; ladder, a run of several efforts; or hold."),
        "load": _("What a hold was held against, in your own words, as 20 kg."),
        "band": _("Which band a hold was held against, in your own words, as red."),
    }
)
"""One sentence a column, in the order in which people meet them."""
