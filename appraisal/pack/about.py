"""What a pack is about and where it comes from: its marks, the facts of the cover, its sources."""

from appraisal.engine import words
from appraisal.engine.results import Appraisal
from appraisal.file import AppraisalFile
from appraisal.pack.parts import Fact
from appraisal.pack.seal import Seal
from appraisal.pack.seen import Seen

DRAFT = "Draft: not agreed by the council"
ESTIMATE = "Your own estimate: not agreed by the council"
WHAT_IF = "What if: not a published scheme"
_LAW = (
    "Local Government Act 1972, section 123; General Disposal Consent (England) 2003; Subsidy Control "
    "Act 2022; Equality Act 2010, section 149; R (Lemon Land) v Hackney [2001] EWHC Admin 336."
)


def draft_mark(seen: Seen) -> str:
    """Return what says on every page that nothing is agreed."""
    return ESTIMATE if seen.for_group else DRAFT


def running_mark(draft: bool, seen: Seen, seal: Seal | None = None) -> str:
    """Return what stands at the head of each page: who may read it, and what there is to warn of."""
    appraisal = seen.appraisal
    marks = [seal.running_mark] if seal else []
    marks += [draft_mark(seen)] * draft + ["Provisional"] * appraisal.provisional
    marks += [WHAT_IF] * bool(appraisal.scheme.what_if)
    return " · ".join(marks)


def cover_facts(given: AppraisalFile, appraisal: Appraisal) -> tuple[Fact, ...]:
    """Return the facts of the cover that are known."""
    asset = given.asset
    legal = f" ({given.legal_form})" if given.legal_form else ""
    facts = [
        Fact("Asset", asset.name if asset else ""),
        Fact(
            "Address",
            ", ".join(part for part in (asset.address, asset.postcode) if part) if asset else "",
        ),
        Fact("UPRN", asset.uprn if asset else ""),
        Fact("Size", _size(given)),
        Fact("Applicant", f"{given.applicant}{legal}"),
        Fact("Council", given.authority),
        Fact("Reference", given.reference),
        Fact("Valuation date", words.day(appraisal.answers.valuation_date)),
        Fact("Scheme", f"{appraisal.scheme.title}, version {appraisal.scheme.version}"),
        Fact("What if", _sentence(appraisal.scheme.caveat)),
    ]
    return tuple(fact for fact in facts if fact.text)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _size(given: AppraisalFile) -> str:
    if given.asset is None:
        return ""
    sizes = (("Floor", given.asset.floor_area_m2), ("site", given.asset.site_area_m2))
    said = ", ".join(f"{name} {words.plain(area)} m²" for name, area in sizes if area is not None)
    return _sentence(said)


def sources(seen: Seen) -> tuple[Fact, ...]:
    """Return what the figures rest on: the scheme, and for its reader the policy and the law."""
    scheme, transfer = seen.appraisal.scheme, seen.appraisal.answers.kind == "asset-transfer"
    facts = [Fact("Scheme", f"{scheme.title}, {scheme.name}. {scheme.source}.")]
    if scheme.what_if:
        facts.append(Fact("What if", f"{_sentence(scheme.caveat)}."))
    if scheme.discount and transfer and seen.with_discount:
        facts.append(Fact("Discount", f"{scheme.discount.source}."))
    if scheme.discount and transfer and not seen.for_group:
        facts.append(Fact("Law", _LAW))
    return tuple(facts)
