"""Renditions that storage would not take, as in a readers' wing without the right to write."""

import threading
from collections import OrderedDict

_BYTES = 16_000_000
_made: OrderedDict[str, bytes] = OrderedDict()
_lock = threading.Lock()


def remember(name: str, data: bytes) -> None:
    with _lock:
        _made[name] = data
        while sum(map(len, _made.values())) > _BYTES and len(_made) > 1:
            _made.popitem(last=False)


def recall(name: str) -> bytes | None:
    with _lock:
        if name in _made:
            _made.move_to_end(name)
        return _made.get(name)
