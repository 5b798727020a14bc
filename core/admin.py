"""The admin: everything can be looked at; only people and what they belong to can be changed.

Other writes go through actions, which know the rules. What is changed here is on record as theirs is.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.accounts.second_step import address_to_set_up, has_second_step
from core.audit import on_record, record
from core.models import (
    GROUP_ROLES,
    STAFF_ROLES,
    AuditEntry,
    Authority,
    Membership,
    Organisation,
    User,
)

admin.site.site_header = "Valuing Worth: people and records"
admin.site.site_title = "Valuing Worth"
admin.site.index_title = "People and records"


def _with_second_step(login: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead staff who have no second step to where they set one up, before the admin opens."""

    @wraps(login)
    def guarded(request: HttpRequest, **more: Any) -> HttpResponse:
        user = request.user
        if isinstance(user, User) and user.is_staff and not has_second_step(user):
            wanted = request.GET.get("next", "") or reverse("admin:index")
            return HttpResponseRedirect(address_to_set_up(wanted))
        return login(request, **more)

    return guarded


admin.site.login = _with_second_step(secure_admin_login(admin.site.login))  # type: ignore[method-assign]
# Nobody is given permissions by groups; an address is confirmed, and a second step set up, by its owner.
# Tasks come back below.
admin.site.unregister(
    [Group, EmailAddress, DBTaskResult, Authenticator, SocialAccount, SocialApp, SocialToken]
)


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Shows staff everything and lets nobody change it."""

    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_staff(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_staff(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def is_staff(request: HttpRequest) -> bool:
    """Say whether somebody may use the admin at all."""
    return request.user.is_active and request.user.is_staff


def _may_enter(request: HttpRequest) -> bool:
    user = request.user
    return isinstance(user, User) and is_staff(request) and has_second_step(user)


admin.site.has_permission = _may_enter  # type: ignore[method-assign]


@admin.register(Authority)
class AuthorityAdmin(ReadOnly):
    """Councils."""

    list_display = ("name", "slug", "region", "groups_see_discount")


@admin.register(Organisation)
class OrganisationAdmin(ReadOnly):
    """Groups."""

    list_display = ("name", "authority", "legal_form")
    list_filter = ("authority",)
    search_fields = ("name",)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly):
    """Who did what, the newest first."""

    list_display = ("at", "authority", "event", "about", "by")
    list_filter = ("authority",)
    list_select_related = ("authority", "by")
    search_fields = ("event", "about")
    ordering = ("-id",)


@admin.register(DBTaskResult)
class TaskAdmin(ReadOnly):
    """What waits for the worker, what it is at, and what failed and why."""

    list_display = ("task_path", "status", "enqueued_at", "started_at", "finished_at")
    list_filter = ("status",)
    ordering = ("-enqueued_at",)


# --- people --------------------------------------------------------------------------------------


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """A person, without the password: that is theirs alone."""

    class Meta:
        model = User
        fields = ("email", "name", "is_active", "is_staff")
        help_texts: ClassVar[dict[str, str]] = {
            "email": "A new person chooses a password with “I have forgotten my password”. "
            "A new address has to be confirmed by its owner.",
            "is_active": "Without it the person cannot sign in.",
        }

    def clean_email(self) -> str:
        """Return the address in small letters, as all are kept."""
        return str(self.cleaned_data["email"]).lower()


class MembershipForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a person belongs to."""

    class Meta:
        model = Membership
        fields = ("authority", "organisation", "role")

    def clean(self) -> dict[str, Any]:
        """Refuse what the database would, in words."""
        given = super().clean() or self.cleaned_data
        organisation, role = given.get("organisation"), given.get("role")
        if role in GROUP_ROLES and organisation is None:
            raise ValidationError({"organisation": "A group member needs a group."})
        if role in STAFF_ROLES and organisation is not None:
            raise ValidationError(
                {"organisation": "An officer belongs to the council, not to a group."}
            )
        if organisation and organisation.authority != given.get("authority"):
            raise ValidationError({"organisation": "This group deals with another council."})
        return given


class Memberships(admin.TabularInline):  # type: ignore[type-arg]
    """What a person belongs to, on the person's page."""

    model = Membership
    form = MembershipForm
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_staff(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_staff(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_staff(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_staff(request)


@admin.register(User)
class UserAdmin(ReadOnly):
    """People. Only those who may do everything may change one another, or say who is staff."""

    form = PersonForm
    inlines = (Memberships,)
    list_display = ("email", "name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "memberships__authority")
    search_fields = ("email", "name")
    ordering = ("email",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_staff(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        theirs = (
            isinstance(obj, User) and (obj.is_superuser or obj.is_staff) and obj != request.user
        )
        return is_staff(request) and (request.user.is_superuser or not theirs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return () if request.user.is_superuser else ("is_staff",)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            EmailAddress.objects.filter(user=obj).delete()  # or the old one would still sign in
        if change and form.changed_data:
            _note_change(request, obj, form.changed_data)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        formset.save(commit=False)
        for membership in formset.deleted_objects:
            _note(request, "membership removed", membership)
            membership.delete()
        for membership in formset.new_objects:
            membership.save()
            _note(request, "membership added", membership)
        for membership, _fields in formset.changed_objects:
            _note(request, "membership changed from", Membership.objects.get(pk=membership.pk))
            membership.save()
            _note(request, "membership changed to", membership)


def _note_change(request: HttpRequest, person: User, fields: list[str]) -> None:
    """Put on record with each of the person's councils which fields were changed, not to what."""
    detail: dict[str, Any] = {"fields": sorted(fields)}
    detail |= {name: getattr(person, name) for name in ("is_active", "is_staff") if name in fields}
    for authority in Authority.objects.filter(memberships__user=person).distinct().order_by("pk"):
        _record(request, "person changed", authority, f"user:{person.pk}", detail)


def _note(request: HttpRequest, event: str, membership: Membership) -> None:
    detail = {
        "membership": membership.pk,
        "organisation": membership.organisation_id,
        "role": membership.role,
    }
    _record(request, event, membership.authority, f"user:{membership.user_id}", detail)


def _record(
    request: HttpRequest, event: str, authority: Authority, about: str, detail: dict[str, Any]
) -> None:
    assert isinstance(request.user, User)  # noqa: S101 (for the type checker)
    at = timezone.now()
    with on_record():
        record(event=event, by=request.user, authority=authority, about=about, at=at, detail=detail)
