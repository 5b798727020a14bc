"""The start page: worked examples, with their scores, kites and packs."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from appraisal.engine.kite import kite_points
from appraisal.examples import Example, example, examples
from appraisal.pack import draw_file
from appraisal.pack.kite import kite_svg
from appraisal.pack.kite_plan import Assessment
from appraisal.result import result_of
from core.middleware import IMAGE_POLICY


def of_example(
    view: Callable[[Example], HttpResponse],
) -> Callable[[HttpRequest, str], HttpResponse]:
    """Make a view of an example's name; a name that there is none of does not exist."""

    @require_safe
    @wraps(view)
    def by_name(request: HttpRequest, name: str) -> HttpResponse:
        try:
            found = example(name)
        except KeyError:
            raise Http404 from None
        return view(found)

    return by_name


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show what the product does, by its worked examples."""
    return render(request, "appraisal/start.html", {"examples": examples()})


@of_example
def kite(found: Example) -> HttpResponse:
    """Return the Outcomes Kite of an example as an image of its own."""
    drawing = kite_svg([Assessment("", kite_points(found.appraisal))], text="paths", width_mm=95)
    response = HttpResponse(drawing, content_type="image/svg+xml")
    response.headers["Content-Security-Policy"] = IMAGE_POLICY
    response.headers["Cache-Control"] = "max-age=300"
    return response


@of_example
def pack(found: Example) -> HttpResponse:
    """Draw the pack of an example."""
    response = HttpResponse(draw_file(found.file), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.name}-pack.pdf"'
    return response


@of_example
def appraisal_file(found: Example) -> HttpResponse:
    """Return the appraisal file of an example, byte for byte."""
    response = HttpResponse(found.file.source, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.name}.json"'
    return response


@of_example
def result(found: Example) -> HttpResponse:
    """Return the result of an example as the contract writes it."""
    return JsonResponse(
        result_of(found.appraisal), json_dumps_params={"indent": 1, "ensure_ascii": False}
    )
