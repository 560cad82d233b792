"""Django's settings, derived from the typed settings of the installation (env.py)."""

import sys
from urllib.parse import parse_qsl, unquote, urlparse

from motcua.config import env
from motcua.faces.kit import words

try:
    MOTCUA = env.load()
except env.Misconfigured as fault:
    sys.exit(str(fault))


def _database(url: str) -> dict[str, object]:
    parts = urlparse(url)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "") or ""),
        # One persistent connection a thread: threads x workers stays far below max_connections.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {
            "application_name": "motcua",
            # Values travel apart from the statement, and a statement seen before is planned once a connection.
            "server_side_binding": True,
            "prepare_threshold": 3,
            "options": "-c timezone=UTC -c statement_timeout=30s -c lock_timeout=10s",
            **options,
        },
    }


SECRET_KEY = MOTCUA.secret_key
DEBUG = MOTCUA.debug
ALLOWED_HOSTS = [MOTCUA.host, "127.0.0.1", "localhost", "testserver"]
CSRF_TRUSTED_ORIGINS = [MOTCUA.public_url]
DATABASES = {"default": _database(MOTCUA.database_url)}
if MOTCUA.owner_database_url:
    DATABASES["owner"] = _database(MOTCUA.owner_database_url)

INSTALLED_APPS = [
    "motcua.kernel",
    "motcua.rooms.agencies",
    "motcua.rooms.identity",
    "motcua.rooms.calendar",
    "motcua.rooms.documents",
    "motcua.rooms.notifications",
    "motcua.rooms.forms",
    "motcua.rooms.payments",
    "motcua.rooms.process",
    "motcua.rooms.catalogue",
    "motcua.rooms.dossiers",
    "motcua.rooms.feedback",
    "motcua.rooms.insights",
    "motcua.faces.kit",
    "motcua.faces.portal",
    "motcua.faces.desk",
    "motcua.faces.api",
    "motcua.faces.console",
    "motcua.config",
    "django_htmx",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "motcua.faces.kit.security.SecurityMiddleware",
    "motcua.faces.kit.language.LanguageMiddleware",
    "motcua.faces.portal.account.middleware.SessionMiddleware",
    "motcua.faces.kit.errors.ErrorsMiddleware",
    "motcua.faces.portal.account.middleware.StepUpMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "motcua.faces.kit.typed.TypedMiddleware",
    "motcua.config.reading.ReadScopeMiddleware",
]
ROOT_URLCONF = "motcua.config.urls"
WSGI_APPLICATION = "motcua.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "motcua.faces.kit.environment.environment",
            "context_processors": ["motcua.faces.kit.environment.form_proof"],
        },
    }
]
STATIC_URL = "/tinh/"
STATIC_ROOT = MOTCUA.data_dir / "static"
# An installation serves what `motcua assets` built; a bare checkout (the tests) serves the sources.

USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LANGUAGE_CODE = "vi"
words.compile_stale()  # now: Django reads the words when it makes the first model with a constraint
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "motcua_lang"
USE_I18N = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = MOTCUA.https
CSRF_FAILURE_VIEW = "motcua.faces.kit.errors.csrf_failure"
APPEND_SLASH = False

EMAIL_HOST, EMAIL_PORT = MOTCUA.mail_host, MOTCUA.mail_port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MOTCUA.mail_user, MOTCUA.mail_password
EMAIL_USE_TLS, EMAIL_TIMEOUT = MOTCUA.mail_tls, 10
DEFAULT_FROM_EMAIL = MOTCUA.mail_from
SILENCED_SYSTEM_CHECKS: list[str] = []
MIGRATION_MODULES: dict[str, str] = {}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "motcua": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "pyhanko": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
