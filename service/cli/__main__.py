"""``python -m service.cli`` is ``tracuu``."""

import sys

from service.cli import main

sys.exit(main())
