"""Django's settings. What a hub may want to change comes from the environment: docs/reference/settings.md lists it."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from pshub.config.environment import data_folder, database, flag, last_address, stored_key, words

DATA = data_folder()
DEMO = flag("PSHUB_DEMO")
DEBUG = flag("PSHUB_DEBUG")
# Where a demonstration leaves the address it was served at, for commands that name addresses of the same hub.
ADDRESS_FILE = DATA / "address"
BASE_URL = (os.environ.get("PSHUB_BASE_URL") or last_address(ADDRESS_FILE) or "http://127.0.0.1:8000").rstrip("/")
SOURCE_URL = os.environ.get("PSHUB_SOURCE_URL", "")
HUB_NAME = os.environ.get("PSHUB_NAME", "Public Services Hub")
SECRET_KEY = os.environ.get("PSHUB_SECRET_KEY") or stored_key(DATA, "secret")
KEYS = DATA / "keys"
ALLOWED_HOSTS = words("PSHUB_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = words("PSHUB_TRUSTED_ORIGINS")
SECURE_CONNECTION = BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "pshub.config.apps.ConfigConfig",
    "pshub.site.apps.SiteConfig",
    "pshub.publishing.publications.apps.PublicationsConfig",
    "pshub.practice.conversations.apps.ConversationsConfig",
    "pshub.inquiries.apps.InquiriesConfig",
    "pshub.evidence.apps.EvidenceConfig",
    "pshub.people.apps.PeopleConfig",
    "pshub.delivery.apps.DeliveryConfig",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "pshub.people.wagtail_users.HubUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_htmx",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pshub.people.middleware.StudioSignInMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "pshub.config.urls"
WSGI_APPLICATION = "pshub.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pshub.site.context.hub",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA / "cache"),
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    },
    # Counters of rate limits live in memory alone, unless several web processes share them through Redis.
    "limits": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "limits",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
if redis := os.environ.get("PSHUB_REDIS_URL"):
    for alias in CACHES:
        CACHES[alias] = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "compute"]}}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "pshub.people.backends.RoleBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "pshub.people.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = HUB_NAME
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
TIME_ZONE = os.environ.get("PSHUB_TIME_ZONE", "Europe/London")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
SERVE_MEDIA = flag("PSHUB_SERVE_MEDIA", default=True)
RESTRICTED_ROOT = DATA / "restricted"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "restricted": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(RESTRICTED_ROOT), "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 3600

EMAIL_HOST = os.environ.get("PSHUB_EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("PSHUB_EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("PSHUB_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("PSHUB_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = flag("PSHUB_EMAIL_TLS", default=True)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("PSHUB_FROM_EMAIL", "hub@localhost")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_CONNECTION
SECURE_SSL_REDIRECT = SECURE_CONNECTION and flag("PSHUB_SSL_REDIRECT")
SECURE_HSTS_SECONDS = int(os.environ.get("PSHUB_HSTS_SECONDS", "0"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("PSHUB_BEHIND_PROXY") else None
BEHIND_PROXY = flag("PSHUB_BEHIND_PROXY")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/studio/",),
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    },
}

WAGTAIL_SITE_NAME = HUB_NAME
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False

# Votes and statements: what one network address or one participant may do in a while (see people/limits.py).
RATE_LIMITS = {
    "vote": (120, 60),
    "join": (60, 3600),
    "statement": (10, 3600),
    "recompute": (6, 600),
    "export": (30, 600),
    "sign-in": (20, 600),
}
RECOMPUTE_MINUTES = int(os.environ.get("PSHUB_RECOMPUTE_MINUTES", "60"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("PSHUB_LOG_LEVEL", "WARNING")},
}
PROJECT_FOLDER = Path(__file__).resolve().parent.parent
