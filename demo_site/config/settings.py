"""Settings of the demo blog; every choice that a visitor may change is an environment variable."""

from __future__ import annotations

import os
from pathlib import Path

import django

from .databases import databases
from .optional import HAS_REST_FRAMEWORK

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)

# The demo is never deployed: a fixed key keeps sessions alive across restarts.
SECRET_KEY = "demo-only-not-a-secret-field-notes"
DEBUG = os.environ.get("DEMO_DEBUG", "1") == "1"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", ".localhost"]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "blog.apps.BlogConfig",
]
if HAS_REST_FRAMEWORK:
    INSTALLED_APPS += ["rest_framework"]
if os.environ.get("DEMO_WITHOUT_CYCLEPROF") != "1":
    INSTALLED_APPS += ["cycleprof"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "blog.middleware.request_id",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "blog.middleware.SlowMiddleware",
    "blog.middleware.RescueMiddleware",
    "blog.middleware.StepsMiddleware",
]
if os.environ.get("DEMO_MIDDLEWARE") == "sync":
    MIDDLEWARE += ["blog.middleware.SyncOnly"]
if os.environ.get("DEMO_MIDDLEWARE") == "async":
    MIDDLEWARE += ["blog.middleware.AsyncOnly"]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "blog.context_processors.site",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "config.jinja2.environment",
            "context_processors": [
                "django.contrib.auth.context_processors.auth",
                "blog.context_processors.site",
            ],
        },
    },
]

DATABASES = databases(VAR_DIR)
DATABASE_ROUTERS = ["blog.routers.ArchiveRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "field-notes",
    },
    "files": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache",
        "TIMEOUT": 300,
    },
}

LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "blog:index"
LOGOUT_REDIRECT_URL = "blog:index"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "British English"), ("de", "German"), ("fr", "French")]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"

MAIL_TO_FILES = "django.core.mail.backends.filebased.EmailBackend"
if django.VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": MAIL_TO_FILES, "OPTIONS": {"file_path": VAR_DIR / "mail"}}}
else:
    EMAIL_BACKEND = MAIL_TO_FILES
    EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = "Field Notes <notes@localhost>"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname:<7} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {"blog": {"handlers": ["console"], "level": "INFO"}},
}

# Where the pages about outgoing HTTP send their requests: an address such as
# http://127.0.0.1:9000. Empty: a server thread of the demo's own, started on first use.
DEMO_HTTP_TARGET = os.environ.get("DEMO_HTTP_TARGET", "")
