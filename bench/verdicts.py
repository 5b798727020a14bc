"""The two verdicts on a pack that is kept, as ``manage.py verify_pack`` gives them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from appraisal.models import IssuedPack
from appraisal.pack.inside import look_inside
from appraisal.pack.verify import LEFT_OUT
from appraisal.queries.packs import issued_exactly


def wrong_with(file: Path, pack: IssuedPack) -> Iterator[str]:
    """Yield what either verdict has against the file of a pack, and where it is not the one of its row."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    if digest != pack.sha256:
        yield f"its SHA-256 is {digest}, and {pack.sha256} is kept"
    sums = look_inside(file)
    withheld = not pack.exempt and sums.said == LEFT_OUT  # its figures are not for publication
    if sums.agree is not True and not withheld:
        yield sums.said
    if sums.code != pack.code:
        yield f"it says that its code is {sums.code!r}, and it is {pack.code}"
    issued = issued_exactly(digest, sums.code)
    if not issued.exactly:
        yield issued.said
