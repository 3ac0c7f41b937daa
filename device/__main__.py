"""`python -m device`: the same as the command `madoguchi`."""

import sys

from device.cli import main

sys.exit(main())
