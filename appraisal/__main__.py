"""``python -m appraisal FILE.json``: appraise without a server or a database."""

import sys

from appraisal.cli import close_quietly, run

try:
    status = run()
    sys.stdout.flush()
except BrokenPipeError:
    close_quietly()
    status = 0
sys.exit(status)
