"""How much may be sent: what is larger is refused before it fills memory or disk.

A file that is somewhat too large is read to its end and thrown away on the way, so that the page can say so
beside everything else that was typed. What is larger still is refused before it is read.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.refusals import log

MOST_BYTES = 20 * 1024 * 1024  # of one file
MOST_BODY = 100 * 1024 * 1024  # of everything that is sent at once


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

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a part while the file is not too large."""
        self.received += len(raw_data)
        if self.received <= MOST_BYTES:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """Hand on the file, or what stands for one that is too large."""
        if self.received <= MOST_BYTES:
            return super().file_complete(file_size)
        self.file.close()
        return TooLarge(self.file_name or "", self.received)


class BodyLimit:
    """Refuses a request whose body is beyond all sense, without reading it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request, or refuse it."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()) or int(length[:20]) > MOST_BODY:
            log(request, "body too large")
            response = render(request, "413.html", status=413)
            response.headers["Connection"] = "close"
            return response
        return self.get_response(request)
