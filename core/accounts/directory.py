"""Signing in through a council's own directory, by OpenID Connect. What it may and may not: docs/adr/0020.

allauth talks to the directory; here is what it leaves to us: which directories there are, that a token is
signed and belongs to this very sign-in, and whom it lets in.
"""

import secrets
from collections.abc import Callable
from functools import wraps
from time import time
from typing import Any

from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from requests import RequestException

from core.councils import next_of
from core.models import STAFF_ROLES, Authority, Membership, User
from core.refusals import log

# What reading a token raises where it is not as it must be, beside what allauth itself looks for.
_UNREADABLE = (LookupError, TypeError, ValueError)

NOT_REACHED = "The directory did not answer as it should. Try again in a few minutes, or sign in with your password."
NOT_THIS_TIME = "The directory’s answer does not belong to this attempt to sign in. Begin again on the sign-in page."
NO_ADDRESS = (
    "The directory does not say that your email address is confirmed, so we cannot tell who you are. Ask those who "
    "run it."
)
NOT_KNOWN = (
    "The directory knows you, but nobody has given you a role here. Ask the administrator of your council to invite "
    "you."
)
NOT_AGAIN = (
    "The directory did not ask again who you are, so how you sign in cannot be changed now. Sign out of it, and try "
    "again."
)
NOT_IN_USE = "This account is not in use at the moment."


def only_by_another(request: HttpRequest, council: Authority) -> str:
    """Return the name of the council whose directory alone somebody signed in through, if not this one's.

    What one council's directory says of somebody holds for that council only.
    """
    if not settings.DIRECTORIES:
        return ""
    records = get_authentication_records(request, request.user)
    used = {str(one.get("provider")) for one in records if one.get("method") == "socialaccount"}
    own = any(one.get("method") in ("password", "mfa", "password_reset") for one in records)
    if not used or own or council.slug in used:
        return ""
    other = Authority.objects.filter(slug__in=used).first()
    return other.name if other else "another council"


class Refused(OAuth2Error):
    """Nobody is let in; the message is a sentence for the person."""


class Tokens(OpenIDConnectOAuth2Adapter):
    """Talks to a directory, and believes only what is signed and comes from it."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return what the directory says of itself, where it is the one that was asked."""
        found: dict[str, Any] = super().openid_config
        asked = str(self.get_provider().app.settings["server_url"])
        issuer = asked.split("/.well-known/")[0].rstrip("/")
        if str(found.get("issuer", "")).rstrip("/") != issuer:
            raise OAuth2Error("The directory says that it is another one.")
        return found

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any
    ) -> Any:
        """Return who signs in; both parts of what the directory says must be of the same person."""
        try:
            login = super().complete_login(request, app, token, **kwargs)
        except _UNREADABLE as error:
            raise OAuth2Error("The directory's answer cannot be read.") from error
        said = login.account.extra_data
        if said["id_token"].get("sub") != said["userinfo"].get("sub"):
            raise OAuth2Error("The directory speaks of two people.")
        return login

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        decoded: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return decoded


class Provider(OpenIDConnectProvider):
    """A directory."""

    oauth2_adapter_class = Tokens


class Adapter(DefaultSocialAccountAdapter):
    """How allauth's signing in through others differs here: it makes nobody, and remembers nothing."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the directories that the environment names, or the one of a council."""
        return [
            SocialApp(
                provider=OpenIDConnectProvider.id,
                provider_id=slug,
                name=one.name or slug,
                client_id=one.client,
                secret=one.secret,
                settings={"server_url": one.url, "oauth_pkce_enabled": True},
            )
            for slug, one in settings.DIRECTORIES.items()
            if provider in (None, slug)
        ]

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> Provider:
        """Return a council's directory."""
        return Provider(request, app=self.get_app(request, provider=provider))

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Find people by their address: whether the directory may say so is asked next."""
        return True

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Make no accounts."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let in who is known to the council, if the directory answers this very question."""
        said = sociallogin.account.extra_data
        nonce = sociallogin.state.get("nonce", "")
        if not nonce or not secrets.compare_digest(str(said["id_token"].get("nonce", "")), nonce):
            raise ImmediateHttpResponse(refuse(request, NOT_THIS_TIME, "directory: wrong nonce"))
        if said["userinfo"].get("email_verified") is not True:
            raise ImmediateHttpResponse(
                refuse(request, NO_ADDRESS, "directory: no confirmed address")
            )
        user = sociallogin.user
        if user is None or user.pk is None or not _belongs(user, sociallogin.account.provider):
            raise ImmediateHttpResponse(refuse(request, NOT_KNOWN, "directory: unknown person"))
        if not user.is_active:
            raise ImmediateHttpResponse(
                refuse(request, NOT_IN_USE, "directory: account not in use")
            )
        if sociallogin.state.get("again"):
            asked_at = said["id_token"].get("auth_time")  # not every directory says it
            if isinstance(asked_at, int) and time() - asked_at > REAUTHENTICATION_TIMEOUT:
                raise ImmediateHttpResponse(
                    refuse(request, NOT_AGAIN, "directory: did not ask again")
                )
            request.asked_again = True  # type: ignore[attr-defined]

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        **more: Any,
    ) -> None:
        """Say what went wrong, in a sentence."""
        why = NOT_REACHED if exception else NOT_THIS_TIME
        what = f"directory: {type(exception).__name__ if exception else error or 'unknown state'}"
        raise ImmediateHttpResponse(refuse(request, why, what))


