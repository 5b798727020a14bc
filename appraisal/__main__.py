"""``python -m appraisal FILE.json``: appraise without a server or a database."""

import sys

from appraisal.cli import run

sys.exit(run())
