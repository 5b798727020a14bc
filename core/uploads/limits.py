"""How much may be sent: what is larger is refused before it fills memory or disk.

A file that is somewhat too large is read to its end and thrown away on the way, so that the page can say so
beside everything else that was typed. What is larger still is refused before it is read.

A view that :func:`takes_larger` marks takes larger files, and from those alone who may use it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from core.refusals import log

MOST_BYTES = 20 * 1024 * 1024  # of one file
MOST_BODY = 100 * 1024 * 1024  # of everything that is sent at once
# A file that is larger than its page takes is still read to its end up to this much more.
_SOMEWHAT = 5

_View = TypeVar("_View", bound=Callable[..., HttpResponse])


@dataclass(frozen=True, slots=True)
class Larger:
    """What a view takes beyond what others do: the bytes of a file, from whom, and what to do with a larger one."""

    most: Callable[[], int]
    may: Callable[..., bool]  # the request, and what its address is made with
    instead: str

    @property
    def most_body(self) -> int:
        """Return how much may be sent at once."""
        return max(MOST_BODY, self.most() + self.most() // _SOMEWHAT)


def takes_larger(larger: Larger) -> Callable[[_View], _View]:
    """Mark a view that takes larger files than others."""

    def marked(view: _View) -> _View:
        view.takes_larger = larger  # type: ignore[attr-defined]
        return view

    return marked


def most_bytes(request: HttpRequest | None) -> int:
    """Return how large a file may be that is sent with a request."""
    found: int = getattr(request, "most_bytes", MOST_BYTES)
    return found


class TooLarge(UploadedFile):  # type: ignore[type-arg]  # generic for type checkers only
    """A file of which nothing was kept, for it is too large; ``size`` says how large it was."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__(file=BytesIO(), name=name or "file", size=size)


class ToDisk(TemporaryFileUploadHandler):
    """Writes files to disk as they come in, and nothing more of one that is too large.

    That one's place is then taken by a :class:`TooLarge`.
    """

    chunk_size = 64 * 1024

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.received = 0
        self.most = most_bytes(self.request)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a part while the file is not too large."""
        self.received += len(raw_data)
        if self.received <= self.most:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """Hand on the file, or what stands for one that is too large."""
        if self.received <= self.most:
            return super().file_complete(file_size)
        self.file.close()
        return TooLarge(self.file_name or "", self.received)


class BodyLimit:
    """Refuses a request whose body is beyond all sense, without reading it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request, or refuse it."""
        length = _length(request)
        if length is None or length > MOST_BODY:
            larger = _larger_at(request)
            if length is None or larger is None or length > larger.most_body:
                return _refused(request, larger)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Let who may do so send a larger file to a view that takes it; by now it is known who asks."""
        length, larger = _length(request) or 0, getattr(view, "takes_larger", None)
        if larger is None or length <= MOST_BYTES:
            return None
        if larger.may(request, **kwargs):
            request.most_bytes = larger.most()  # type: ignore[attr-defined]
            return None
        return _refused(request, None) if length > MOST_BODY else None


def _length(request: HttpRequest) -> int | None:
    """Return how many bytes a request says that it has; None where it says what makes no sense."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length[:20]) if length.isascii() and length.isdigit() else None


def _larger_at(request: HttpRequest) -> Larger | None:
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return None
    larger: Larger | None = getattr(found.func, "takes_larger", None)
    return larger


def _refused(request: HttpRequest, larger: Larger | None) -> HttpResponse:
    log(request, "body too large")
    most = larger.most() if larger else MOST_BYTES
    context = {"most": most // (1024 * 1024), "instead": larger.instead if larger else ""}
    response = render(request, "413.html", context, status=413)
    response.headers["Connection"] = "close"
    return response
