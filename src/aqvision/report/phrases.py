"""Names and numbers -> the small parts of which sentences of reports are made."""

from __future__ import annotations

from collections.abc import Sequence

from aqvision.core.wording import lower_first, ngettext
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.wording import Sentence


def inline_label(metric: str) -> str:
    """Give a metric's label as it stands inside a sentence.

    Parameters
    ----------
    metric
        Name of the registry.

    >>> inline_label("contact_time_s")
    'contact time'
    """
    return lower_first(METRICS[metric].label)


def listed(items: Sequence[str]) -> str:
    """Join words as a sentence does.

    Parameters
    ----------
    items
        Words, in their order.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    if len(items) < 2:
        return "".join(items)
    return Sentence.LAST_OF_LIST.format(others=", ".join(items[:-1]), last=items[-1])


def most_common(texts: Sequence[str]) -> list[str]:
    """List the distinct texts, the most frequent first.

    Parameters
    ----------
    texts
        Reasons, for example, as often as each was given.

    >>> most_common(["a", "b", "b"])
    ['b', 'a']
    """
    return sorted(dict.fromkeys(texts), key=lambda text: -texts.count(text))


def first_labels(metrics: Sequence[str], most: int) -> list[str]:
    """Name the first metrics as a sentence does, and count the others.

    Parameters
    ----------
    metrics
        Names of the registry.
    most
        How many are named.

    >>> first_labels(["contact_time_s", "flight_time_s", "speed_mps"], 1)
    ['contact time', '2 more']
    """
    rest = len(metrics) - most
    more = [Sentence.MORE.format(n=rest)] if rest > 0 else []
    return [*(inline_label(name) for name in metrics[:most]), *more]


def count_runs(n: int) -> str:
    """Write a number of runs.

    Parameters
    ----------
    n
        Their number.
    """
    return ngettext("one run", "{n} runs", n).format(n=n)


def count_days(n: int) -> str:
    """Write a number of days.

    Parameters
    ----------
    n
        Their number.
    """
    return ngettext("one day", "{n} days", n).format(n=n)


def more_runs_after(n: int) -> str:
    """Ask for more runs after.

    Parameters
    ----------
    n
        How many.
    """
    return ngettext(
        "Film one more run after, on another day.",
        "Film {n} more runs after, each on another day.",
        n,
    ).format(n=n)


def count_athletes(n: int) -> str:
    """Write a number of people.

    Parameters
    ----------
    n
        Their number.
    """
    return ngettext("1 athlete", "{n} athletes", n).format(n=n)


def count_changes(n: int) -> str:
    """Write a number of changes.

    Parameters
    ----------
    n
        Their number.
    """
    return ngettext("1 change", "{n} changes", n).format(n=n)
