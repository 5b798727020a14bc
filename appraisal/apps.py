"""The appraisal application."""

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    """Community asset transfer and coproduction, appraised."""

    name = "appraisal"
