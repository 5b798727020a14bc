"""From a scheme version in the database to the engine's scheme: parsed once, for it never changes."""

from functools import lru_cache

from appraisal.engine.scheme import Scheme
from appraisal.library import parse_scheme_text
from appraisal.models import SchemeVersion


def engine_scheme(version: SchemeVersion) -> Scheme:
    """Return the engine's scheme of a version."""
    return _parsed(version.text)


@lru_cache(maxsize=32)
def _parsed(text: str) -> Scheme:
    return parse_scheme_text(text)
