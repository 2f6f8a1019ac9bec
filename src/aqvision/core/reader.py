"""Command line or environment -> the language and units that the reader of a report asked for.

Texts are tables of modules, so they are bound when those load. So both are settled before anything
that holds a text is loaded, for the whole process; processes that it starts inherit them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping, Sequence
from itertools import zip_longest

LANGUAGES = ("en", "de")
"""Languages of reports; the texts of the code are English."""

UNITS = ("metric", "imperial")
"""Systems of units of reports; files hold metric ones."""

_OPTIONS = {"--lang": "LANGUAGE", "--units": "AQVISION_UNITS"}
UNITS_VARIABLE = _OPTIONS["--units"]
# What gettext looks at, in its order.
_LANGUAGE_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def settle(arguments: Sequence[str], environment: MutableMapping[str, str]) -> None:
    """Put what a command line asks for into the environment; the last that is said counts.

    Parameters
    ----------
    arguments
        Of the command line, which refuses by itself what is not known.
    environment
        Variables and their values.
    """
    for name, following in zip_longest(arguments, arguments[1:], fillvalue=""):
        option, has_value, value = name.partition("=")
        if option in _OPTIONS:
            environment[_OPTIONS[option]] = value if has_value else following


def language_of(environment: Mapping[str, str]) -> str:
    """Choose the language that an environment asks for, of those that there are.

    Parameters
    ----------
    environment
        Variables and their values; the first that is set counts, as for other programs.

    Examples
    --------
    >>> language_of({"LANG": "de_AT.UTF-8"}), language_of({"LANGUAGE": "fr:de"}), language_of({})
    ('de', 'de', 'en')
    """
    asked = next((environment[name] for name in _LANGUAGE_VARIABLES if environment.get(name)), "")
    names = (re.split(r"[_.@-]", one)[0] for one in asked.split(":"))
    return next((name for name in names if name in LANGUAGES), LANGUAGES[0])


def units_of(environment: Mapping[str, str]) -> str:
    """Choose the units that an environment asks for; metric ones where it asks for none.

    Parameters
    ----------
    environment
        Variables and their values.

    Examples
    --------
    >>> units_of({}), units_of({"AQVISION_UNITS": "imperial"})
    ('metric', 'imperial')
    """
    asked = environment.get(UNITS_VARIABLE, "")
    return asked if asked in UNITS else UNITS[0]
