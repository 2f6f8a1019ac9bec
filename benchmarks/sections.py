"""Sections of docs/performance.md that commands of their own write -> the page with them."""

from __future__ import annotations

import re


def take_section(page: str, heading: str) -> str:
    """Give a section as a page has it; empty where it has none."""
    found = re.search(rf"^{re.escape(heading)}\n.*?(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    return found[0].strip() if found else ""


def put_section(page: str, text: str) -> str:
    """Put a section, which begins with its heading, in place of that of a page, or at its end."""
    old = take_section(page, text.partition("\n")[0])
    return page.replace(old, text) if old else f"{page}\n{text}\n"