def _belongs(user: User, slug: str) -> bool:
    theirs = Membership.objects.filter(user=user, authority__slug=slug, role__in=STAFF_ROLES)
    return bool(theirs.exists())


def refuse(request: HttpRequest, why: str, what: str) -> HttpResponse:
    """Answer somebody whom the directory did not sign in, with the reason, and log it."""
    log(request, what)
    return render(request, "account/directory_refused.html", {"why": why}, status=403)


_AGAIN = "directory_again"  # in the session: who was asked by their directory again, and when


def again_by_directory(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Have whoever can only come by a directory asked by it again, before they change how they sign in.

    All others are asked for their password or second step by allauth, which knows of no other way.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        slug = _only_way(request)
        if not slug or _asked_lately(request):
            return view(request, *args, **kwargs)
        query = urlencode({"next": request.get_full_path(), "again": "yes"})
        return HttpResponseRedirect(f"{reverse('openid_connect_login', args=[slug])}?{query}")

    return guarded


def _only_way(request: HttpRequest) -> str:
    """Return the directory by which somebody came who has no other way to say that it is them."""
    if not request.user.is_authenticated or get_reauthentication_flows(request.user):
        return ""
    records = get_authentication_records(request, request.user)
    used = [str(one.get("provider")) for one in records if one.get("method") == "socialaccount"]
    return next((slug for slug in reversed(used) if slug in settings.DIRECTORIES), "")


def _asked_lately(request: HttpRequest) -> bool:
    asked = request.session.get(_AGAIN, {})
    mine = bool(asked.get("by") == request.user.pk)
    return mine and time() - float(asked["at"]) < REAUTHENTICATION_TIMEOUT


@require_safe
@never_cache
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send somebody to their council's directory."""
    provider = _provider(request, provider_id)
    nonce = secrets.token_urlsafe(24)
    again = request.GET.get("again") == "yes"
    ask = {"prompt": "login", "max_age": "0"} if again else {}
    try:
        sent: HttpResponse = provider.redirect(
            request,
            AuthProcess.LOGIN,
            next_url=next_of(request) or None,
            auth_params={"nonce": nonce, **ask},
            nonce=nonce,
            again=again,
        )
    except (OAuth2Error, RequestException, *_UNREADABLE) as error:
        return refuse(request, NOT_REACHED, f"directory: {type(error).__name__}")
    return sent


@require_safe
@never_cache
def finish(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take what the directory sent back with somebody."""
    _provider(request, provider_id)
    view = OAuth2CallbackView.adapter_view(Tokens(request, provider_id))
    try:
        answer: HttpResponse = view(request)
    except (OAuth2Error, RequestException, *_UNREADABLE) as error:
        return refuse(request, NOT_REACHED, f"directory: {type(error).__name__}")
    if getattr(request, "asked_again", False) and request.user.is_authenticated:
        # Only now, for signing in again begins a new session.
        request.session[_AGAIN] = {"by": request.user.pk, "at": time()}
    return answer


def _provider(request: HttpRequest, slug: str) -> Provider:
    if slug not in settings.DIRECTORIES:
        raise Http404
    get_object_or_404(Authority, slug=slug)
    return Adapter(request).get_provider(request, slug)
