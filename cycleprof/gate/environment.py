"""Says whether two runs may be compared: what differs between their environments, in words."""

from __future__ import annotations

from cycleprof.gate.run import Database, Environment


class IncomparableError(Exception):
    """Two runs that cannot be put together or compared: their environments differ."""


def differences(base: Environment, head: Environment) -> list[str]:
    """What keeps the runs apart, one sentence each; empty if they can be compared.

    Patch releases do not count, nor does the version of Python: neither changes what is asked.
    """
    found = []
    if series(base["django"]) != series(head["django"]):
        found.append(f"Django is {base['django']} in the base and {head['django']} here")
    left, right = _by_alias(base), _by_alias(head)
    for alias in sorted(left.keys() | right.keys()):
        found.extend(_database(alias, left.get(alias), right.get(alias)))
    if base.get("fixtures", "") != head.get("fixtures", ""):
        found.append("the fixture files have changed")
    return found


def _by_alias(environment: Environment) -> dict[str, Database]:
    return {database["alias"]: database for database in environment["databases"]}


def _database(alias: str, base: Database | None, head: Database | None) -> list[str]:
    if base is None or head is None:
        side = "here" if base is None else "in the base"
        return [f"the database alias {alias!r} exists only {side}"]
    if base["vendor"] != head["vendor"]:
        vendors = f"{base['vendor']} in the base and {head['vendor']} here"
        return [f"the database {alias!r} is {vendors}"]
    old, new = base["version"], head["version"]
    if old and new and old.partition(".")[0] != new.partition(".")[0]:
        return [f"the database {alias!r} is {base['vendor']} {old} in the base and {new} here"]
    return []


def series(version: str) -> str:
    """The release series of a version, such as 5.2 of 5.2.19."""
    return ".".join(version.split(".")[:2])


def join(one: Environment, other: Environment) -> Environment:
    """One environment for two comparable ones, the same for either order."""
    known = _by_alias(other)
    databases = [
        Database(
            alias=database["alias"],
            vendor=database["vendor"],
            version=max(
                filter(None, (database["version"], known[database["alias"]]["version"])),
                default=None,
            ),
        )
        for database in one["databases"]
    ]
    joined = max(one, other, key=lambda each: (each["django"], each["python"], each["cycleprof"]))
    result: Environment = {**joined, "databases": databases}
    if "counts" in {one.get("mode"), other.get("mode")}:
        result["mode"] = "counts"
    return result
