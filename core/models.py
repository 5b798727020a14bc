"""People, councils, the groups that deal with them, and who belongs where."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from core.colour import validate_colour

# First parts of addresses that are the site's own and can be no council's.
RESERVED_SLUGS = ("accounts", "admin", "assets", "examples", "kites", "static", "theme")


class People(BaseUserManager["User"]):
    """Makes and finds users; an email address names one person however it is capitalised."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by email, whatever its capitals."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """Make a user."""
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """Make a user who may do everything in the admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by email; there are no user names."""

    email = models.EmailField("email address", max_length=254, unique=True)
    name = models.CharField("full name", max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("may use the admin", default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[People] = People()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_is_one_persons")]

    def __str__(self) -> str:
        return self.name or self.email


class Authority(models.Model):
    """A council: the tenant. Everything else belongs to one, and none sees another's."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    region = models.CharField(max_length=60)
    colour = models.CharField(max_length=7, default="#1d4e79", validators=[validate_colour])
    contact_email = models.EmailField("email address for groups", max_length=254, blank=True)
    contact_phone = models.CharField("phone number for groups", max_length=40, blank=True)
    logo = models.CharField(max_length=64, blank=True, editable=False)  # the SHA-256 of a Logo
    groups_see_discount = models.BooleanField(
        "groups see the discount",
        default=False,
        help_text="Whether a group's own estimate shows the discount that it would give.",
    )

    class Meta:
        verbose_name_plural = "authorities"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug__in=RESERVED_SLUGS),
                name="authority_slug_is_free",
                violation_error_message="This address is the site’s own. Choose another for the council.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Logo(models.Model):
    """A picture that a council has had as its logo: a PNG. Earlier ones stay, for pages that were kept."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="logos")
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "sha256"], name="logo_once")]

    def __str__(self) -> str:
        return f"logo {self.sha256[:12]} of {self.authority_id}"


class Organisation(models.Model):
    """A community group that makes proposals to one council."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="organisations")
    name = models.CharField(max_length=200)
    legal_form = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "authority", Lower("name"), name="organisation_name_is_one_groups"
            )
        ]

    def __str__(self) -> str:
        return self.name


class AuditEntry(models.Model):
    """One event, as :mod:`core.audit` added it; the database refuses to change it.

    The entries of a council are a chain: each carries a hash over what it says and over the hash of the
    one before it. ``sequence`` counts from 1 without gaps.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="audit")
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    event = models.CharField(max_length=60)
    about = models.CharField(max_length=100)
    detail_sha256 = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)  # the hash of the entry before; none: ""
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["about", "id"], name="audit_about")]
        constraints = [
            models.UniqueConstraint(fields=["authority", "sequence"], name="audit_sequence_once")
        ]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.event}: {self.about}"

    @property
    def detail(self) -> str:
        """What was before and after and why, as JSON; ``{}`` where it was erased when its time was over."""
        try:
            return str(self.told.text)
        except AuditDetail.DoesNotExist:
            return "{}"


class AuditDetail(models.Model):
    """What an entry tells beside its event: never changed, but erased when its time is over.

    The chain holds only its hash, so that it stays whole without the text. The salt keeps a short text
    from being guessed by its hash afterwards.
    """

    entry = models.OneToOneField(
        AuditEntry, on_delete=models.CASCADE, primary_key=True, related_name="told"
    )
    salt = models.CharField(max_length=32)
    text = models.TextField()  # JSON as text, for a JSON field would reorder it

    def __str__(self) -> str:
        return f"detail of {self.entry_id}"


class AuditHead(models.Model):
    """The newest entry of a council's chain. Whoever adds to the chain holds this row."""

    authority = models.OneToOneField(
        Authority, on_delete=models.CASCADE, primary_key=True, related_name="audit_head"
    )
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.sequence} of {self.authority_id}"


class Role(models.TextChoices):
    """What a membership lets a person be; :mod:`appraisal.roles` says what each may do."""

    GROUP_LEAD = "group-lead", "Lead of the group"
    GROUP_MEMBER = "group-member", "Group member"
    ASSET_OFFICER = "asset-officer", "Asset officer"
    SECOND_OFFICER = "second-officer", "Second officer"
    PANEL_CHAIR = "panel-chair", "Panel chair"
    PANEL_MEMBER = "panel-member", "Panel member"
    SCHEME_MANAGER = "scheme-manager", "Scheme manager"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


GROUP_ROLES = (Role.GROUP_LEAD, Role.GROUP_MEMBER)
STAFF_ROLES = tuple(role for role in Role if role not in GROUP_ROLES)


class Membership(models.Model):
    """That a person belongs to a council in a role of its own, or to a group that deals with it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships", null=True, blank=True
    )
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=GROUP_ROLES, organisation__isnull=False)
                | models.Q(role__in=STAFF_ROLES, organisation__isnull=True),
                name="membership_of_a_group_or_of_the_council",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=models.Q(organisation__isnull=False),
                name="membership_of_a_group_once",
            ),
            models.UniqueConstraint(
                fields=["user", "authority", "role"],
                condition=models.Q(organisation__isnull=True),
                name="membership_of_the_council_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.organisation or self.authority}"


class Letter(models.Model):
    """A mail that is to go out: written with what it tells of, sent by :mod:`core.letters` afterwards.

    It goes to somebody as whom it may concern (``user``, and of which group: who has left gets no more),
    or to an ``address`` of somebody who is not known yet, which is kept only until it is sent.
    """

    class State(models.TextChoices):
        """How far it is."""

        QUEUED = "queued", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not sent: the mail server refused it"
        UNKNOWN = "unknown", "Perhaps sent: it is not known what came of it"
        DROPPED = "dropped", "Not sent: the person had left"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="letters")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    address = models.EmailField(max_length=254, blank=True)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=300)
    text = models.TextField()  # paragraphs, with an empty line between two
    link = models.CharField(max_length=500, blank=True)  # a path of this site
    go = models.CharField(max_length=100, blank=True)  # what the link says
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(
        max_length=200, blank=True
    )  # the last one, without anybody's address

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at"], name="letter_due"),
            models.Index(fields=["authority", "state", "written_at"], name="letter_of_council"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["queued", "sending", "sent", "failed", "unknown", "dropped"]
                ),
                name="letter_state",
            ),
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, address="")
                | models.Q(user__isnull=True, organisation__isnull=True),
                name="letter_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.get_state_display()}"


class Invitation(models.Model):
    """That somebody may join a council in a role of its own, or a group that deals with it.

    Whoever has the link that was mailed may accept it, once and for a time; only a hash of what stands in
    the link is kept. The address goes as soon as the invitation is over, for then nobody needs it.
    """

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations", null=True
    )
    role = models.CharField(max_length=20, choices=Role.choices)
    email = models.EmailField(max_length=254, blank=True)  # in small letters; none once it is over
    token_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # When it was accepted or withdrawn; when it expired, once its address was erased for that.
    over_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=GROUP_ROLES, organisation__isnull=False)
                | models.Q(role__in=STAFF_ROLES, organisation__isnull=True),
                name="invitation_to_a_group_or_to_the_council",
            ),
            models.CheckConstraint(
                condition=models.Q(over_at__isnull=True, accepted_by__isnull=True)
                | models.Q(over_at__isnull=False, email=""),
                name="invitation_is_open_or_over",
            ),
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(over_at__isnull=True, organisation__isnull=False),
                name="invitation_to_a_group_once",
            ),
            models.UniqueConstraint(
                fields=["authority", "role", "email"],
                condition=models.Q(over_at__isnull=True, organisation__isnull=True),
                name="invitation_to_the_council_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.organisation or self.authority}"
