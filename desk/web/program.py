"""The program itself, as another process is started with it."""

import sys

PROGRAM = (sys.executable, "-c", "from desk.start import main; main()")
