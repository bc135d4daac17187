"""Print the first free TCP port from the one given on; usage: free_port.py HOST PORT."""

from __future__ import annotations

import socket
import sys

TRIES = 50


def first_free(host: str, start: int) -> int:
    """Return the first of 50 ports from `start` on that can be listened on.

    Raises OSError where there is none, or where the host is not one of this machine's.
    """
    for port in range(start, start + TRIES - 1):
        try:
            _listen(host, port)
        except OSError:
            continue
        return port
    _listen(host, start + TRIES - 1)
    return start + TRIES - 1


def _listen(host: str, port: int) -> None:
    with socket.socket() as listener:
        # Django's server sets it too: a port whose last connections are closing counts as free.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()


def main(host: str, start: str) -> str | None:
    try:
        port = first_free(host, int(start))
    except (OSError, OverflowError, ValueError) as error:
        return f"No port to serve on at {host}, from {start} on: {error}."
    if port != int(start):
        print(f"Port {start} is taken, so it is {port}.", file=sys.stderr)
    print(port)
    return None


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
