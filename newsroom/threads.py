"""What Django knows of a request is looked up by thread, as a server of threads needs it.

Django keeps the language and the time zone of a request where asynchronous code finds them, too
(`asgiref.local.Local`): each look takes a lock that all threads share. A page takes some seventy
looks, which were an eighth of the time that it took to make it. Nothing here is asynchronous.
"""

import threading

from django.utils import timezone
from django.utils.translation import trans_real


def look_up_by_thread() -> None:
    """For this process, before its first request."""
    for module in (trans_real, timezone):
        assert hasattr(module, "_active"), f"{module.__name__} keeps it elsewhere now"
        module._active = threading.local()  # type: ignore[attr-defined]  # Django's own place
