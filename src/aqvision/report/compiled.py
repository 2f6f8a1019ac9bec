"""Importing this module compiles the templates of the report of a run, for a page to be made later.

That takes longer than all the rest of the page, and a clip is measured meanwhile (core.loading).
"""

from aqvision.report.page import environment

_NAMES = (
    "base", "parts", "first", "cards", "stride_film", "plan", "together", "methods", "analysis",
)  # fmt: skip
for _name in _NAMES:
    environment().get_template(f"{_name}.html")
