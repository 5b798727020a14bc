"""Where a web server finds the site."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from core import environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
if not settings.DEBUG:
    environment.require(
        "VW_SECRET_KEY",
        "Set it to a long random text, or set VW_DEBUG=1 on a machine that serves nobody else.",
    )
application = get_wsgi_application()
