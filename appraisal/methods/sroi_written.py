"""What a social return comes to, written down as JSON holds it."""

from decimal import ROUND_HALF_UP, Decimal

from appraisal.methods.cost_benefit_written import rounded
from appraisal.methods.discounting import precise
from appraisal.methods.sroi_parts import Put, Returned, Switch, Valued

_RATIO, _FACTOR = Decimal("0.00001"), Decimal("0.00000001")


def written(found: Returned) -> dict[str, object]:
    """Return everything as texts: pounds to the penny, ratios to five decimals; None where there is none."""
    return {
        "ratio": figure(found.ratio, _RATIO),
        "ratio_to_money": figure(found.money_ratio, _RATIO),
        "impact_present_gbp": _penny(found.impact),
        "inputs_present_gbp": _penny(found.put_in),
        "inputs_money_present_gbp": _penny(found.money),
        "inputs_in_kind_present_gbp": _penny(found.in_kind),
        "schedule": found.schedule,
        "own_rate_percent": _text(found.own_rate),
        "first_year_discounted": bool(found.rates.first),
        "source": found.source,
        "inputs": [_put(one) for one in found.inputs],
        "outcomes": [_outcome(one) for one in found.outcomes],
        "left_out": [
            {
                "stakeholder": one.stakeholder,
                "outcome": one.outcome,
                "reason": one.reason,
                "why": one.why,
            }
            for one in found.left_out
        ],
        "years": [
            {
                "year": one.number,
                "factor": figure(one.factor, _FACTOR),
                "impact_gbp": _penny(one.impact),
                "present_gbp": _penny(one.present),
            }
            for one in found.years
        ],
        "stakeholders": [
            {
                "stakeholder": one.stakeholder,
                "money_gbp": _penny(one.money),
                "in_kind_gbp": _penny(one.in_kind),
                "impact_gbp": _penny(one.impact),
            }
            for one in found.shares
        ],
        "ratio_is_1_with": [_switch(one) for one in found.switches],
        "steps": [
            {
                "assumption": one.assumption,
                "by": one.by,
                "ratio_worse": figure(one.worse, _RATIO),
                "ratio_better": figure(one.better, _RATIO),
            }
            for one in found.steps
        ],
        "warnings": [one._asdict() for one in found.doubts],
    }


def _put(one: Put) -> dict[str, object]:
    return {
        "stakeholder": one.stakeholder,
        "what": one.what,
        "kind": one.kind,
        "amount_gbp": _penny(one.amount),
        "years": one.years,
        "present_gbp": _penny(one.present),
    }


def _outcome(one: Valued) -> dict[str, object]:
    return {
        "stakeholder": one.change.stakeholder,
        "outcome": one.change.outcome,
        "counts": "gain" if one.change.sign > 0 else "loss",
        "first_year_gbp": _penny(one.impact),
        "present_gbp": _penny(one.present),
        "also_scored": one.change.also_scored or None,
    }


def _switch(one: Switch) -> dict[str, object]:
    return {
        "outcome": one.change.outcome,
        "quantity": _penny(one.quantity),
        "proxy_gbp_pa": _penny(one.proxy),
        "deadweight_percent": _penny(one.deadweight),
        "displacement_percent": _penny(one.displacement),
        "attribution_percent": _penny(one.attribution),
        "drop_off_percent": _penny(one.drop_off),
        "years": one.years,
    }


def figure(number: Decimal | None, to: Decimal) -> str | None:
    """Return a figure as a text, rounded once, half up."""
    if number is None:
        return None
    with precise():
        found = number.quantize(to, ROUND_HALF_UP)
    return f"{found if found else abs(found):f}"


def _penny(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{rounded(amount):f}"


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"
