"""What a search looks through, kept beside each proposal and publication so that it reads one index."""

from appraisal.models import Proposal
from appraisal.queries.mapping import asset_of
from appraisal.queries.search import folded

# An index of PostgreSQL takes no row over 2,704 bytes. Only four names of the greatest length in letters
# of four bytes come so far; then the end of the last is not found.
_MOST_BYTES = 2_400


def found_by(proposal: Proposal) -> str:
    """Return what a proposal is found by: title, reference, group and building."""
    asset = asset_of(proposal)
    names = (
        proposal.title,
        proposal.reference,
        proposal.organisation.name,
        asset.name if asset else "",
    )
    return looked_through(*names)


def looked_through(*names: str) -> str:
    """Return names as a search looks through them: folded, and short enough for an index."""
    text = folded("\n".join(name for name in names if name))
    return text.encode()[:_MOST_BYTES].decode(errors="ignore")


def note_what_finds(proposal: Proposal) -> None:
    """Keep what a proposal is found by, inside the transaction that has changed it or its building.

    The name of a group never changes.
    """
    proposal.found_by = found_by(proposal)
    proposal.save(update_fields=["found_by"])
