"""From a scheme version in the database to the engine's scheme: parsed once, for it never changes."""

from appraisal.engine.scheme import Scheme
from appraisal.library import frozen_scheme
from appraisal.models import SchemeVersion


def engine_scheme(version: SchemeVersion) -> Scheme:
    """Return the engine's scheme of a version."""
    return frozen_scheme(version.text)
