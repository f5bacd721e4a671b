"""Addresses of the privacy officer's corner."""

from django.urls import path

from .files import LogFile, PrivacyFile
from .keyring import Keyring
from .log import Log
from .retention import Retention
from .subject import Requests
from .views import Overview, PaperFile, Rules

client_pages = [
    path("privacy/", Overview.as_view(), name="privacy"),
    path("privacy/export.<str:form>", PrivacyFile.as_view(), name="privacy_file"),
    path("privacy/requests/", Requests.as_view(), name="privacy_requests"),
    path("privacy/retention/", Retention.as_view(), name="privacy_retention"),
    path("privacy/keys/", Keyring.as_view(), name="privacy_keys"),
    path("privacy/rules/", Rules.as_view(), name="privacy_rules"),
    path("privacy/log/", Log.as_view(), name="privacy_log"),
    path("privacy/log/export.<str:form>", LogFile.as_view(), name="log_file"),
    path("privacy/papers/<str:name>", PaperFile.as_view(), name="privacy_paper"),
]
