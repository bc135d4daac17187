"""Names of headers, fields, parameters and columns that may hold a secret."""

from __future__ import annotations

import re
from functools import lru_cache

MASK = "********"

_SENSITIVE = re.compile(
    r"""
    password | passwd | passphrase | passcode | pwd | (?<![a-z]) pass (?![a-z])
    | secret | token | jwt | bearer | api[_-]?key | access[_-]?key | private[_-]?key
    | signature | credential | authori[sz]ation | assertion | saml
    | cookie | csrf | session | (?<![a-z]) sid (?![a-z])
    | (?<![a-z]) (?: o? auth | [th]? otp | mfa | pin | cvv2? | cvc2? | ssn | iban ) (?![a-z])
    | card[_-]?n(?: umber | um | o (?![a-z]) ) | credit[_-]?card | (?<![a-z]) cc[_-]?n(?: um | o )
    | (?: security | verification | recovery | backup ) [_-]? code
    """,
    re.IGNORECASE | re.VERBOSE,
)
_KEY = re.compile(r"(?:^|[_-])key\Z", re.IGNORECASE)
_LONGEST = 200  # of a longer name only the beginning is read


def is_sensitive(name: str) -> bool:
    """Whether a header, field, parameter or column of this name may hold a secret."""
    return _judged(name) if len(name) <= _LONGEST else _judged.__wrapped__(name)


@lru_cache(maxsize=4096)
def _judged(name: str) -> bool:
    return is_telling(name) or _KEY.search(name[-_LONGEST:]) is not None


def is_telling(name: str) -> bool:
    """The same for a word in running text, where a mere "key" is often something else."""
    return _SENSITIVE.search(name[:_LONGEST]) is not None
