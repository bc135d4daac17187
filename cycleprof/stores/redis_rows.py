"""What pruning looks at, beside the profiles in Redis: totals that are kept, not counted anew.

A hash of a row for each profile, two sorted sets of when each ends and began, one of how many
each route has, and the bytes of all. They change together in one script, so that they agree
whatever several machines do at once. None of them holds a text of a request.
"""

from __future__ import annotations

import time
from hashlib import blake2b
from typing import Any

from cycleprof.stores.retention import Retention, Row

_NAMES = ("rows", "until", "started", "routes", "bytes")
_OUT = """
local function out(id)
  local row = redis.call('HGET', KEYS[1], id)
  if not row then return end
  local route, size = row:match('^(%S+) (%S+)')
  redis.call('DECRBY', KEYS[5], size)
  if tonumber(redis.call('ZINCRBY', KEYS[4], -1, route)) <= 0 then
    redis.call('ZREM', KEYS[4], route)
  end
  redis.call('HDEL', KEYS[1], id)
  redis.call('ZREM', KEYS[2], id)
  redis.call('ZREM', KEYS[3], id)
end
"""
_LET_GO = _OUT + "for _, id in ipairs(ARGV) do out(id) end"
_KEEP = (
    _OUT
    + """
local id, route, size, rest, started, ends = unpack(ARGV)
out(id)
redis.call('HSET', KEYS[1], id, route .. ' ' .. size .. ' ' .. rest)
redis.call('INCRBY', KEYS[5], size)
redis.call('ZINCRBY', KEYS[4], 1, route)
if ends ~= '' then
  redis.call('ZADD', KEYS[2], ends, id)
  redis.call('ZADD', KEYS[3], started, id)
end
"""
)


class Rows:
    """The rows of one store; every method takes the client or pipeline that it speaks through."""

    def __init__(self, prefix: str) -> None:
        self._keys = [f"{prefix}:{name}" for name in _NAMES]
        self._ids = f"{prefix}:ids"

    def keep(self, client: Any, row: Row, ttl: int) -> None:
        """Note a profile, or note it anew. ``ttl`` in seconds; what is pinned has no end."""
        route = blake2b(row.route.encode("utf-8", "replace"), digest_size=9).hexdigest()
        rest = f"{row.duration_ns} {row.started_ns} {int(row.pinned)}"
        ends = "" if row.pinned else int(time.time()) + ttl + 1
        values = (row.id, route, row.size, rest, row.started_ns / 1e9, ends)
        client.eval(_KEEP, len(self._keys), *self._keys, *values)

    def let_go(self, client: Any, ids: list[str]) -> None:
        client.eval(_LET_GO, len(self._keys), *self._keys, *ids)

    def ended(self, client: Any, most: int) -> list[str]:
        """The ids of some whose time to live is over."""
        key = self._keys[1]
        found = client.zrangebyscore(key, "-inf", int(time.time()), start=0, num=most)
        return [one.decode() for one in found]

    def clear(self, client: Any) -> None:
        client.delete(*self._keys)

    def state(self, client: Any, retention: Retention, now_ns: int) -> tuple[bool, bool]:
        """Whether there is a row for each profile, and whether all are within the bounds."""
        rows, _, started, routes, size = self._keys
        with client.pipeline(transaction=True) as pipe:
            pipe.zcard(self._ids).hlen(rows).get(size)
            pipe.zrevrange(routes, 0, 0, withscores=True)
            pipe.zrange(started, 0, 0, withscores=True)
            listed, count, total, crowd, oldest = pipe.execute()
        horizon = now_ns / 1e9 - retention.seconds
        within = (
            count <= retention.profiles
            and int(total or 0) <= retention.size
            and all(score <= retention.per_route for _, score in crowd)
            and all(score >= horizon for _, score in oldest)
        )
        return listed == count, within

    def all(self, client: Any) -> list[Row]:
        found: list[Row] = []
        for one, packed in client.hgetall(self._keys[0]).items():
            route, *numbers = packed.decode().split()
            size, duration_ns, started_ns, pinned = map(int, numbers)
            found.append(Row(one.decode(), route, duration_ns, started_ns, size, pinned))
        return found
