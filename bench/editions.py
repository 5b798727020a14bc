"""Every edition of every record of the demo, public and exempt, against both standards and our own checks."""

from collections import Counter
from collections.abc import Iterator
from itertools import product

from bench.measure import Fault
from bench.site import filled_site

EDITIONS, PARTS = ("full", "large", "summary"), {True: "exempt", False: "public"}
_LEAST_RECORDS = 20  # with fewer of them in the demo too little was looked at


def editions() -> Iterator[str]:
    """Issue each pack that the demo can have, and count what is wrong with it: none of it may be.

    Wrong is what breaks a rule of PDF/UA-1 or PDF/A-3a (by ``page-validation``), what our own checks of structure
    find, and a pack that is not issued or of which ``verify_pack`` says that it does not hold.
    """
    with filled_site(by="bench.editions_fill") as made:
        packs = made.said["packs"]
    wide = max(len(one["record"]) for one in packs)
    columns = list(product(EDITIONS, PARTS))
    yield " " * wide + "".join(f"{f'{edition} {PARTS[part]}':>16}" for edition, part in columns)
    found = {(one["record"], one["edition"], one["exempt"]): one["wrong"] for one in packs}
    records = list(dict.fromkeys(one["record"] for one in packs))
    for record in records:
        counts = [len(found[record, *column]) for column in columns]
        yield f"{record:<{wide}}" + "".join(f"{count:>16}" for count in counts)
    for wrong, count in Counter(said for one in packs for said in one["wrong"]).most_common():
        yield Fault(f"{count} times: {wrong}")
    if len(records) < _LEAST_RECORDS or len(found) != len(packs):
        yield Fault(f"{len(packs)} packs of {len(records)} records: too little was looked at.")
    faults = sum(len(one["wrong"]) for one in packs)
    yield (
        f"{'editions: all of the demo':<44} {len(packs)} packs of {len(records)} records, {faults} faults of "
        f"PDF/UA-1, PDF/A-3a, structure and verdicts (wanted: none; {'NOT KEPT' if faults else 'kept'})"
    )
