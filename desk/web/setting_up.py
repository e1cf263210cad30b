"""Django, set up for one workspace, and the headers that every answer bears.

No settings module: what differs between offices stands in the workspace, everything else is the same for all.
"""

import os
import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from desk.config.settings import DeskSettings
from desk.web.here import Here, settle_in
from desk.workspace.workspace import Workspace

HERE = Path(__file__).parent
HOURS = 3600
SESSION = 8 * HOURS  # seconds without a request; a browser that is closed ends it too
TRIES, AGAIN = 5, 0.25  # wrong passwords of one name from one address; hours until they are forgotten
LARGEST = 55_000_000  # bytes of a form with its files
POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
}


def set_up(here: Here, settings: DeskSettings) -> None:
    """Make this process the desk of that workspace: once a process. Makes its database and its key where there are
    none."""
    import django
    from django.conf import settings as django_settings
    from django.core.management import call_command

    settle_in(here)
    if not django_settings.configured:
        django_settings.configure(**_settings(here.workspace, settings))
        django.setup()
    database = here.workspace.people
    call_command("migrate", verbosity=0, interactive=False)
    database.chmod(0o600)


def key_of(workspace: Workspace) -> str:
    """The key that sessions and links are signed with: made at the first start, readable to the office only."""
    path = workspace.data / "desk.key"
    workspace.data.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")


MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "desk.web.gate.Gate",
    "axes.middleware.AxesMiddleware",
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_links": {"()": "desk.web.gate.NoLinks"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["no_links"]}},
    # what a person did wrong, he is told; the log is for what the program did wrong
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR"},
        "axes": {"handlers": ["stderr"], "level": "ERROR"},
    },
}
CONTEXT = [  # what every template may show
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "desk.web.gate.surroundings",
]


def _settings(workspace: Workspace, settings: DeskSettings) -> dict[str, Any]:
    own = ("contenttypes", "auth", "sessions", "messages", "staticfiles")
    return {
        "SECRET_KEY": key_of(workspace),
        "DEBUG": False,
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]", *settings.names],
        "ROOT_URLCONF": "desk.web.urls",
        "INSTALLED_APPS": [*(f"django.contrib.{name}" for name in own), "axes", "csp", "desk.web.people"],
        "MIDDLEWARE": MIDDLEWARE,
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [HERE / "templates"],
                "OPTIONS": {"context_processors": CONTEXT, "builtins": ["desk.web.tags"]},
            }
        ],
        **_database(workspace),
        **_people(),
        **_wire(settings),
    }


def _database(workspace: Workspace) -> dict[str, Any]:
    written = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": written}
    own = {"ENGINE": "django.db.backends.sqlite3", "NAME": workspace.people, "OPTIONS": options}
    return {"DATABASES": {"default": own}}


def _people() -> dict[str, Any]:
    return {
        "AUTH_USER_MODEL": "people.Person",
        "AUTHENTICATION_BACKENDS": [
            "axes.backends.AxesStandaloneBackend",
            "django.contrib.auth.backends.ModelBackend",
        ],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
            for name, options in (
                ("MinimumLengthValidator", {"min_length": 10}),
                ("CommonPasswordValidator", {}),
                ("NumericPasswordValidator", {}),
            )
        ],
        "AXES_FAILURE_LIMIT": TRIES,
        "AXES_COOLOFF_TIME": AGAIN,
        # a colleague behind the office's one address locks out nobody
        "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
        "AXES_LOCKOUT_CALLABLE": "desk.web.views.administration.sign_in.locked_out",
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_USERNAME_FORM_FIELD": "login",
        "AXES_ENABLE_ADMIN": False,
        "AXES_VERBOSE": False,
        "AXES_IPWARE_PROXY_COUNT": 0,
        "LOGIN_URL": "login",
        "LANGUAGE_CODE": "zh-hans",
        "TIME_ZONE": "Asia/Shanghai",
        "USE_TZ": True,
        "SESSION_COOKIE_AGE": SESSION,
        "SESSION_SAVE_EVERY_REQUEST": False,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SESSION_COOKIE_NAME": "xuncha_session",
        "CSRF_COOKIE_NAME": "xuncha_csrf",
        "CSRF_COOKIE_HTTPONLY": True,
        "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
    }


def _wire(settings: DeskSettings) -> dict[str, Any]:
    return {
        "CONTENT_SECURITY_POLICY": {"DIRECTIVES": POLICY},
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": 5000,
        "CSRF_FAILURE_VIEW": "desk.web.gate.csrf_failed",
        "X_FRAME_OPTIONS": "DENY",
        "SECURE_REFERRER_POLICY": "same-origin",
        "SESSION_COOKIE_SECURE": settings.tls,
        "CSRF_COOKIE_SECURE": settings.tls,
        "SECURE_SSL_REDIRECT": settings.tls,
        "SECURE_HSTS_SECONDS": 365 * 24 * HOURS if settings.tls else 0,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": settings.tls,
        "SECURE_HSTS_PRELOAD": settings.tls,
        "STATIC_URL": "/static/",
        "STATICFILES_DIRS": [HERE / "static"],
        "WHITENOISE_USE_FINDERS": True,
        "WHITENOISE_MAX_AGE": HOURS,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": LARGEST,
        "FILE_UPLOAD_MAX_MEMORY_SIZE": LARGEST,
        "FILE_UPLOAD_HANDLERS": ["django.core.files.uploadhandler.MemoryFileUploadHandler"],
        "LOGGING": LOGGING,
    }
