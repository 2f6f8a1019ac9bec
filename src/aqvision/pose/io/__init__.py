"""Points <-> the files of other programs."""
