"""Texts for people that remember how they were put together, so that they can be said elsewise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

Parts = tuple[tuple[str, Mapping[str, Any]], ...]
"""Templates, each with the values of its places."""


class Said(str):  # noqa: SLOT000 - its parts lie in __dict__, so that it can be copied
    """An English text, and the templates and values that it was made of.

    It is a plain string to everybody who does not ask, as documents in JSON.
    """

    parts: Parts

    def __new__(cls, text: str, parts: Parts = ()) -> Self:
        made = super().__new__(cls, text)
        made.parts = parts
        return made

    def __add__(self, other: str) -> Said:
        """Both texts, one after the other; what only is a string is said as it is."""
        more: Parts = other.parts if isinstance(other, Said) else (("{text}", {"text": other}),)
        return Said(str(self) + str(other), self.parts + more if other else self.parts)

    def translated(self, translate: Callable[[str], str]) -> str:
        """The text in another language; ``translate`` takes a template."""
        return "".join(
            translate(template).format(
                **{
                    name: value.translated(translate) if isinstance(value, Said) else value
                    for name, value in values.items()
                }
            )
            for template, values in self.parts
        )


def said(template: str, /, **values: Any) -> Said:
    """The template with its places filled. The template is a constant: catalogues hold it."""
    return Said(template.format(**values), ((template, values),))


def phrase(template: str) -> str:
    """Marks a template that is filled elsewhere as one that catalogues hold."""
    return template
