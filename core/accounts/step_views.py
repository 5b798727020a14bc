"""The pages of the second step that allauth has none for, or others."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.accounts.second_step import WANTED
from core.accounts.step_forms import RemovePasskey
from core.councils import next_of
from core.kept import sign_in_required
from core.middleware import IMAGE_POLICY
from core.models import User


@require_safe
@sign_in_required
def second_step(request: HttpRequest) -> HttpResponse:
    """Show which second steps somebody has; and to whom one of their roles sent here, why they need one."""
    assert isinstance(request.user, User)  # noqa: S101 (for the type checker)
    if wanted := next_of(request):
        request.session[WANTED] = wanted
    own = list(Authenticator.objects.filter(user_id=request.user.pk).order_by("created_at", "pk"))
    context = {
        "app": next((one for one in own if one.type == Authenticator.Type.TOTP), None),
        "passkeys": [one for one in own if one.type == Authenticator.Type.WEBAUTHN],
        "codes": next((one for one in own if one.type == Authenticator.Type.RECOVERY_CODES), None),
        "wanted": wanted,
    }
    return render(request, "mfa/index.html", context)


@require_safe
@never_cache
@sign_in_required
def picture(request: HttpRequest) -> HttpResponse:
    """Draw the square that an app reads its secret from, of the page that is open."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    response = HttpResponse(svg, content_type="image/svg+xml")
    response.headers["Content-Security-Policy"] = IMAGE_POLICY
    return response


class PasskeySignIn(webauthn.LoginWebAuthnView):
    """Signing in with a passkey alone: a page of its own, for the browser may not fetch anything beside."""

    template_name = "mfa/webauthn/sign_in.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask the browser for a passkey."""
        page: HttpResponse = self.render_to_response(self.get_context_data(form=self.get_form()))
        return page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "js_data": {"request_options": auth.begin_authentication(user=None)}}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say that it did not work, on the same page."""
        page: HttpResponse = self.render_to_response(self.get_context_data(form=form))
        return page


class PasskeyConfirm(webauthn.ReauthenticateWebAuthnView):
    """Confirming with a passkey that it is you; what did not work is said on the same page."""

    def form_invalid(self, form: Any) -> HttpResponse:
        page: HttpResponse = self.render_to_response({**self.get_context_data(), "form": form})
        return page


class PasskeyRemove(webauthn.RemoveWebAuthnView):
    """Removing a passkey, unless it is the last second step of somebody who needs one."""

    form_class = RemovePasskey

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return {**kwargs, "instance": self.object}

    def get_success_url(self) -> str:
        return reverse("mfa_index")


class PasskeyRename(webauthn.EditWebAuthnView):
    """Giving a passkey another name."""

    def get_success_url(self) -> str:
        return reverse("mfa_index")


sign_in_by_passkey = PasskeySignIn.as_view()
confirm_by_passkey = PasskeyConfirm.as_view()
remove_passkey = PasskeyRemove.as_view()
rename_passkey = PasskeyRename.as_view()
