"""What any council service needs."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Knows nothing of appraisals."""

    name = "core"
