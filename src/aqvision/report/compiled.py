"""Importing this module compiles the templates of the report of a run, for a page to be made later.

That takes longer than all the rest of the page, and a clip is measured meanwhile (core.loading).
"""

from aqvision.report.page import environment

for _name in ("base", "parts", "plan", "together", "methods", "analysis"):
    environment().get_template(f"{_name}.html")
