"""Django's settings: SQLite and nothing to set by default; what an installation may change comes from its environment."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from . import single_sign_on
from .database import at
from .place import Place

HERE = Path(__file__).parent
PLACE = Place.here()


def _listed(name: str, otherwise: str = "") -> list[str]:
    return [x.strip() for x in os.environ.get(name, otherwise).split(",") if x.strip()]


SECRET_KEY = PLACE.secret_key()
DEBUG = False
ORIGIN = os.environ.get("TALENTLOOP_ORIGIN", "")  # https://metingen.bureau.nl where it is served behind a proxy
ALLOWED_HOSTS = [*_listed("TALENTLOOP_HOSTS"), "127.0.0.1", "localhost", "[::1]"]
if ORIGIN:
    ALLOWED_HOSTS.append(urlsplit(ORIGIN).hostname or "")
CSRF_TRUSTED_ORIGINS = [ORIGIN] if ORIGIN else []
SECURE = ORIGIN.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.staticfiles", "django.contrib.humanize",
    "django_htmx", "csp", "allauth", "allauth.account", "allauth.mfa",
    "allauth.socialaccount", "allauth.socialaccount.providers.openid_connect", "allauth.usersessions",
    "talentloop.store.app", "talentloop.web.apps.WebConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware", "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware", "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware", "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware", "talentloop.web.reader.ReaderMiddleware",
    "talentloop.web.failures.ErrorsInWords",
]
ROOT_URLCONF = "talentloop.web.urls"
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": [HERE / "templates", *sorted((HERE / "screens").glob("*/templates"))],
    "APP_DIRS": True,
    "OPTIONS": {
        "context_processors": [
            "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages", "talentloop.web.reader.words_for",
            "talentloop.web.navigation.places_for"],
        "builtins": ["talentloop.web.templatetags.words"],
    },
}]

DATABASES = {"default": at(os.environ.get("TALENTLOOP_DATABASE_URL", ""), PLACE.database)}
AUTH_USER_MODEL = "store.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "talentloop.web.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "talentloop.web.passwords.NotCommon"},
    {"NAME": "talentloop.web.passwords.NotTheAddress", "OPTIONS": {"user_attributes": ("email",)}},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]

LOGIN_URL, LOGIN_REDIRECT_URL, ACCOUNT_LOGOUT_REDIRECT_URL = "account_login", "home", "account_login"
ACCOUNT_ADAPTER = "talentloop.web.entrance.ByInvitation"
SOCIALACCOUNT_ADAPTER = "talentloop.web.entrance.KnownPeople"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # people come in by an invitation to that address, or by the one-time link
ACCOUNT_CHANGE_EMAIL = ACCOUNT_REAUTHENTICATION_REQUIRED = True  # one address, changed once a link sent there is opened
ACCOUNT_FORMS = {"add_email": "talentloop.web.new_address.NewAddress"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reset_password": "5/m/ip,3/m/key",
                       "change_password": "5/m/user", "reauthenticate": "10/m/user"}
MFA_ADAPTER = "talentloop.web.entrance.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address that waits for its link keeps nobody from a second step, nor the reverse
MFA_TOTP_ISSUER = "talentloop"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # a browser allows passkeys on localhost only, where there is no TLS
SOCIALACCOUNT_PROVIDERS = single_sign_on.provider(os.environ)
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = bool(SOCIALACCOUNT_PROVIDERS)
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
COOKIES = "__Host-talentloop" if SECURE else "talentloop"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = COOKIES, f"{COOKIES}-form"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "talentloop.web.failures.stale_form"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_TEMP_DIR = PLACE.make().uploads  # what people bring lies nowhere but here
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {
    "default-src": [NONE], "script-src": [SELF, NONCE], "style-src": [SELF, NONCE], "img-src": [SELF, "data:"],
    "font-src": [SELF], "connect-src": [SELF], "base-uri": [NONE], "frame-ancestors": [NONE],
    "form-action": [SELF, *single_sign_on.origins(SOCIALACCOUNT_PROVIDERS)], "manifest-src": [SELF]}}

STATIC_URL = "static/"
STATICFILES_DIRS = [HERE / "static"]
STORAGES = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "talentloop.web.assets.Stamped"}}
WHITENOISE_USE_FINDERS, WHITENOISE_AUTOREFRESH = True, False
WHITENOISE_MAX_AGE = 31_536_000  # addresses carry the hash of what they lead to
LANGUAGE_CODE, USE_I18N, USE_TZ, TIME_ZONE = "nl", True, True, "UTC"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if "TALENTLOOP_SMTP_HOST" in os.environ else \
    "django.core.mail.backends.console.EmailBackend"
EMAIL_HOST = os.environ.get("TALENTLOOP_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("TALENTLOOP_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("TALENTLOOP_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("TALENTLOOP_SMTP_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_PORT == 587, EMAIL_PORT == 465
DEFAULT_FROM_EMAIL = os.environ.get("TALENTLOOP_MAIL_FROM", "talentloop@localhost")
LOGGING = {"version": 1, "disable_existing_loggers": False,
           "filters": {"refused": {"()": "talentloop.web.logged.RefusedInOneLine"}},
           "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["refused"]}},
           "root": {"handlers": ["console"], "level": "WARNING"}}
