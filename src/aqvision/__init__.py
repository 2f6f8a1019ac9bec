"""Sprint video in, a before/after report out that a coach can believe.

::

    Clip ─> Video ─> PoseSequence ─> Motion ─> contacts ─> steps ─> metrics  = Analysis
            video/   pose/           kinematics/ ......................
    Analysis × Analysis ─> Comparison ─> report.html

Each value is made by one function from the value before it; the module is named for the thing
it makes. ``aqvision.pipeline`` tells the whole story, ``aqvision.cli.main`` is the command line.
"""
