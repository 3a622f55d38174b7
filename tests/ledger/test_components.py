"""The component tags, rendered without a request, a browser or a database."""

import re
from collections import Counter
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.test import override_settings
from django.urls import include, path

from ledger.components import LABELS, Chart, Column, EmptyState, Headline, Link, Rating, Row, Table
from ledger.numbers import Number, difference, missing, percentage
from ledger.palette import RATINGS
from ledger.templatetags.components import current

HOSTILE = "<script>alert(1)</script>"


def _figure(request: Any, organisation: str, figure: int) -> None: ...


ledger_urls = ([path("<slug:organisation>/figures/<int:figure>/", _figure, name="figure")], "ledger")


class Urls:
    urlpatterns = [path("", include(ledger_urls))]


SCOPE = SimpleNamespace(organisation=SimpleNamespace(slug="demoshire"), query="?year=2019-20&as_at=2019-11-07")


def render(source: str, **context: Any) -> str:
    return Template(source).render(Context(context))


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


def money(value: str | None, **fields: Any) -> Number:
    return Number(None if value is None else Decimal(value), "GBP", **fields)


def small_table(*rows: Row, columns: int = 2, **fields: Any) -> Table:
    heads = (Column("What"), *(Column(f"Month {i}", numeric=True) for i in range(1, columns)))
    return Table("monthly", "Savings by month", heads, rows, **fields)


@override_settings(ROOT_URLCONF=Urls)
def test_number_recorded_leads_to_its_history_and_says_so() -> None:
    html = render("{% number n %}", n=money("1786000", figure=7), scope=SCOPE)

    assert 'href="/demoshire/figures/7/?year=2019-20&amp;as_at=2019-11-07"' in html
    assert text(html) == "£1,786,000, history"


def test_number_recorded_without_scope_is_plain_text() -> None:
    assert render("{% number n %}", n=money("1786000", figure=7)) == "£1,786,000"


def test_number_missing_is_a_dash_that_is_read_out() -> None:
    html = render("{% number n %}", n=missing("GBP"))

    assert '<span aria-hidden="true">–</span>' in html
    assert '<span class="govuk-visually-hidden">not recorded</span>' in html


def test_number_zero_is_not_missing() -> None:
    assert render("{% number n %}", n=money("0")) == "£0"


def test_number_shows_the_unit_where_asked() -> None:
    assert render("{% number n with_unit=True %}", n=Number(Decimal(2080), "people")) == "2,080 people"


@pytest.mark.parametrize(
    ("fields", "letters", "words"),
    [
        ({"inferred": True}, "i", "(inferred)"),
        ({"provisional": True}, "p", "(provisional)"),
        ({"inferred": True, "provisional": True}, "ip", "(inferred, provisional)"),
    ],
)
def test_number_marks_what_is_inferred_or_provisional(fields: dict[str, bool], letters: str, words: str) -> None:
    html = render("{% number n %}", n=money("5", **fields))

    assert f'<sup class="ascare-mark" aria-hidden="true">{letters}</sup>' in html
    assert words in text(html)


@override_settings(ROOT_URLCONF=Urls)
def test_number_worked_out_opens_its_formula_with_the_inputs_filled_in() -> None:
    plan = money("2080000", figure=8)
    gap = difference(("actual", money("1786000", figure=7)), ("plan", plan))
    html = render("{% number n %}", n=percentage(("gap", gap), ("plan", plan)), scope=SCOPE)

    button = re.search(r'<button type="button"[^>]*popovertarget="([^"]+)"', html)
    assert button
    assert f'<div popover id="{button[1]}"' in html
    assert "gap ÷ plan × 100" in html
    assert 'href="/demoshire/figures/8/' in html  # a recorded input leads on
    assert "actual − plan: actual £1,786,000, plan £2,080,000" in html  # a derived one explains itself as text
    assert html.count("<div popover") == 1
    assert 'popovertargetaction="hide"' in html


def test_number_that_cannot_be_worked_out_says_why() -> None:
    html = render("{% number n %}", n=percentage(("actual", missing("GBP")), ("plan", money("10"))))

    assert "cannot be worked out" in text(html)
    assert "not recorded" in text(html)


def test_number_escapes_formula_and_labels() -> None:
    html = render("{% number n %}", n=percentage((HOSTILE, money("1")), ("plan", money("2"))))

    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_ids_are_unique_across_tags_and_includes() -> None:
    share = percentage(("a", money("1")), ("b", money("2")))
    table = small_table(Row("x", (share,)), Row("y", (share,)))
    chart = Chart(
        "shares", "Shares", "Half.", {"data": [], "layout": {}}, Table("chart", "Shares", table.columns, table.rows)
    )
    html = render(
        "{% number n %}{% table t %}{% headlines h %}{% chart c %}{% with x=1 %}{% number n %}{% endwith %}",
        n=share,
        t=table,
        h=[Headline("Share", share)],
        c=chart,
    )

    counted = Counter(re.findall(r'\sid="([^"]+)"', html))
    assert [name for name, times in counted.items() if times > 1] == []
    assert set(re.findall(r'popovertarget="([^"]+)"', html)) <= set(counted)


