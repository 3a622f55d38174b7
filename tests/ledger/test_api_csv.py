import csv
import io

import pytest

from ledger.csv_export import CSVRenderer, cell, csv_lines


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 20", "-5+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "-", "-.5", "--5", "-5e3"]
)
def test_text_that_would_be_a_formula_is_escaped(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "-1234.50", "5", "a=b", "2019-04-01", "", "'=1"])
def test_numbers_and_plain_text_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


def test_what_is_written_is_read_back() -> None:
    rows = [["a, b", 'say "x"', None, True, -5], ["two\nlines", "£1", 0, False, "-5.20"]]
    read = list(csv.reader(io.StringIO("".join(csv_lines(["one", "two", "three", "four", "five"], rows)))))

    assert read[1:] == [["a, b", 'say "x"', "", "true", "-5"], ["two\nlines", "£1", "0", "false", "-5.20"]]


def test_the_renderer_renders_a_list_that_is_there_whole() -> None:
    assert CSVRenderer().render([{"a": 1, "b": "=2"}]) == "a,b\r\n1,'=2\r\n"
    assert CSVRenderer().render([]) == "\r\n"
