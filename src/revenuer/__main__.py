"""`python -m revenuer`."""

from revenuer.cli import main

main()
