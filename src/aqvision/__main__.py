"""``python -m aqvision`` -> the command line."""

from aqvision.cli import main

main()
