"""The council's own figures: dated, with their source, never changed, only replaced or withdrawn."""

from datetime import date, datetime
from decimal import Decimal

from appraisal.actions.settings import CannotSet, setting_of
from appraisal.engine.proxies import ProxyKind
from appraisal.library import published_proxies
from appraisal.models import CouncilProxy, OwnProxy, Proposal
from core.models import Authority, User

SUBJECT = "figures"
_MOST = Decimal(10) ** 9  # with six decimals as many figures as every database keeps exactly


def add_figure(
    *,
    by: User | None,
    authority: Authority,
    key: str,
    applies_from: date,
    value: Decimal,
    source: str,
    seen: int | None = None,
    reason: str,
    at: datetime,
) -> CouncilProxy:
    """Add a figure of the council's own, in the unit of the published one, from a day on.

    It is the council's region's where the published figure differs from region to region. Raises
    :class:`CannotSet` where the product knows no such figure, the value or the source is missing, or one
    from that day is there already, and ``ChangedSince``.
    """
    kind = published_proxies().kinds.get(key)
    if kind is None:
        raise CannotSet("Choose which figure it is.")
    if not value.is_finite() or not 0 < value < _MOST:
        raise CannotSet(f"The value must be more than 0 and less than {_MOST:,}.")
    if not source.strip():
        raise CannotSet("Say where the figure comes from.")
    with setting_of(authority, SUBJECT, by=by, seen=seen, reason=reason, at=at) as setting:
        held = setting.authority
        area = area_of(kind, held)
        _refuse_same_day(held, key, area, applies_from)
        figure = CouncilProxy.objects.create(
            authority=held,
            key=key,
            area=area,
            applies_from=applies_from,
            value=value,
            source=" ".join(source.split()),
            added_at=at,
        )
        setting.save(None, _said(figure), event="figure added")
    return figure


def _refuse_same_day(authority: Authority, key: str, area: str, applies_from: date) -> None:
    same = CouncilProxy.objects.filter(
        authority=authority,
        key=key,
        area=area,
        applies_from=applies_from,
        withdrawn_at__isnull=True,
    )
    if same.exists():
        raise CannotSet(
            "There is a figure from that day already. Withdraw it first, or choose another day."
        )


def withdraw_figure(
    *, by: User | None, authority: Authority, figure_id: int, reason: str, at: datetime
) -> None:
    """Withdraw a figure: proposals that are started from now on do without it.

    Raises :class:`CannotSet` where there is none, or no reason is given.
    """
    if not reason.strip():
        raise CannotSet("Say why the figure is withdrawn: it goes on record.")
    with setting_of(authority, SUBJECT, by=by, reason=reason, at=at) as setting:
        figure = CouncilProxy.objects.filter(
            authority=authority, pk=figure_id, withdrawn_at__isnull=True
        ).first()
        if figure is None:
            raise CannotSet("This figure was withdrawn already.")
        figure.withdrawn_at = at
        figure.save(update_fields=["withdrawn_at"])
        setting.save(_said(figure), None, event="figure withdrawn")


def area_of(kind: ProxyKind, authority: Authority) -> str:
    """Return the area that a council's own figure is for: its region, where the figure differs by area."""
    return authority.region if kind.by_area else ""


def _said(figure: CouncilProxy) -> dict[str, str]:
    return {
        "key": figure.key,
        "area": figure.area,
        "applies_from": figure.applies_from.isoformat(),
        "value": f"{figure.value.normalize():f}",
        "source": figure.source,
    }


def copy_figures(proposal: Proposal) -> None:
    """Give a proposal its own copy of the council's figures. Inside the caller's transaction."""
    OwnProxy.objects.bulk_create(
        OwnProxy(
            proposal=proposal,
            key=one.key,
            area=one.area,
            applies_from=one.applies_from,
            value=one.value,
            source=one.source,
        )
        for one in CouncilProxy.objects.filter(
            authority=proposal.authority, withdrawn_at__isnull=True
        )
    )
