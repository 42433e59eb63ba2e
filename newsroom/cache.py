"""A cache that may go away: what it held is asked for anew, and nobody waits for it."""

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache
from redis import RedisError

log = logging.getLogger(__name__)
Method = TypeVar("Method", bound=Callable[..., Any])
# Seconds for which a Redis that has failed is not asked again.
_PAUSE = 5.0


def _or(answer: Callable[[Any], Any]) -> Callable[[Method], Method]:
    """What the method says while Redis is away; `answer` is given its arguments."""

    def wrap(method: Method) -> Method:
        @wraps(method)
        def ask(self: "DispensableRedis", *args: Any, **kwargs: Any) -> Any:
            if time.monotonic() >= DispensableRedis.rests_until:
                try:
                    return method(self, *args, **kwargs)
                except (RedisError, OSError) as problem:
                    DispensableRedis.rests_until = time.monotonic() + _PAUSE
                    log.warning("The cache is away, work goes on without it: %s", problem)
            return answer((args, kwargs))

        return ask  # type: ignore[return-value]  # the same signature, wrapped

    return wrap


def _default(given: Any) -> Any:
    args, kwargs = given
    return args[1] if len(args) > 1 else kwargs.get("default")


class DispensableRedis(RedisCache):
    rests_until = 0.0

    get = _or(_default)(RedisCache.get)
    # As if it had been there and had gone at once.
    add = _or(lambda _given: True)(RedisCache.add)
    set = _or(lambda _given: None)(RedisCache.set)
    touch = _or(lambda _given: False)(RedisCache.touch)
    delete = _or(lambda _given: False)(RedisCache.delete)
    get_many = _or(lambda _given: {})(RedisCache.get_many)
    set_many = _or(lambda _given: [])(RedisCache.set_many)
    delete_many = _or(lambda _given: None)(RedisCache.delete_many)
    has_key = _or(lambda _given: False)(RedisCache.has_key)
    clear = _or(lambda _given: False)(RedisCache.clear)
    # A counter that is lost begins at one again.
    incr = _or(lambda _given: 1)(RedisCache.incr)
