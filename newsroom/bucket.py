"""How long an S3-compatible store may take."""

from typing import Any

# Seconds. A picture that is not there by then is not there.
CONNECT, READ = 2, 8


def storage_patience() -> Any:
    """A botocore configuration. Imported here alone: where files lie on disk nobody needs it."""
    from botocore.config import Config

    return Config(
        connect_timeout=CONNECT, read_timeout=READ, retries={"total_max_attempts": 2},
        tcp_keepalive=True,
    )  # fmt: skip
