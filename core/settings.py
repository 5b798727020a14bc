"""Settings of the site. Everything that differs between two councils comes from the environment."""

from pathlib import Path

from core import environment

BASE_DIR = Path(__file__).resolve().parent.parent
BUILD_DIR = BASE_DIR / "build"

# Commands that only compute (appraise, check_scheme …) run without any environment, so a missing
# secret is refused where the site starts: core/wsgi.py.
DEBUG = environment.flag("VW_DEBUG")
SECRET_KEY = environment.secret("VW_SECRET_KEY")
ALLOWED_HOSTS = environment.names("VW_HOSTS", default="127.0.0.1,localhost")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "crispy_forms",
    "core",
    "appraisal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.ContentSecurityPolicy",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "core.urls"
WSGI_APPLICATION = "core.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "builtins": ["appraisal.templatetags.show", "core.templatetags.govuk"],
        },
    }
]

DATABASES = {
    "default": environment.database("DATABASE_URL", default=BUILD_DIR / "valuing-worth.sqlite3")
}
# A page with 200 rows of several fields each must arrive, and one with too many be answered in words.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

AUTH_USER_MODEL = "core.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Forms are drawn from templates/govuk.
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_ALLOWED_TEMPLATE_PACKS = "govuk"
CRISPY_FAIL_SILENTLY = DEBUG is False

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BUILD_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("fonts", BUILD_DIR / "fonts"),
    ("assets", BUILD_DIR / "assets"),
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
