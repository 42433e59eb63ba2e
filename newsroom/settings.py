"""Settings of the newsroom, read from the environment.

Without any variable set, everything lives in `var/` on this machine: SQLite, private images,
a generated secret key. `NEWSROOM_ENV=production` refuses to start on development defaults.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from newsroom import environment as env
from newsroom.bucket import storage_patience
from newsroom.editor import CKEDITOR_CONFIGS  # noqa: F401  (a setting of the editor)
from newsroom.theme import UNFOLD  # noqa: F401  (a setting of the admin's theme)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = env.folder("NEWSROOM_VAR", BASE_DIR / "var")
# Drafts, keys and the database are nobody else's on this machine.
env.make_private(VAR)
PRODUCTION = (
    env.choice("NEWSROOM_ENV", ("development", "production"), "development") == "production"
)
DEBUG = env.flag("NEWSROOM_DEBUG")
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("NEWSROOM_DEBUG must be off when NEWSROOM_ENV=production.")

# Which half of the house this process serves: readers, staff or both.
WING = env.choice("NEWSROOM_WING", ("all", "public", "desk"), "all")
HAS_DESK = WING in ("all", "desk")
HAS_PUBLIC = WING in ("all", "public")

SECRET_KEY = env.secret("NEWSROOM_SECRET_KEY", keep_in=VAR / "secret-key", production=PRODUCTION)
ALLOWED_HOSTS = env.hosts(
    "NEWSROOM_HOSTS", () if PRODUCTION else ("localhost", "127.0.0.1", "[::1]")
)
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("NEWSROOM_HOSTS must name the site's hosts, separated by commas.")
CSRF_TRUSTED_ORIGINS = env.origins("NEWSROOM_TRUSTED_ORIGINS")
# The readers' site as the outside world writes it; empty: taken from the request.
SITE_URL = env.web_address("NEWSROOM_SITE_URL")

# --- Applications -----------------------------------------------------------------------------

# The editor of texts (articles/admin/editor.py). In production the files of the other one are not
# there at all; elsewhere both are, for tests.
EDITOR = env.choice("NEWSROOM_EDITOR", ("ckeditor", "prose"), "ckeditor")
_EDITOR_APPS = {"ckeditor": "ckeditor", "prose": "django_prose_editor"}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "accounts",
    "articles",
    "newsroom.apps.NewsroomConfig",
]
if HAS_DESK:
    INSTALLED_APPS = [
        # Not its default configuration, which puts a site of its own in place of ours.
        "unfold.apps.BasicAppConfig",
        "newsroom.adminapp.NewsroomAdminConfig",
        "django.contrib.sessions",
        "django.contrib.messages",
        *([_EDITOR_APPS[EDITOR]] if PRODUCTION else _EDITOR_APPS.values()),
        "allauth",
        "allauth.account",
        "allauth.mfa",
        "allauth.usersessions",
        "allauth.socialaccount",
        "allauth.socialaccount.providers.openid_connect",
        *INSTALLED_APPS,
    ]

# Numbers for Prometheus are given to whoever has the token or asks from one of these networks;
# without both there is no such address.
METRICS_TOKEN = env.text("NEWSROOM_METRICS_TOKEN")
METRICS_ALLOW = env.networks("NEWSROOM_METRICS_ALLOW")
METRICS = bool(METRICS_TOKEN or METRICS_ALLOW)
if METRICS_TOKEN and len(METRICS_TOKEN) < 20:
    raise ImproperlyConfigured("NEWSROOM_METRICS_TOKEN is too short: give it 20 characters.")
LOG = env.choice("NEWSROOM_LOG", ("text", "json"), "text")

MIDDLEWARE = [
    "newsroom.requestid.RequestId",
    "newsroom.health.Monitors",
    *(["newsroom.metrics.measure.Metrics"] if METRICS else []),
    *(["newsroom.requestlog.RequestLog"] if LOG == "json" else []),
    "django.middleware.security.SecurityMiddleware",
    "newsroom.statics.StaticFiles",
    "newsroom.policy.ContentSecurityPolicy",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsroom.methods.ThreeMethods",
]
if HAS_DESK:
    MIDDLEWARE += [
        "newsroom.sessions.Sessions",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "allauth.account.middleware.AccountMiddleware",
        "accounts.idle.IdleLimit",
        "newsroom.nulls.NoNulls",
        "newsroom.actor.Actor",
        "newsroom.guard.Guarded",
        "newsroom.auditlog.Refusals",
        "newsroom.accesslog.AccessLog",
    ]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        # Readers' pages.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "jinja2"],
        "OPTIONS": {"environment": "articles.rendering.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                *(
                    [
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                    if HAS_DESK
                    else []
                ),
            ],
        },
    },
]

# --- Database ---------------------------------------------------------------------------------

_database_url = env.text("DATABASE_URL") or f"sqlite:///{VAR / 'newsroom.sqlite3'}"
try:
    _database = environ.Env.db_url_config(_database_url)
except Exception as error:
    raise ImproperlyConfigured(f"DATABASE_URL is not a database address: {error}") from error
if "@" in str(_database.get("NAME", "")):
    raise ImproperlyConfigured(
        "DATABASE_URL cannot be read: in a password, @ : / ? # % are written %40 %3A %2F %3F %23 "
        "%25. Letters and digits need nothing of it."
    )
# For a readers' wing: the process cannot write even if it were told to.
_read_only = env.flag("NEWSROOM_DB_READ_ONLY")
if _read_only and HAS_DESK:
    raise ImproperlyConfigured("NEWSROOM_DB_READ_ONLY goes with NEWSROOM_WING=public only.")
_max_age = env.integer("NEWSROOM_DB_MAX_AGE", 600)
if _database.get("ENGINE") == "django.db.backends.sqlite3":
    _file = _database["NAME"]
    if not _file or _file == ":memory:":
        raise ImproperlyConfigured("DATABASE_URL names no file; write sqlite:////path/to/file.")
    if _read_only:
        _database["NAME"] = f"{Path(_file).resolve().as_uri()}?mode=ro"
        _database["OPTIONS"] = {"uri": True, "timeout": 20}
    else:
        env.make_private(Path(_file).parent)
        # Immediate transactions: a deferred one that turns to writing fails at once under
        # contention instead of waiting its turn.
        _database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    # Tests write a file too: what runs at once must meet the locks that a newsroom meets.
    _database["TEST"] = {"NAME": VAR / "test.sqlite3"}
    _database["CONN_MAX_AGE"] = _max_age
elif _database.get("ENGINE") == "django.db.backends.postgresql":
    _database["CONN_MAX_AGE"] = _max_age
    _database["CONN_HEALTH_CHECKS"] = True
    # A machine that is gone says nothing: it is given up within seconds, not minutes.
    _database["OPTIONS"] = {
        "connect_timeout": 3,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 2,
        "tcp_user_timeout": 10_000,  # milliseconds
        **_database.get("OPTIONS", {}),
    }
    if _read_only:
        _database["OPTIONS"]["options"] = "-c default_transaction_read_only=on"
else:
    raise ImproperlyConfigured("DATABASE_URL must start with sqlite:/// or postgres://.")
DATABASES = {"default": _database}
# Seconds that one question of a process that serves people may take; 0 sets no limit.
QUERY_SECONDS = env.integer("NEWSROOM_QUERY_SECONDS", 30 if HAS_DESK else 5, most=3600)
# Seconds that it waits for what somebody else has locked (PostgreSQL; SQLite's is 20).
LOCK_SECONDS = 10

# Memory in each worker for readers' pages that it has made; 0 makes every page anew.
PAGE_STORE_BYTES = (
    0 if DEBUG else env.integer("NEWSROOM_PAGE_STORE_MB", 64, least=0, most=4096) * 1024 * 1024
)
REDIS_URL = env.text("REDIS_URL")
if REDIS_URL and not REDIS_URL.startswith(("redis://", "rediss://", "unix://")):
    raise ImproperlyConfigured("REDIS_URL must start with redis://, rediss:// or unix://.")
CACHES = {
    "default": (
        {
            "BACKEND": "newsroom.cache.DispensableRedis",
            "LOCATION": REDIS_URL,
            # Seconds; what is in it is not worth a reader's time.
            "OPTIONS": {"socket_timeout": 0.25, "socket_connect_timeout": 0.25},
        }
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# --- Messages ---------------------------------------------------------------------------------

# The newsroom as its staff write it: what links in messages begin with.
DESK_URL = env.web_address("NEWSROOM_DESK_URL") or SITE_URL
EMAIL_URL = env.text("EMAIL_URL")
SENDS_EMAIL = bool(EMAIL_URL)
if SENDS_EMAIL:
    try:
        _mail = environ.Env.email_url_config(EMAIL_URL)
    except Exception:
        raise ImproperlyConfigured(
            "EMAIL_URL is not a mail server; write it like smtp+tls://user:password@host:587."
        ) from None
    EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
    EMAIL_HOST = _mail["EMAIL_HOST"] or ""
    EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"] or ""
    EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"] or ""
    EMAIL_USE_TLS = bool(_mail.get("EMAIL_USE_TLS"))
    EMAIL_USE_SSL = bool(_mail.get("EMAIL_USE_SSL"))
    EMAIL_PORT = _mail["EMAIL_PORT"] or (465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25)
# A server that does not answer costs this many seconds, not the evening.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("NEWSROOM_MAIL_FROM")
if SENDS_EMAIL and "@" not in DEFAULT_FROM_EMAIL:
    raise ImproperlyConfigured("NEWSROOM_MAIL_FROM must name a sender when EMAIL_URL is set.")
if SENDS_EMAIL and PRODUCTION and not DESK_URL:
    raise ImproperlyConfigured(
        "NEWSROOM_DESK_URL must say where the newsroom is when EMAIL_URL is set: mail links there."
    )
# Hosts, with a port where it is not 443, that group robots may have beside the services' own;
# they may be private and without TLS.
ROBOT_HOSTS = env.other_hosts("NEWSROOM_ROBOT_HOSTS", ports=True)

# After each publication, ask the readers' site for the page.
CHECK_PAGES = env.flag("NEWSROOM_CHECK_PAGES")
if CHECK_PAGES and not SITE_URL:
    raise ImproperlyConfigured("NEWSROOM_CHECK_PAGES needs NEWSROOM_SITE_URL.")

# --- Files ------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# One folder for all processes of a machine that have a NEWSROOM_VAR each.
STATIC_ROOT = env.folder("NEWSROOM_STATIC_DIR", VAR / "static")
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# Images of pieces are private: only a view that asks for a visible piece hands them out.
MEDIA_DIR = Path(env.text("NEWSROOM_MEDIA_DIR") or VAR / "private")
S3_BUCKET = env.text("NEWSROOM_S3_BUCKET")
_private_files: dict[str, object] = (
    {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.web_address("NEWSROOM_S3_ENDPOINT") or None,
            "access_key": env.text("NEWSROOM_S3_ACCESS_KEY") or None,
            "secret_key": env.text("NEWSROOM_S3_SECRET_KEY") or None,
            "region_name": env.text("NEWSROOM_S3_REGION") or None,
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": True,
            # A film is not held in memory while it is read.
            "max_memory_size": 8 * 1024 * 1024,
            "client_config": storage_patience(),
        },
    }
    if S3_BUCKET
    else {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_DIR, "base_url": None},
    }
)
STORAGES = {
    "default": _private_files,
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
# Reads wait here until a worker adds them up, where no Redis holds them: one folder for all
# processes of a machine that have a NEWSROOM_VAR each.
READS = Path(env.text("NEWSROOM_READS_DIR") or VAR / "reads")
# nginx's internal location that maps to MEDIA_DIR; empty: Django streams the file itself.
ACCEL_REDIRECT = env.location("NEWSROOM_ACCEL_REDIRECT")
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
UPLOAD_MAX_BYTES = env.integer("NEWSROOM_UPLOAD_MAX_MB", 20, least=1, most=500) * 1024 * 1024
# Of audio and video; pictures are decoded whole and stay far below it.
RECORDING_MAX_BYTES = (
    env.integer("NEWSROOM_RECORDING_MAX_MB", 500, least=1, most=20_000) * 1024 * 1024
)
FILE_UPLOAD_HANDLERS = [
    "articles.recordings.limit.NothingLarger",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
if HAS_DESK:
    # On the disk that keeps them: a machine's own folder for such files may be memory.
    FILE_UPLOAD_TEMP_DIR = env.make_private(VAR / "arriving")

# --- Backup -----------------------------------------------------------------------------------

# When the worker makes one, by the newsroom's clock; empty: nobody makes any by itself.
BACKUP_AT = env.clock("NEWSROOM_BACKUP_AT")
BACKUP_DIR = Path(env.text("NEWSROOM_BACKUP_DIR") or VAR / "backups")
# So many of the newest stay in that folder.
BACKUP_KEEP = env.integer("NEWSROOM_BACKUP_KEEP", 14, least=1, most=3650)
# Off where pictures and recordings lie in a bucket that keeps its own history.
BACKUP_MEDIA = env.flag("NEWSROOM_BACKUP_MEDIA", default=True)
# A command that takes each backup to another place: {file} stands for it, else it comes last.
BACKUP_COPY_COMMAND = env.command("NEWSROOM_BACKUP_COPY_COMMAND")

# --- Language and time ------------------------------------------------------------------------

LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LANGUAGE_CODE = env.choice("NEWSROOM_LANGUAGE", [code for code, _label in LANGUAGES], "zh-hans")
# Third-party packages that ship no Chinese are translated in locale/vendor, kept by hand.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "vendor"]
USE_I18N = True
FORMS_URLFIELD_ASSUME_HTTPS = True
USE_TZ = True
TIME_ZONE = env.time_zone("NEWSROOM_TIME_ZONE", "Asia/Shanghai")
# The day shift of the duty roster; the night shift is the rest of the clock.
DAY_SHIFT = env.clock_span("NEWSROOM_DAY_SHIFT", "06:00-18:00")

# --- Security ---------------------------------------------------------------------------------

# Long rather than complicated: no rule says which kinds of characters a password needs.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.validators.NotEasilyGuessed"},
    {"NAME": "accounts.validators.NotTheDemoPassword"},
]
AUTHENTICATION_BACKENDS = ["accounts.backend.Backend"]
# Printed by `make demo`; refused in production, whoever's it is.
DEMO_PASSWORD = "port-city-demo"  # noqa: S105  (known to all, on purpose)
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# However busy somebody is, a sign-in ends after this time.
SESSION_COOKIE_AGE = env.integer("NEWSROOM_SESSION_HOURS", 12, least=1, most=24 * 30) * 3600
# Signed out after this time without activity; 0: only the age of the session counts.
IDLE_MINUTES = env.integer("NEWSROOM_IDLE_MINUTES", 60, least=0, most=24 * 60)
# Whose sign-in needs a second factor: nobody's, that of editors and above, everybody's.
SECOND_FACTOR = env.choice(
    "NEWSROOM_SECOND_FACTOR",
    ("nobody", "editors", "everybody"),
    "editors" if PRODUCTION else "nobody",
)
# The administrator's powers as three roles, of which nobody has two (三员分立).
ADMINISTRATORS_APART = env.flag("NEWSROOM_ADMINISTRATORS_APART")
INVITATION_HOURS = env.integer("NEWSROOM_INVITATION_HOURS", 72, least=1, most=14 * 24)
# Who signed in, when and from where; half a year at the least.
SIGN_INS_KEPT_DAYS = env.integer("NEWSROOM_SIGN_INS_KEPT_DAYS", 400, least=183, most=3660)
OIDC = env.openid_connect(PRODUCTION)
if OIDC and HAS_DESK:
    SOCIALACCOUNT_PROVIDERS = OIDC.providers()
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_DISPLAY = str
# Its limit of failures counts for an account wherever they come from, so that anybody could keep
# a colleague out; ours are in accounts/limits.py.
ACCOUNT_RATE_LIMITS = {"login_failed": None, "reauthenticate": "20/10m/user"}
MFA_ADAPTER = "accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.factor_forms.CodeForm",
    "reauthenticate": "accounts.factor_forms.CodeAgainForm",
    "activate_totp": "accounts.factor_forms.FirstCodeForm",
    "add_webauthn": "accounts.factor_forms.NewPasskeyForm",
    "authenticate_webauthn": "accounts.factor_forms.PasskeyForm",
    "login_webauthn": "accounts.factor_forms.PasskeyAloneForm",
    "reauthenticate_webauthn": "accounts.factor_forms.PasskeyAgainForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
# A telephone's clock may be half a minute wrong.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SOCIALACCOUNT_ADAPTER = "accounts.adapters.HouseAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
# How long it stays known who opened which piece. Network logs are kept for six months at least:
# Cybersecurity Law of the People's Republic of China (2016), article 21, item 3.
ACCESS_LOG_DAYS = env.integer("NEWSROOM_ACCESS_LOG_DAYS", 365, least=183, most=36_500)
# The desk is closed until this is taken away again, whatever is set at its screen.
GUARDED = env.flag("NEWSROOM_GUARDED")
# Signs what is exported for a supervisor; made when it is first needed, where no place is named.
AUDIT_KEY = Path(env.text("NEWSROOM_AUDIT_KEY") or VAR / "audit-key.pem")
AUDIT_KEY_IS_NAMED = bool(env.text("NEWSROOM_AUDIT_KEY"))
CSRF_COOKIE_HTTPONLY = False
if HAS_DESK:
    CSRF_FAILURE_VIEW = "newsroom.unsent.stale"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# Proxies that we run, which end TLS and write X-Forwarded-For and X-Forwarded-Proto anew; of
# anybody else these are taken away before they are read (newsroom/proxies.py).
TRUSTED_PROXIES = env.networks("NEWSROOM_TRUSTED_PROXIES")
# The same of whoever connects: where nobody but the proxy can.
if env.flag("NEWSROOM_TRUSTED_PROXY"):
    if TRUSTED_PROXIES:
        raise ImproperlyConfigured(
            "NEWSROOM_TRUSTED_PROXY believes everybody: leave it out where "
            "NEWSROOM_TRUSTED_PROXIES says whom to believe."
        )
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if PRODUCTION:
    HTTPS = env.flag("NEWSROOM_HTTPS", default=True)
    SECURE_SSL_REDIRECT = HTTPS
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
    SESSION_COOKIE_SECURE = HTTPS
    CSRF_COOKIE_SECURE = HTTPS
    SECURE_HSTS_SECONDS = env.integer("NEWSROOM_HSTS_SECONDS", 31_536_000) if HTTPS else 0
    SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
    SECURE_HSTS_PRELOAD = HTTPS

# Readers' pages: nothing inline, nothing from another host.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# The admin: its Alpine and CKEditor need inline and eval; what staff write is sanitised instead.
DESK_CONTENT_SECURITY_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
}

# Hosts of films (www.bilibili.com,v.qq.com): a paragraph that is nothing but a link there is drawn
# as a card. Nothing of theirs is loaded: the policy above stays as it is.
VIDEO_HOSTS = frozenset(env.other_hosts("NEWSROOM_VIDEO_HOSTS"))

# --- Editor -----------------------------------------------------------------------------------

# CKEditor 4's end of support is answered by our own check of its containment
# (articles.E001 in articles/checks.py), which fails when any part of it is off.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]

# --- Logs -------------------------------------------------------------------------------------

# Security events also go to a collector of the house, by UDP or TCP.
SYSLOG = env.collector("NEWSROOM_SYSLOG")
# Where somebody tries it out, a command's own words are enough.
LOG_LEVEL = env.choice(
    "NEWSROOM_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO" if PRODUCTION else "WARNING"
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": f"newsroom.logs.{LOG.capitalize()}"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "level": LOG_LEVEL},
        **({"collector": {"()": "newsroom.syslog.Aside", **SYSLOG}} if SYSLOG else {}),
    },
    "filters": {"hosts": {"()": "newsroom.logs.Hosts"}},
    "loggers": {
        "django.security.DisallowedHost": {"filters": ["hosts"]},
        "newsroom.audit": {"level": "INFO", "handlers": ["collector"] if SYSLOG else []},
        "newsroom.request": {"level": "INFO"},
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}

SENTRY_DSN = env.text("SENTRY_DSN")
if SENTRY_DSN:
    from newsroom import sentry

    sentry.begin(SENTRY_DSN, "production" if PRODUCTION else "development")
