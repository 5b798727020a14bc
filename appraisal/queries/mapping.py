"""From a proposal's rows to the layout of the appraisal file. Amounts become texts: no float on the way."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist

from appraisal.engine import words
from appraisal.layout import ASSET, FORMAT, TERMS
from appraisal.models import Asset, CorrectedTerms, OwnProxy, Proposal, Terms

if TYPE_CHECKING:
    from appraisal.queries.sheet import Entry, Sheet


def file_mapping(sheet: "Sheet") -> dict[str, object]:
    """Return what the appraisal file of a proposal holds."""
    proposal = sheet.proposal
    facts = {
        "format": FORMAT,
        "scheme": sheet.scheme.name,
        "kind": proposal.kind,
        "reference": proposal.reference,
        "title": proposal.title,
        "summary": proposal.summary,
        "valuation_date": proposal.valuation_date.isoformat(),
        "authority": {"name": proposal.authority.name, "region": proposal.authority.region},
        "applicant": _filled(
            {
                "name": proposal.organisation.name,
                "legal_form": proposal.organisation.legal_form,
            }
        ),
        "asset": _asset(asset_of(proposal)),
        "terms": filled_terms(sheet),
        "answers": _answers(sheet),
        "picked": {letter: one._asdict() for letter, one in sheet.picked.items()},
        "proxies": [_proxy(one) for one in sheet.own_proxies],
        "lists": {letter: dict(aims) for letter, aims in sheet.aims.items()},
        "methods": {key: dict(given) for key, given in sheet.methods.items()},
    }
    wanted = ("terms", "answers")
    return {key: value for key, value in facts.items() if key in wanted or value}


def asset_of(proposal: Proposal) -> Asset | None:
    """Return the building or land of a proposal, if it has one."""
    try:
        return proposal.asset
    except ObjectDoesNotExist:
        return None


def corrected_terms_of(proposal: Proposal) -> CorrectedTerms | None:
    """Return what an officer corrected of the terms, if anything."""
    try:
        return proposal.corrected_terms
    except ObjectDoesNotExist:
        return None


def filled_terms(sheet: "Sheet") -> dict[str, object]:
    """Return the terms of a sheet: the group's, with what an officer corrected in their place."""
    return _filled({**terms_mapping(sheet.proposal.terms), **sheet.corrected})


def terms_mapping(terms: Terms) -> dict[str, object]:
    """Return the terms that are given."""
    return _filled({key: getattr(terms, key) for key in TERMS.by_key})


def _asset(asset: Asset | None) -> dict[str, object]:
    if asset is None:
        return {}
    given = _filled({key: getattr(asset, key) for key in ASSET.by_key})
    if asset.imd_rank is not None:
        given["imd"] = {"edition": asset.imd_edition, "rank": asset.imd_rank}
    return given


def _answers(sheet: "Sheet") -> dict[str, object]:
    given = {
        criterion.letter: sheet.entry(criterion.letter)
        for criterion in sheet.scheme.criteria
        if sheet.entry(criterion.letter).reason or sheet.entry(criterion.letter).counts(criterion)
    }
    return {letter: _answer(entry) for letter, entry in given.items()}


def _answer(entry: "Entry") -> dict[str, object]:
    beside = {"evidence": entry.evidence, "note": entry.note}
    if entry.reason:
        claim = _filled({"reason": entry.reason, "agreed_by": entry.agreed_by})
        return {"not_applicable": claim, **_filled(beside)}
    return {**entry.given, **_filled(beside)}


def _proxy(proxy: OwnProxy) -> dict[str, object]:
    return _filled(
        {
            "key": proxy.key,
            "area": proxy.area,
            "applies_from": proxy.applies_from.isoformat(),
            "value": proxy.value,
            "source": proxy.source,
        }
    )


def _filled(given: Mapping[str, object]) -> dict[str, object]:
    return {key: plain(value) for key, value in given.items() if value not in (None, "")}


def plain(value: object) -> object:
    """Return a value as the file writes it: decimals as plain digits in a text."""
    return words.plain(value).replace(",", "") if isinstance(value, Decimal) else value