def test_table_has_caption_scopes_and_right_aligned_numbers() -> None:
    html = render("{% table t %}", t=small_table(Row("Plan", (money("5"),)), note="Rounded."))

    assert ">Savings by month</span></caption>" in html
    assert html.count('scope="col"') == 2
    assert '<th scope="row" class="govuk-table__header">Plan</th>' in html
    assert '<td class="govuk-table__cell govuk-table__cell--numeric">£5</td>' in html
    assert "Rounded." in html


def test_table_puts_each_group_in_a_body_of_its_own() -> None:
    html = render(
        "{% table t %}",
        t=small_table(
            Row("Technology", (), "group"),
            Row("Plan", (money("5"),), note="From July without reviews"),
            Row("Reablement", (), "group"),
            Row("Plan", (money("6"),)),
            Row("All", (money("11"),), "total"),
        ),
    )

    assert html.count("<tbody") == 2
    assert html.count('scope="rowgroup"') == 2
    assert '<th scope="rowgroup" class="govuk-table__header" colspan="2">Technology</th>' in html
    assert "ascare-row--total" in html
    assert '<span class="ascare-row-note">From July without reviews</span>' in html


@pytest.mark.parametrize(("columns", "scrolls"), [(2, False), (3, False), (4, True), (14, True)])
def test_table_takes_the_keyboard_only_where_it_must_scroll(columns: int, scrolls: bool) -> None:
    html = render("{% table t %}", t=small_table(Row("Plan", (money("5"),)), columns=columns))

    assert ('role="region" aria-labelledby="table-monthly-caption" tabindex="0"' in html) is scrolls
    assert html.count("<td") == columns - 1  # short rows are filled up


def test_table_of_words_becomes_a_list_on_a_phone_with_its_columns_names() -> None:
    numbers = (Column("Plan", numeric=True), Column("Actual", numeric=True), Column("Which is"))
    row = Row("June", (money("5"), money("4"), "Adverse"))
    few = Table("t", "T", (Column("Month"), *numbers), (row,))
    some = Table("t", "T", (Column("Month"), *numbers, Column("Owner")), (row,))
    sentence = Table("t", "T", (Column("Month"), *numbers, Column("Why", words=True)), (row,))

    assert "ascare-stacked" not in render("{% table t %}", t=few)  # two thirds are numbers
    assert "ascare-stacked" in render("{% table t %}", t=some)
    html = render("{% table t %}", t=sentence)
    assert "ascare-stacked" in html
    assert re.findall(r'data-label="([^"]+)"', html) == ["Plan", "Actual", "Which is", "Why"]


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("30 September 2026", True),
        ("October 2026", True),
        ("22 November 2026, 23:43", True),
        ("Due on 30 September 2026", False),
        ("2026/27", False),
    ],
)
def test_table_keeps_a_date_on_one_line(words: str, whole: bool) -> None:
    table = Table("t", "T", (Column("What"), Column("When")), (Row("Plan", (words,)),))

    assert ("ascare-date" in render("{% table t %}", t=table)) is whole


def test_marks_of_numbers_outside_a_table_are_explained_once() -> None:
    numbers = [money("5", provisional=True), money("6", provisional=True), money("7")]

    assert text(render("{% marks n %}", n=numbers)) == "p provisional: recorded, not approved yet."
    assert render("{% marks n %}", n=numbers[2:]) == ""


def test_table_csv_link_keeps_the_scope() -> None:
    table = small_table(Row("Plan", (money("5"),)))

    assert 'href="?csv=monthly"' in render("{% table t %}", t=table)
    assert 'href="?year=2019-20&amp;as_at=2019-11-07&amp;csv=monthly"' in render(
        "{% table t %}", t=table, scope=SCOPE
    )


def test_table_explains_only_the_marks_it_uses() -> None:
    marked = render("{% table t %}", t=small_table(Row("Plan", (money("5", provisional=True),))))
    plain = render("{% table t %}", t=small_table(Row("Plan", (money("5"),))))

    assert "recorded, not approved yet" in marked
    assert "read between the lines" not in marked
    assert "not approved yet" not in plain


def test_table_without_rows_says_so_and_offers_no_csv() -> None:
    html = render("{% table t %}", t=small_table(empty="No months yet."))

    assert "No months yet." in html
    assert "<table" not in html
    assert "csv=" not in html


def test_table_escapes_every_text_and_tells_none_from_missing() -> None:
    table = Table(
        "t",
        HOSTILE,
        (Column(HOSTILE), Column("Number", numeric=True), Column("Text")),
        (Row(Link(HOSTILE, '"><script>'), (None, HOSTILE), note=HOSTILE), Row("b", (missing(), None))),
        note=HOSTILE,
    )
    html = render("{% table t %}", t=table)

    assert "<script" not in html
    assert '<td class="govuk-table__cell govuk-table__cell--numeric" data-label="Number"></td>' in html
    assert html.count("not recorded") == 1


