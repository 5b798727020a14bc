"""What a page says of an import: what it is called, how far it is, and what holds meanwhile."""

from collections.abc import Iterator, Mapping

from appraisal.area.read.price_paid import PRICE_PAID
from appraisal.area.readers import READERS
from appraisal.engine import words
from appraisal.models import Dataset, DatasetState


def title_of(kind: str, edition: int) -> str:
    """Return what a kind of figures is called, with its edition."""
    title = READERS[kind].title if kind in READERS else kind
    return f"{title} {edition}" if edition else title


def state_of(one: Dataset) -> str:
    """Say how far an import is; one that was only checked waits for nobody."""
    if one.state == DatasetState.CHECKED and one.only_check:
        return "Checked"
    return DatasetState(one.state).label


HEADINGS: Mapping[str, str] = {
    "Waiting to be read": "The file waits to be read",
    "Being read": "The file is being read",
    "Read, not in force": "The file was read",
    "Checked": "The file was checked",
    "In force": "These figures are in force",
    "Replaced by a newer one": "These figures were replaced",
    "Withdrawn": "These figures were withdrawn",
    "Could not be read": "The file could not be read",
    "Thrown away": "The file was thrown away",
}


def said_about(one: Dataset, instead: Dataset | None) -> Iterator[str]:
    """Yield in sentences where an import is, and what holds meanwhile."""
    state = DatasetState(one.state)
    taken = words.counted(one.rows, "row")
    if state in (DatasetState.WAITING, DatasetState.READING):
        if state is DatasetState.WAITING:
            yield "It is read as soon as a worker is free."
        yield "You can leave this page. You get a notice when the file was read."
    elif state is DatasetState.FAILED:
        yield one.failed
        but = " but the lines that could not be taken" if one.rejected else ""
        yield f"Nothing of it is kept{but}."
    elif one.only_check and state is DatasetState.CHECKED:
        yield f"{taken} of it can be taken. Nothing was kept."
        yield "To put it in force, send it again without “Only check it”."
    elif state is DatasetState.CHECKED:
        yield f"{taken} of it can be put in force. Until you do so, no page uses them."
    elif state is DatasetState.REPLACED:
        yield "A newer file has taken their place."
    elif state is DatasetState.WITHDRAWN:
        yield _instead_of_withdrawn(one, instead)
    if state not in (DatasetState.IN_FORCE, DatasetState.REPLACED, DatasetState.WITHDRAWN):
        yield _meanwhile(one, instead)
    if one.kind == PRICE_PAID.key:
        yield "A row holds the sales of terraced houses in one district and one year, not a single sale."


def _instead_of_withdrawn(one: Dataset, instead: Dataset | None) -> str:
    of = title_of(one.kind, one.edition)
    if instead is None:
        return f"Nothing of {of} is in force in their place."
    whose = "The whole site’s" if instead.authority_id is None else "Your council’s own"
    return f"{whose}, published on {words.day(instead.dated)}, are in force."


def _meanwhile(one: Dataset, instead: Dataset | None) -> str:
    of = title_of(one.kind, one.edition)
    if instead is None:
        return f"Nothing of {of} is in force so far, and that has not changed."
    whose = "the whole site’s" if instead.authority_id is None else "your council’s own"
    return (
        f"What was in force before still is: {whose}, published on {words.day(instead.dated)} "
        f"({words.counted(instead.rows, 'row')})."
    )
