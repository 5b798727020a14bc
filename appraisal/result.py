"""The result of an appraisal as the contract writes it, to the key."""

import json
from collections.abc import Mapping
from decimal import Decimal

from appraisal.engine.discount import Discount, Undervalue
from appraisal.engine.results import Appraisal, CriterionScore
from appraisal.engine.scheme import Scheme
from appraisal.methods.every import METHODS


def result_of(appraisal: Appraisal) -> dict[str, object]:
    """Return the result as plain values that JSON can hold; amounts and percentages are texts."""
    both = appraisal.coefficiency
    return {
        "scheme": _scheme(appraisal.scheme),
        "provisional": appraisal.provisional,
        "points": appraisal.points,
        "max_points": appraisal.scheme.maximum,
        "applicable_max_points": appraisal.applicable_maximum,
        "percent": _written(appraisal.percent),
        "headings": [
            {
                "key": heading.heading.key,
                "points": heading.points,
                "applicable_max_points": heading.applicable_maximum,
                "percent": _written(heading.percent),
            }
            for heading in appraisal.headings
        ],
        "criteria": [
            {
                "letter": scored.criterion.letter,
                "status": scored.status,
                "points": scored.points,
                "max_points": scored.criterion.maximum,
                "value_gbp_pa": _written(scored.value),
                **_picked(scored),
            }
            for scored in appraisal.criteria
        ],
        "social_value_gbp_pa": _written(appraisal.social_value),
        "annual_public_contribution_gbp": _written(appraisal.public_contribution),
        "value_per_public_pound": _written(appraisal.value_per_public_pound),
        "coefficiency": {
            "value_added_gbp_pa": _written(both.value_added),
            "resources_gbp_pa": _written(both.resources),
            "ratio": _written(both.ratio),
        },
        "discount": _discount(appraisal.discount),
        "undervalue": _undervalue(appraisal.undervalue),
        "proxies": [
            {
                "key": proxy.key,
                "area": proxy.area,
                "applies_from": proxy.applies_from.isoformat(),
                "value": _written(proxy.value),
                "status": proxy.status,
            }
            for proxy in appraisal.proxies
        ],
        "warnings": [
            {"code": warning.code, "place": warning.place, "message": warning.message}
            for warning in appraisal.warnings
        ],
    }


def whole_result(
    appraisal: Appraisal, methods: Mapping[str, Mapping[str, object]]
) -> dict[str, object]:
    """Return the result with what each method that was used comes to, where one was.

    ``methods``: method → question → value, as an appraisal file reads them. Without any the result keeps to the
    contract’s keys.
    """
    if not methods:
        return result_of(appraisal)
    used = {
        key: method.written(method.value(methods.get(key, {}), appraisal))
        for key, method in METHODS.items()
        if key in methods or not method.asks
    }
    return {**result_of(appraisal), "methods": used}


def canonical_result(
    appraisal: Appraisal, methods: Mapping[str, Mapping[str, object]] | None = None
) -> bytes:
    """Return the result as JSON that is the same wherever it is written: keys in order, no space, UTF-8."""
    said = whole_result(appraisal, methods or {})
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _scheme(scheme: Scheme) -> dict[str, object]:
    named: dict[str, object] = {"key": scheme.key, "version": scheme.version}
    # Only a what-if says so: the result under a published scheme keeps to the contract's keys.
    return {**named, "what_if": True} if scheme.what_if else named


def _picked(scored: CriterionScore) -> dict[str, object]:
    """Say what was picked, only where something was: every other result keeps to the contract's keys."""
    if scored.picked is None:
        return {}
    ruled = scored.by_rule
    return {
        "picked": {
            "reason": scored.picked.reason,
            "rule_status": ruled.status,
            "rule_points": ruled.points,
        }
    }


def _written(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def _discount(discount: Discount | None) -> dict[str, object] | None:
    if discount is None:
        return None
    return {
        "policy": discount.policy.kind,
        "percent": _written(discount.percent),
        "basis": discount.basis,
        "amount_gbp": _written(discount.amount),
        "payable_gbp": _written(discount.payable),
        **_derivation(discount),
    }


def _derivation(discount: Discount) -> dict[str, object]:
    """Say how another policy derives its percentage: the plain one keeps to the contract's keys."""
    if discount.policy.is_plain:
        return {}
    return {
        "derivation": [
            {"text": line.text, "result": line.result} for line in discount.derived.lines
        ],
        "gated": discount.derived.gated,
        "condition": discount.policy.condition,
        "most_recommended_percent": _written(discount.most),
    }


def _undervalue(undervalue: Undervalue | None) -> dict[str, object] | None:
    if undervalue is None:
        return None
    return {
        "amount_gbp": _written(undervalue.amount),
        "within_general_consent": undervalue.within_general_consent,
        "short_lease": undervalue.short_lease,
    }
