"""An issued report printed by us, by headless Chromium and by LibreOffice: how fast, and for whom it can be read."""

import json
from collections.abc import Iterator

from bench.site import filled_site


def printers() -> Iterator[str]:
    """Print the same HTML by each in turn; yield a line for each on its packs a minute and on its faults.

    Told for information. What is not installed is said, and left out.
    """
    with filled_site(by="bench.demo_fill") as made:
        found = json.loads(made.run("-m", "bench.printing"))
    for one in found:
        yield f"{'printers: ' + one['name']:<44} {one['said']}"
