"""`python -m detector.evaluate.scale`."""

import sys

from detector.evaluate.scale.command import main

main(sys.argv[1:])
