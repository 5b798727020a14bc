"""What a council has set for itself: every version with who and why, its neighbourhoods, its own figures."""

from django.db import models

from core.models import Authority, User


class SettingsVersion(models.Model):
    """One change of one of a council's settings; the database refuses to change it.

    ``subject`` says which, such as ``aims:asset-transfer:E``; ``number`` counts its versions from 1. What
    was set before and what since is JSON. The rows that pages read follow the newest version.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="versions")
    subject = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    before = models.TextField()
    after = models.TextField()
    reason = models.TextField(blank=True)
    set_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # none: the operator of the site
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["authority", "-id"], name="settings_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "subject", "number"], name="settings_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}, version {self.number}"


class Neighbourhood(models.Model):
    """A part of the council's area with priorities of its own; aims and assets name it."""

    authority = models.ForeignKey(
        Authority, on_delete=models.CASCADE, related_name="neighbourhoods"
    )
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "name"], name="neighbourhood_once")
        ]

    def __str__(self) -> str:
        return self.name


class Delegation(models.Model):
    """Whom a council’s recommendations authorise to settle the documents, in its own words; none: in ours."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="delegations")
    kind = models.CharField(max_length=20)
    words = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "kind"], name="delegation_once"),
            models.CheckConstraint(condition=~models.Q(words=""), name="delegation_has_words"),
        ]

    def __str__(self) -> str:
        return f"delegation of {self.authority_id}: {self.kind}"


class PriceChoices(models.Model):
    """What a council has chosen for its page of house prices; none, or blank: what is usual."""

    authority = models.OneToOneField(
        Authority, on_delete=models.CASCADE, related_name="price_choices"
    )
    start_first = models.PositiveSmallIntegerField(null=True, blank=True)
    start_last = models.PositiveSmallIntegerField(null=True, blank=True)
    end_first = models.PositiveSmallIntegerField(null=True, blank=True)
    end_last = models.PositiveSmallIntegerField(null=True, blank=True)
    least_sales = models.PositiveIntegerField(null=True, blank=True)  # in a district and period
    suburban_from = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True
    )  # pounds at the start

    class Meta:
        verbose_name_plural = "price choices"

    def __str__(self) -> str:
        return f"price choices of {self.authority_id}"


class CouncilProxy(models.Model):
    """A figure of the council's own, in place of the published one from a day on.

    It is never changed: a newer one replaces it, or it is withdrawn. Proposals take copies of those that
    hold when they are started.
    """

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="proxies")
    key = models.CharField(max_length=100)
    area = models.CharField(max_length=100, blank=True)
    applies_from = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=6)
    source = models.TextField()
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["key", "area", "applies_from"]
        verbose_name_plural = "council proxies"
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "key", "area", "applies_from"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="council_proxy_once",
            ),
            models.CheckConstraint(condition=models.Q(value__gt=0), name="council_proxy_above_0"),
        ]

    def __str__(self) -> str:
        return f"{self.key} from {self.applies_from}"


class SchemeDraft(models.Model):
    """A scheme that a manager has sent in and not published yet; each council has one at most."""

    authority = models.OneToOneField(
        Authority, on_delete=models.CASCADE, related_name="scheme_draft"
    )
    name = models.CharField(max_length=200)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