def test_chart_has_finding_picture_data_and_table() -> None:
    chart = Chart(
        "line",
        "Savings",
        "Savings fell.",
        {"data": [{"y": [1], "name": "</script>"}]},
        small_table(Row("a", (money("1"),))),
    )
    html = render("{% chart c %}{% chart d 3 %}", c=chart, d=chart)

    assert (
        '<div class="ascare-chart__plot" id="chart-line" role="img" aria-label="Chart: Savings. Savings fell."'
        in html
    )
    assert '<script id="chart-line-data" type="application/json">' in html
    assert '</script>"' not in html
    assert re.search(r"<details [^>]*open>", html)  # a script closes it; without one the table is there
    assert "csv=monthly" in html
    assert "<h2 " in html
    assert "<h3 " in html


def test_headlines_are_terms_and_descriptions() -> None:
    html = render(
        "{% headlines h %}",
        h=[Headline("People", Number(Decimal(214), "people"), "fewer", "/x/"), Headline("Rate", missing("percent"))],
    )

    assert html.count("<dt") == 2
    assert "214 people" in html
    assert '<a class="govuk-link" href="/x/">People</a>' in html
    assert "not recorded" in html


@pytest.mark.parametrize("colour", LABELS)
def test_rating_says_its_word_and_reason(colour: Any) -> None:
    html = render("{% rating r %}", r=Rating(colour, f"because {HOSTILE}"))

    assert f"ascare-rating--{colour}" in html
    assert LABELS[colour] in text(html)
    assert "because &lt;script&gt;" in html


def test_empty_says_what_to_do_next() -> None:
    html = render("{% empty e %}", e=EmptyState("None yet", "Nobody added one.", Link("Add one", "/add/")))

    assert '<a class="govuk-link" href="/add/">Add one</a>' in html


class Example(forms.Form):
    amount = forms.CharField(help_text="In pounds")
    known_from = forms.DateField()
    colour = forms.ChoiceField(choices=[("r", "Red"), ("g", "Green")], widget=forms.RadioSelect, help_text="Pick one")
    places = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)
    sure = forms.BooleanField(label="I am sure")
    password = forms.CharField(widget=forms.PasswordInput(attrs={"placeholder": "secret"}))
    token = forms.CharField(widget=forms.HiddenInput)


def ids(html: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', html)


def test_error_summary_links_land_on_a_field() -> None:
    form = Example({}, prefix="p")
    form.add_error(None, "They do not add up")
    summary, body = render("{% error_summary form %}", form=form), render("{{ form }}", form=form)

    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) == 8
    assert set(targets) <= set(ids(body))
    assert "id_p-colour_0" in targets
    assert "id_p-places_0" in targets
    assert "They do not add up" in text(summary)
    assert "Enter amount" in text(summary)


def test_error_summary_is_empty_without_errors_and_takes_formsets_and_lists() -> None:
    formset = forms.formset_factory(Example)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-amount": "5"}
    )

    assert render("{% error_summary form %}", form=Example()) == ""
    assert 'href="#id_form-0-known_from"' in render("{% error_summary all %}", all=[Example(), formset])


def test_error_summary_names_the_field_where_the_message_does_not() -> None:
    form = Example({"known_from": "31/02/2019"})

    assert "Known from: Enter a valid date." in text(render("{% error_summary form %}", form=form))


def test_field_ties_hint_and_error_to_the_input() -> None:
    html = render("{{ form }}", form=Example({}))

    assert 'aria-describedby="id_amount_helptext id_amount_error"' in html
    assert 'id="id_amount_helptext" class="govuk-hint">In pounds' in html
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_colour_helptext id_colour_error">' in html
    described = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()
    assert set(described) <= set(ids(html))
    assert set(re.findall(r'<label[^>]* for="([^"]+)"', html)) <= set(ids(html))
    assert 'class="govuk-input govuk-input--error"' in html


def test_field_uses_the_markup_of_its_kind() -> None:
    html = render("{{ form }}", form=Example())

    assert 'type="date"' in html
    assert html.count('class="govuk-radios__input"') == 2
    assert 'data-module="govuk-password-input"' in html
    assert "placeholder" not in html
    assert '<input type="hidden" name="token" id="id_token">' in html
    assert "error" not in html


def test_current_marks_a_page_and_its_section_but_not_the_overview() -> None:
    assert current(Link("Finance", "/demoshire/finance/?year=2019-20"), "/demoshire/finance/") == "page"
    assert current(Link("Finance", "/demoshire/finance/"), "/demoshire/finance/lines/3/") == "true"
    assert current(Link("Overview", "/demoshire/"), "/demoshire/finance/") == ""


def test_stylesheet_gives_ratings_the_colours_of_the_palette() -> None:
    css = (settings.BASE_DIR / "static" / "ascare.css").read_text()
    rules = re.findall(r"\.ascare-rating--([a-z-]+) \{ background: (#\w+); color: (#\w+); \}", css)
    found = {colour: (ground, letters.replace("#fff", "#ffffff")) for colour, ground, letters in rules}
    assert found == RATINGS
    assert set(RATINGS) == set(LABELS)
