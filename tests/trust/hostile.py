"""Texts that strangers may send, and a profile that holds them in every place there is."""

from __future__ import annotations

from dataclasses import replace

from cycleprof.analysis import analyse
from cycleprof.model import (
    Dropped,
    ExceptionInfo,
    Finding,
    Origin,
    Profile,
    Remedy,
    Report,
    RequestInfo,
    ResponseInfo,
    Span,
    Stage,
)

SCRIPTS = (
    "</script><script>window.hacked=1</script>",
    "</SCRIPT ><img src=x onerror=window.hacked=1>",
    "<!--<script>window.hacked=1//-->",
    '"><svg onload=window.hacked=1>',
    "'onmouseover=window.hacked=1 x='",
    "</style><style>*{display:none!important}</style>",
    "</template></title></textarea></noscript><iframe srcdoc='<script>top.hacked=1</script>'>",
    "javascript:window.hacked=1",
    "data:text/html,<script>window.hacked=1</script>",
    "${window.hacked=1}`{{constructor.constructor('window.hacked=1')()}}",
    "]]><script>window.hacked=1</script><![CDATA[",
)
ODDITIES = (
    "\u202egnp.exe\u202c",
    "\u2066isolated\u2069\u200b\u00ad",
    "lone \ud800 surrogate \udfff",
    "null \x00 byte \x1b[31m red \x07",
    "line\u2028separator\u2029paragraph",
    "__proto__",
    "constructor",
    "W" * 20_000,
    "W " * 10_000,
    "\u0301" * 500,
    "日本語" * 3_000,
    "",
)
TEXTS = SCRIPTS + ODDITIES


def profile() -> Profile:
    """A profile of which every text is one of ours, with a span for each stage and text."""
    spans = [_span(1, None, Stage.SERVER, TEXTS[0])]
    for stage in Stage:
        for text in TEXTS:
            spans.append(_span(len(spans) + 1, 1, stage, text))
    return Profile(
        id="0" * 32,
        kind="request",
        name=f"GET /{SCRIPTS[0]}",
        started_at="2026-11-20T19:42:08.000000Z",
        duration_ns=len(spans) * 1_000_000 + 2_000_000,
        spans=tuple(spans),
        request=RequestInfo(
            method="GET",
            path="/" + "".join(SCRIPTS),
            route=SCRIPTS[1],
            view=SCRIPTS[2],
            url_name=SCRIPTS[3],
            headers={text or "empty": text for text in TEXTS},
            query={text or "empty": [text, SCRIPTS[0]] for text in TEXTS},
        ),
        response=ResponseInfo(
            status=200, content_type=SCRIPTS[0], headers={text or "empty": text for text in TEXTS}
        ),
        exception=ExceptionInfo(
            type=SCRIPTS[0], message="".join(TEXTS), origin=Origin(file=SCRIPTS[1], line=1)
        ),
        dropped=Dropped(spans=1, bytes=1, steps=(SCRIPTS[0],)),
        versions={text or "empty": text for text in TEXTS},
    )


def _span(number: int, parent: int | None, stage: Stage, text: str) -> Span:
    start = 0 if parent is None else number * 1_000_000
    return Span(
        id=number,
        parent_id=parent,
        stage=stage,
        name=text,
        start_ns=start,
        end_ns=(len(Stage) * len(TEXTS) + 3) * 1_000_000 if parent is None else start + 900_000,
        thread=text,
        task=text,
        origin=Origin(file=text, line=7, function=text, template=text if number % 2 else None),
        attributes={
            "db.query.text": f"SELECT '{text}' FROM \"{text}\"",
            "db.query.parameter.0": text,
            "cycleprof.alias": text,
            "cycleprof.cache.key": text,
            "cycleprof.model": text,
            "http.route": text,
            "exception.type": text,
            "code.function.name": text,
            "cycleprof.list": list(TEXTS[:3]),
            text: text,
        },
    )


def report() -> Report:
    """What follows from it, and a finding for each text."""
    found = analyse(profile())
    return replace(found, findings=(*found.findings, *map(_finding, TEXTS)))


def _finding(text: str) -> Finding:
    origin = Origin(file=f"a/{text}", line=1, function=text, template=text)
    return Finding(
        code="CP001",
        rule=text,
        severity="warning",
        confidence="exact",
        title=text,
        detail=f"{text}\n::error::{text}\r\n| {text} | `{text}` [{text}]({text})",
        count=2,
        cost_ns=1_000_000,
        fingerprint=f"{len(text)}-{abs(hash(text))}",
        span_ids=(2, 3),
        model=text,
        relation=text,
        path=text,
        sql=text,
        source=origin,
        trigger=origin,
        remedy=Remedy(kind="none", text=text, code=text, expected_queries=1),
    )
