"""Importing this module compiles the templates of the report of a run, for a page to be made later.

A clip is measured meanwhile (core.loading).
"""

from aqvision.report.templating import environment

_PARTS = ("base", "first", "cards", "parts", "stride_film", "together", "plan", "methods")
for _name in (*_PARTS, "analysis"):
    environment().get_template(f"{_name}.html")
