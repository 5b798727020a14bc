"""The start page: worked examples, with their scores, kites and packs."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from appraisal.examples import Example, example, examples
from appraisal.pack import draw_file
from appraisal.queries import councils
from appraisal.readers import Reader
from appraisal.result import result_of
from appraisal.showing.check import check_page
from appraisal.showing.glance import glance_of
from appraisal.showing.kite_address import NoSuchKite, drawing
from appraisal.showing.result import result_page
from appraisal.views.drawings import answer_with, drawing_of
from core.middleware import IMAGE_POLICY

KITE_HEADERS = {
    "Content-Security-Policy": IMAGE_POLICY,
    "Cache-Control": "public, max-age=31536000, immutable",
}


def of_example(
    view: Callable[[HttpRequest, Example], HttpResponse],
) -> Callable[[HttpRequest, str], HttpResponse]:
    """Make a view of an example's name; a name that there is none of does not exist."""

    @require_safe
    @wraps(view)
    def by_name(request: HttpRequest, name: str) -> HttpResponse:
        try:
            found = example(name)
        except KeyError:
            raise Http404 from None
        return view(request, found)

    return by_name


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show what the product does, by its worked examples, and the way to each council."""
    shown = [(one.name, glance_of(one.file, one.appraisal)) for one in examples()]
    return render(request, "appraisal/start.html", {"examples": shown, "councils": councils()})


@of_example
def worked_example(request: HttpRequest, found: Example) -> HttpResponse:
    """Show the result of an example, as an officer reads it, every figure with its working."""
    page = result_page(found.file, found.appraisal, reader=Reader.OFFICER)
    return render(request, "appraisal/worked_example.html", {"example": found, "result": page})


@of_example
def answers(request: HttpRequest, found: Example) -> HttpResponse:
    """Show what was answered in an example."""
    page = check_page(found.file, reader=Reader.OFFICER)
    return render(request, "appraisal/answers.html", {"example": found, "check": page})


@require_safe
def kite(request: HttpRequest, token: str) -> HttpResponse:
    """Return the picture that a token stands for. It never changes, and asks nothing of anybody."""
    try:
        picture = drawing(token)
    except NoSuchKite:
        raise Http404 from None
    return HttpResponse(picture, content_type="image/svg+xml", headers=KITE_HEADERS)


@of_example
def pack(request: HttpRequest, found: Example) -> HttpResponse:
    """Draw the pack of an example."""
    name = f'inline; filename="{found.name}-pack.pdf"'
    return answer_with(request, drawing_of(_draw_pack, found.name), "application/pdf", name)


def _draw_pack(name: str) -> bytes:
    return draw_file(example(name).file)


@of_example
def appraisal_file(request: HttpRequest, found: Example) -> HttpResponse:
    """Return the appraisal file of an example, byte for byte."""
    response = HttpResponse(found.file.source, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.name}.json"'
    return response


@of_example
def result(request: HttpRequest, found: Example) -> HttpResponse:
    """Return the result of an example as the contract writes it."""
    return JsonResponse(
        result_of(found.appraisal), json_dumps_params={"indent": 1, "ensure_ascii": False}
    )
