"""Parts of addresses."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class NumberConverter(IntConverter):
    """A number as rows have them; a longer one, which a database could not even look for, is no address."""

    regex = "[0-9]{1,18}"


register_converter(NumberConverter, "number")
