"""What a cost–benefit analysis comes to, written down as JSON holds it."""

from decimal import ROUND_HALF_UP, Decimal

from appraisal.methods.cost_benefit_parts import NOTHING_TO_PAY_BACK, PENNY, Compared, OptionValue
from appraisal.methods.discounting import precise


def written(found: Compared) -> dict[str, object]:
    """Return everything as texts, each amount to the penny, half up; None where something is not known."""
    return {
        "schedule": found.schedule,
        "own_rate_percent": _text(found.own_rate),
        "deflator_percent": _text(found.deflator),
        "optimism_bias_capital_percent": _text(found.bias and found.bias.capital),
        "optimism_bias_duration_percent": _text(found.bias and found.bias.duration),
        "last_year": found.last_year,
        "source": found.source,
        "options": [_option_written(one) for one in found.options],
    }


def _option_written(one: OptionValue) -> dict[str, object]:
    return {
        "option": one.name,
        "npv_gbp": _penny(one.planned),
        "expected_npv_gbp": _penny(one.expected),
        "worst_npv_gbp": _penny(one.worst),
        "best_npv_gbp": _penny(one.best),
        "against_keep_gbp": _penny(one.against_keep),
        "costs_gbp": _penny(one.cost),
        "benefits_gbp": _penny(one.benefit),
        "benefit_cost_ratio": _penny(one.ratio),
        "payback_year": _year(one.payback),
        "payback_year_discounted": _year(one.payback_discounted),
        "nothing_to_pay_back": one.payback == NOTHING_TO_PAY_BACK,
        "borne_by": [
            {"who": b.who, "costs_gbp": _penny(b.cost), "benefits_gbp": _penny(b.benefit)}
            for b in one.borne
        ],
        "years": [
            {
                "who": span.who,
                "from_year": span.first,
                "to_year": span.last,
                "cost_gbp_pa": _penny(span.cost),
                "benefit_gbp_pa": _penny(span.benefit),
                "net_present_gbp": _penny(span.present),
            }
            for span in one.spans
        ],
        "switching_values": [
            {"what": s.what, "way": s.way, "change_percent": _penny(s.percent)}
            for s in one.switches
        ],
    }


def rounded(amount: Decimal) -> Decimal:
    """Return an amount to two decimals, half up; nothing has no sign."""
    with precise():
        found = amount.quantize(PENNY, ROUND_HALF_UP)
    return found if found else PENNY - PENNY


def _penny(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{rounded(amount):f}"


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def _year(year: int | None) -> int | None:
    return None if year == NOTHING_TO_PAY_BACK else year
