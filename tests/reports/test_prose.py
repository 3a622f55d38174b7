"""An officer's own words become paragraphs and bullets."""

import pytest

from ascare.reports.prose import blocks_of
from ascare.reports.value import Bullets, Paragraph


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", ()),
        (" \n\n ", ()),
        ("One\nline.", (Paragraph("One line."),)),
        ("One.\r\n\r\nTwo.", (Paragraph("One."), Paragraph("Two."))),
        ("- a\n- b", (Bullets(("a", "b")),)),
        ("To note:\n- a\n  goes on\n- b", (Paragraph("To note:"), Bullets(("a goes on", "b")))),
        ("To note\n\n- a\n\nAnd so on.", (Paragraph("To note"), Bullets(("a",)), Paragraph("And so on."))),
        ("-5% is no bullet", (Paragraph("-5% is no bullet"),)),
    ],
)
def test_words_are_read_as_they_were_meant(text, blocks):
    assert blocks_of(text) == blocks
