"""The app's own settings on a data folder that goes when the tests end; on SQLite, or on a PostgreSQL of their own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="talentloop-web-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ["TALENTLOOP_DATA"] = str(FOLDER)
ON_POSTGRES = os.environ.get("TESTS_ON") == "postgres"
if ON_POSTGRES and "TALENTLOOP_DATABASE_URL" not in os.environ:  # workers of one run find the server of the first
    from web.postgres import start

    os.environ["TALENTLOOP_DATABASE_URL"] = start()

from talentloop.web.settings import *  # noqa: E402, F403
from talentloop.web.settings import DATABASES  # noqa: E402

if not ON_POSTGRES:
    DATABASES["default"]["TEST"] = {"NAME": str(FOLDER / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_RATE_LIMITS = {"login": "1000/m/ip", "login_failed": "1000/m/ip"}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SECRET_KEY = "of every process of a run, so that each opens what another has sealed"
