"""What a pack is made from, to be carried inside it: the file, the result and the scheme."""

from collections.abc import Iterator
from datetime import datetime

from appraisal.pack.parts import Attached
from appraisal.pack.seen import Seen
from appraisal.result import canonical_result

FILE = "appraisal.json"
RESULT = "result.json"
SCHEME = "scheme.toml"


def attached_to(seen: Seen, dated: datetime) -> tuple[Attached, ...]:
    """Return the files to be embedded in a pack, in order of name: none holds what its reader may not see.

    A scheme that was not read from a text, as in a test, is left out.
    """
    return tuple(_attached(seen, dated))


def _attached(seen: Seen, dated: datetime) -> Iterator[Attached]:
    given, appraisal = seen.given, seen.appraisal
    about = "The appraisal file that this pack was drawn from"
    yield Attached(FILE, given.source, about, "application/json", dated)
    about = "The result of the appraisal: every figure that this pack was drawn from"
    yield Attached(
        RESULT, canonical_result(appraisal, given.methods), about, "application/json", dated
    )
    scheme = appraisal.scheme
    if scheme.text:
        about = f"The rules of the scheme {scheme.name}"
        yield Attached(SCHEME, scheme.text.encode(), about, "application/toml", dated)
