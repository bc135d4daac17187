"""Profiles in Redis, for several machines that share one store.

``redis://host:6379/0``; ``?ttl=3600`` sets how many seconds a profile lives unless it is pinned,
``?prefix=name`` keeps the stores of several projects on one server apart.
"""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

from cycleprof.model import Profile, Summary, Verdict
from cycleprof.packing import opened, pack_profile
from cycleprof.stores._base import Entry, StoreError
from cycleprof.stores.matching import matches
from cycleprof.stores.query import Query
from cycleprof.stores.redis_rows import Rows
from cycleprof.stores.retention import Retention, Row, choose
from cycleprof.stores.summary import judged, unjudged

try:
    import redis
except ImportError as error:
    raise ValueError("redis:// needs an extra: pip install 'cycleprof[redis]'") from error

_BATCH = 500
_WEEK = 7 * 24 * 3600
_TIMEOUT = 2.0


class RedisStore:
    """A sorted set of ids, and for each id its summary and its compressed document."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        options = parse_qs(parts.query)
        self._ttl = _whole(options, "ttl", _WEEK)
        self._prefix = options.get("prefix", ["cycleprof"])[0]
        self._rows = Rows(self._prefix)
        self._client = redis.Redis.from_url(
            urlunsplit(parts._replace(query="")),
            socket_timeout=_TIMEOUT,
            socket_connect_timeout=_TIMEOUT,
        )
        self._rules = ""
        self._where = f"{parts.hostname}:{parts.port or 6379}"

    def save(self, entries: list[Entry]) -> None:
        records = [(one, _Record(one.summary, one.statements, len(one.packed))) for one in entries]
        packed = [(entry, record, record.pack()) for entry, record in records]
        with self._in_words(), self._client.pipeline(transaction=True) as pipe:
            for entry, record, summary in packed:
                one = entry.summary.id
                pipe.set(self._key("s", one), summary, ex=self._ttl)
                pipe.set(self._key("d", one), entry.packed, ex=self._ttl)
                pipe.zadd(self._key("ids"), {one: 0})
                self._rows.keep(pipe, record.row(), self._ttl)
            pipe.execute()

    def get(self, profile_id: str) -> Profile | None:
        with self._in_words():
            document: Any = self._client.get(self._key("d", profile_id))
        if document is None:
            return None
        return opened(document)

    def find(
        self, query: Query, *, limit: int, before: str | None = None, after: str | None = None
    ) -> list[Summary]:
        found: list[Summary] = []
        with self._in_words():
            for record in self._records(before, after):
                if matches(query, record.summary, record.statements):
                    found.append(record.summary)
                    if len(found) == limit:
                        break
        return found[::-1] if after is not None else found

    def rewrite(self, profile: Profile) -> bool:
        document = pack_profile(profile)
        key = self._key("d", profile.id)
        with self._in_words():  # only if it is there still, and no longer than it would have been
            return bool(self._client.set(key, document, xx=True, keepttl=True))

    def follow(self, rules: str) -> None:
        self._rules = rules
        with self._in_words():
            if self._followed() == rules:
                return
            self._client.set(self._key("rules"), rules)
            stale = [one for one in self._records(None, None) if one.summary.findings is not None]
            for start in range(0, len(stale), _BATCH):
                with self._client.pipeline(transaction=True) as pipe:
                    for record in stale[start : start + _BATCH]:
                        self._put(pipe, record, unjudged(record.summary))
                    pipe.execute()

    def _followed(self) -> str:
        found: Any = self._client.get(self._key("rules"))
        return found.decode() if found else ""

    def keep_verdicts(self, verdicts: list[Verdict]) -> None:
        told = {one.id: one for one in verdicts}
        with self._in_words(), self._client.pipeline(transaction=True) as pipe:
            if self._followed() != self._rules:  # another process judges otherwise
                return
            for record in self._load(list(told)):
                self._put(pipe, record, judged(record.summary, told[record.summary.id]))
            pipe.execute()

    def _put(self, pipe: Any, record: _Record, summary: Summary) -> None:
        """The summary in the place of the record's, for as long as that would have been kept."""
        record.summary = summary
        pipe.set(self._key("s", summary.id), record.pack(), keepttl=True, xx=True)

    def pin(self, profile_id: str, *, pinned: bool) -> bool:
        with self._in_words():
            record = next(self._load([profile_id]), None)
            if record is None:
                return False
            record.summary = replace(record.summary, pinned=pinned)
            keys = self._key("s", profile_id), self._key("d", profile_id)
            with self._client.pipeline(transaction=True) as pipe:
                pipe.set(keys[0], record.pack(), ex=None if pinned else self._ttl)
                pipe.persist(keys[1]) if pinned else pipe.expire(keys[1], self._ttl)
                self._rows.keep(pipe, record.row(), self._ttl)
                pipe.execute()
        return True

    def delete(self, profile_ids: Iterable[str]) -> int:
        ids = list(profile_ids)
        gone = 0
        with self._in_words():
            for start in range(0, len(ids), _BATCH):
                gone += self._delete(ids[start : start + _BATCH])
        return gone

    def _delete(self, ids: list[str]) -> int:
        with self._client.pipeline(transaction=True) as pipe:
            pipe.delete(*(self._key("s", one) for one in ids))
            pipe.delete(*(self._key("d", one) for one in ids))
            pipe.zrem(self._key("ids"), *ids)
            self._rows.let_go(pipe, ids)
            return int(pipe.execute()[0])

    def prune(self, retention: Retention) -> int:
        now = time.time_ns()
        with self._in_words():
            while ended := self._rows.ended(self._client, _BATCH):
                self._forget(ended)
            complete, within = self._rows.state(self._client, retention, now)
            if not complete:
                self._note_anew()
                _, within = self._rows.state(self._client, retention, now)
            rows = [] if within else self._rows.all(self._client)
        return self.delete(choose(rows, retention, now))

    def _note_anew(self) -> None:
        """Profiles of an older version have no rows; those that were evicted have too many."""
        self._rows.clear(self._client)
        for record in self._records(None, None):
            key = self._key("s", record.summary.id)
            ttl: Any = self._client.ttl(key)
            self._rows.keep(self._client, record.row(), ttl if ttl > 0 else self._ttl)

    def _forget(self, ids: list[str]) -> None:
        with self._client.pipeline(transaction=True) as pipe:
            pipe.zrem(self._key("ids"), *ids)
            self._rows.let_go(pipe, ids)
            pipe.execute()

    def close(self) -> None:
        self._client.close()

    def _key(self, *parts: str) -> str:
        return ":".join((self._prefix, *parts))

    def _records(self, before: str | None, after: str | None) -> Iterator[_Record]:
        """Those before an id, newest first; or with ``after`` those after it, oldest first."""
        edge = after if after is not None else before
        while True:
            ids = self._ids(edge, forwards=after is not None)
            yield from self._load(ids)
            if len(ids) < _BATCH:
                return
            edge = ids[-1]

    def _ids(self, edge: str | None, *, forwards: bool) -> list[str]:
        key, bound = self._key("ids"), f"({edge}"
        found: Any
        if forwards:
            found = self._client.zrangebylex(key, bound, "+", start=0, num=_BATCH)
        else:
            high = "+" if edge is None else bound
            found = self._client.zrevrangebylex(key, high, "-", start=0, num=_BATCH)
        return [one.decode() for one in found]

    def _load(self, ids: list[str]) -> Iterator[_Record]:
        if not ids:
            return
        values: Any = self._client.mget([self._key("s", one) for one in ids])
        gone = [one for one, value in zip(ids, values, strict=True) if value is None]
        if gone:  # their time to live is over
            self._forget(gone)
        for value in values:
            if value is not None:
                yield _Record.unpack(value)

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except redis.RedisError as error:
            message = f"Redis at {self._where} cannot be used: {str(error).rstrip('.')}"
            raise StoreError(message, 'Is it running, and is CYCLEPROF["STORE"] right?') from error


class _Record:
    """A summary with what is searched besides, as it is kept."""

    def __init__(self, summary: Summary, statements: tuple[str, ...], size: int) -> None:
        self.summary = summary
        self.statements = statements
        self.size = size

    def pack(self) -> bytes:
        text = json.dumps([asdict(self.summary), self.statements, self.size])
        return zlib.compress(text.encode(), 1)

    @classmethod
    def unpack(cls, packed: bytes) -> _Record:
        values, statements, size = json.loads(zlib.decompress(packed))
        values["codes"] = tuple(values["codes"])
        return cls(Summary(**values), tuple(statements), size)

    def row(self) -> Row:
        one = self.summary
        group = one.route or one.name
        return Row(one.id, group, one.duration_ns, one.started_ns, self.size, one.pinned)


def _whole(options: dict[str, list[str]], name: str, default: int) -> int:
    text = options.get(name, [str(default)])[0]
    if not text.isdecimal() or int(text) == 0:
        raise ValueError(f"{name}={text!r} in the store's URL is no whole number above zero")
    return int(text)
