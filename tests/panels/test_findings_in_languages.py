"""What a finding says is English in documents, and the reader's language in the panel."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import replace

from panel_factories import repeats, slow_page

from cycleprof.analysis import analyse
from cycleprof.model.said import said
from cycleprof.panels import document
from cycleprof.serialize import finding_document

GERMAN = {"{n} rows of {line}.": "{line} hat {n} Zeilen.", "an unknown line": "eine Zeile"}


def translate(text):
    return GERMAN.get(text, text)


def test_text_is_a_string_that_can_be_said_in_another_language():
    text = said("{n} rows of {line}.", n=3, line=said("an unknown line")) + " (verbatim {x})"

    assert text == "3 rows of an unknown line. (verbatim {x})"
    assert json.dumps(text) == json.dumps(str(text))
    for one in (text, copy.deepcopy(text), pickle.loads(pickle.dumps(text))):
        assert one.translated(translate) == "eine Zeile hat 3 Zeilen. (verbatim {x})"


def test_values_are_not_taken_for_templates():
    assert said("{n} rows of {line}.", n="{line}", line="{0}").translated(translate) == (
        "{0} hat {line} Zeilen."
    )


def test_panel_speaks_german_of_a_finding_and_the_document_english():
    page = slow_page()
    (finding, *_others) = repeats(page)
    title = said("{name} is fetched {count} times", name="Post.tags", count=12)
    report = replace(analyse(page), findings=(replace(finding, title=title),))

    made = json.dumps(document(report, language="de"), ensure_ascii=False)

    assert "Post.tags wird 12-mal geholt" in made
    assert finding_document(report.findings[0])["title"] == "Post.tags is fetched 12 times"
