"""Settings of the site. Everything that differs between two councils comes from the environment."""

from pathlib import Path

import django

from core import environment

BASE_DIR = Path(__file__).resolve().parent.parent
BUILD_DIR = BASE_DIR / "build"

# Commands that only compute (appraise, check_scheme …) run without any environment, so what is
# missing is refused where the site starts: core/start.py.
DEBUG = environment.flag("VW_DEBUG")
SECRET_KEY = environment.secret("VW_SECRET_KEY")
# A key that was used before: what was encrypted with it can still be read, and old sessions go on.
SECRET_KEY_FALLBACKS = environment.names("VW_OLD_SECRET_KEYS")
ALLOWED_HOSTS = environment.names("VW_HOSTS", default="127.0.0.1,localhost")
# Where people find this site: what its mails link to.
ADDRESS = environment.address(
    "VW_ADDRESS",
    default="http://127.0.0.1:8000" if DEBUG else f"https://{ALLOWED_HOSTS[0].lstrip('.')}",
)
# How many proxies of ours a request comes through. What others write into its headers is not believed.
PROXIES = environment.number("VW_PROXIES", default=0, most=9)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "django_tasks",
    "django_tasks_db",
    "core",
    "appraisal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.ContentSecurityPolicy",
    "core.uploads.limits.BodyLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.LongerSession",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "appraisal.views.busy.BusyMiddleware",
]

ROOT_URLCONF = "core.urls"
WSGI_APPLICATION = "core.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The admin's own templates and no other application's: a page or a mail that we have not
        # written ourselves cannot go out.
        "DIRS": [
            BASE_DIR / "templates",
            Path(django.__file__).parent / "contrib" / "admin" / "templates",
        ],
        "APP_DIRS": False,
        "OPTIONS": {
            "builtins": [
                "appraisal.templatetags.show",
                "core.templatetags.govuk",
                "crispy_forms.templatetags.crispy_forms_filters",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.councils.branding",
                "appraisal.views.navigation.navigation",
            ],
        },
    }
]

DATABASES = {
    "default": environment.database("DATABASE_URL", default=BUILD_DIR / "valuing-worth.sqlite3")
}
# In the database, for all processes must count attempts together; core's migrations make the table.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
    }
}
# What takes longer than a page may waits in our own database for a worker, which bin/serve starts beside the
# site: a task and what it is about are written in one transaction, or neither is.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# A page with 200 rows of several fields each must arrive, and one with too many be answered in words.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
# To disk as it comes, and no byte more of a file that is too large.
FILE_UPLOAD_HANDLERS = ["core.uploads.limits.ToDisk"]

# What is done once a day, part by part: core/care.py. Each is a function that takes the time and says what it did.
CARE = {
    "letters": "core.care.letters",
    "sessions": "core.care.sessions",
    "tasks": "core.care.tasks",
    "files": "appraisal.care.files",
    "places": "appraisal.care.places",
    "retention": "appraisal.care.retention",
}
# What the worker looks for every few minutes, beside letters: core/tasks.py. Each is a function that takes the time
# and puts in the queue what nobody goes on with.
LOOKS = {
    "orders of packs": "appraisal.tasks.go_on_with_orders",
    "agenda packs": "appraisal.tasks.go_on_with_agenda_packs",
    "files of figures": "appraisal.tasks.go_on_with_imports",
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- who somebody is -----------------------------------------------------------------------------

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "core.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {
        "NAME": "core.accounts.passwords.NotAboutYou",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "core.accounts.passwords.NotWellKnown"},
    {"NAME": "core.accounts.passwords.NotOnlyFigures"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "core.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True  # one address, which another replaces once it is confirmed
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of every change to how somebody signs in
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # only in the browser that signed up
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "core.accounts.forms.SignIn",
    "signup": "core.accounts.forms.SignUp",
    "add_email": "core.accounts.forms.NewEmail",
    "change_password": "core.accounts.forms.ChangePassword",
    "set_password": "core.accounts.forms.SetPassword",
    "reset_password": "core.accounts.forms.ForgottenPassword",
    "reset_password_from_key": "core.accounts.forms.ResetPassword",
    "reauthenticate": "core.accounts.forms.ConfirmItIsYou",
}

# Whoever has a role at a council needs a second step. Only a machine that serves nobody else may do without.
SECOND_STEP = not environment.flag("VW_WITHOUT_SECOND_STEP")
# What the secrets of apps are encrypted with. A key that is made up for one process would lock everybody out.
SECOND_STEP_KEYS = (
    [SECRET_KEY, *SECRET_KEY_FALLBACKS] if environment.text("VW_SECRET_KEY", default="") else []
)
MFA_ADAPTER = "core.accounts.second_step.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a finger, a face or a PIN, not only the thing itself
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}  # a whole office may have one address
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds: the clock of somebody's phone
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Nobody signs in before their address is confirmed, so one that waits for it harms nobody.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "core.accounts.step_forms.EnterCode",
    "authenticate_webauthn": "core.accounts.step_forms.EnterByPasskey",
    "reauthenticate": "core.accounts.step_forms.ConfirmByCode",
    "reauthenticate_webauthn": "core.accounts.step_forms.ConfirmByPasskey",
    "activate_totp": "core.accounts.step_forms.SetUpApp",
    "deactivate_totp": "core.accounts.step_forms.RemoveApp",
    "generate_recovery_codes": "core.accounts.step_forms.NewCodes",
    "add_webauthn": "core.accounts.step_forms.AddPasskey",
    "edit_webauthn": "core.accounts.step_forms.RenamePasskey",
    "login_webauthn": "core.accounts.step_forms.SignInByPasskey",
}

# The councils' own directories of their people, each under the first part of its council's addresses.
SOCIALACCOUNT_ADAPTER = "core.accounts.directory.Adapter"
DIRECTORIES: dict[str, environment.Directory] = environment.directories()

ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES

# Twelve hours after the last page: an evening's work and the pause in it, but not the next person at
# the library's computer. What was typed comes back after signing in again: core/kept.py.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"  # links in our mails must find the session
CSRF_FAILURE_VIEW = "core.refusals.csrf_failure"

# --- mail ----------------------------------------------------------------------------------------

_mail = environment.mail("VW_EMAIL_URL", default=BUILD_DIR / "mail" if DEBUG else None)
EMAIL_BACKEND = _mail.backend
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.starts_tls, _mail.is_tls
EMAIL_FILE_PATH = _mail.folder
EMAIL_TIMEOUT = 10  # seconds: somebody is waiting for the page
DEFAULT_FROM_EMAIL = environment.text(
    "VW_EMAIL_FROM", default="Valuing Worth <valuing-worth@localhost>"
)

# --- forms, words, files -------------------------------------------------------------------------

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
if DEBUG:  # from where they lie; else bin/serve gathers and renames them before it starts
    WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
    _static = "django.contrib.staticfiles.storage.StaticFilesStorage"
else:
    _static = "core.storage.HashedFiles"

# What people send lies where no web server looks; appraisal/access.py is the only way to it.
FILES = environment.folder("VW_FILES", default=BUILD_DIR / "files")
_storage = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {
        "location": str(FILES),
        "base_url": None,
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    },
}
STORAGES = {"default": _storage, "staticfiles": {"BACKEND": _static}}
# How large a publisher’s file of figures may be that a scheme manager sends by a page, in megabytes.
MOST_OF_FIGURES = environment.number("VW_MOST_OF_FIGURES", default=300, most=10_000) * 1024 * 1024
# Where a virus scanner listens; without one, files can be read as soon as they are stored.
CLAMD = environment.scanner("VW_CLAMD")

# --- the way here and back -----------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not DEBUG:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# To ask browsers' makers to refuse the whole domain without TLS for ever is not this site's to decide.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"secrets": {"()": "core.logs.WithoutSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "security": {"level": "INFO"},  # what was refused: core/refusals.py
    },
}
