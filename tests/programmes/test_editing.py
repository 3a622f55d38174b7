"""Everything that a programme holds is created, changed, ended and taken up again in the browser, by who may."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import models
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ledger.models import Basis, Organisation, Service
from ledger.months import FinancialYear
from programmes.actions import close as close_thing
from programmes.actions import move_benefit, put_line, put_programme
from programmes.kinds import OWN, PARTS
from programmes.models import (
    Benefit,
    Budget,
    Claim,
    Confidence,
    Contribution,
    Impairment,
    Influence,
    Investment,
    Kpi,
    Milestone,
    Mitigation,
    Opportunity,
    Programme,
    Workstream,
)
from tests.conftest import Once, signed_in
from tests.factories import MeasureFactory, OrganisationFactory, SeriesFactory, record
from tests.finance.budgets import make_line

from .conftest import Furniture, furnish, make_benefit

NOTHING = {"csrfmiddlewaretoken": "what a browser sends at least"}
HERE = "/anyshire/programmes/better-lives"
JOINT = "/joint/programmes/together"


@dataclass(frozen=True)
class Example:
    """How one of a kind is written down, changed and, where it ends, how."""

    path: str  # where a new one is added, without the new/
    model: type[models.Model]
    given: dict[str, str]
    required: str  # a field that can't be left out
    changed: dict[str, str]
    outcome: str = ""
    expected: dict[str, Any] = field(default_factory=dict)


EXAMPLES = [
    Example("/anyshire/programmes", Programme, {"name": "Home First", "purpose": "Home"}, "name",
            {"name": "Home Second"}, "completed", {"slug": "home-first"}),
    Example(f"{HERE}/workstreams", Workstream, {"name": "Technology", "kind": "delivery", "aim": "prevent"}, "kind",
            {"standing": "On its way"}, "completed", {"slug": "technology", "position": 1}),
    Example(f"{HERE}/benefits", Benefit, {"name": "Fewer falls", "kind": "avoidance", "recurring": "on"}, "kind",
            {"category": "demand"}, "delivered", {"slug": "fewer-falls", "state": "idea"}),
    Example(f"{HERE}/milestones", Milestone, {"name": "Live", "due": "2020-03-31"}, "due",
            {"expected": "2020-04-30"}, "met", {"due": date(2020, 3, 31)}),
    Example(f"{HERE}/investments", Investment, {"name": "Staff", "pays_back_through": "{benefit}"}, "name",
            {"benefit": "It worked"}, "spent"),
    Example(f"{HERE}/opportunities", Opportunity, {"name": "More sensors", "kind": "enhance"}, "kind",
            {"description": "In more homes"}, "dropped"),
    Example(f"{HERE}/impairments", Impairment, {"name": "Closed homes", "of": "new", "cause": "Pandemic"}, "cause",
            {"of": "earlier"}, "recovered"),
    Example(f"{HERE}/mitigations", Mitigation, {"name": "Hold posts", "one_off": "on"}, "name",
            {"description": "Ten posts"}, "delivered"),
    Example(f"{HERE}/kpis", Kpi, {"series": "{series}", "name": "Reviews", "group": "Reviews"}, "group",
            {"name": "All reviews"}, "retired"),
    Example(f"{HERE}/delivery-confidence-assessments", Confidence,
            {"on": "2019-11-07", "level": "amber", "grounds": "Late"}, "grounds", {"level": "red"}, "",
            {"reason": "Late"}),
    Example(f"{HERE}/claims", Claim,
            {"benefit": "{benefit}", "budget": "{budget}", "share": "25%", "start": "2019-04", "end": "2020-03"},
            "share", {"share": "30"}, "", {"end": date(2020, 3, 31)}),
    Example(f"{HERE}/influenced-lines", Influence, {"line": "{line}", "share": "60%"}, "line", {"share": "50"}),
    Example(f"{JOINT}/contributions", Contribution,
            {"subject": "contract", "member": "{council}", "share": "74"}, "member", {"share": "69"}),
    Example("/anyshire/programmes/budgets", Budget, {"name": "Foster care", "holder": "Children"}, "name",
            {"holder": "Children’s services"}),
    Example("/anyshire/programmes/kpis", Kpi, {"series": "{series}", "name": "Visits", "group": "Visits"}, "name",
            {"name": "All visits"}, "replaced", {"programme": None}),
]  # fmt: skip
each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.path.strip("/"))


@dataclass
class World:
    council: Organisation
    ids: dict[str, int]

    def given(self, example: Example, **changed: str) -> dict[str, str]:
        return {name: value.format(**self.ids) for name, value in {**example.given, **changed}.items()}


@pytest.fixture(scope="module")
def furnished_once(once: Once) -> Furniture:
    made: Furniture = once(lambda: furnish(OrganisationFactory(name="Anyshire", slug="anyshire")))
    return made


@pytest.fixture
def furniture(furnished_once: Furniture, db: None) -> Furniture:
    return deepcopy(furnished_once)


@pytest.fixture
def council(furniture: Furniture) -> Organisation:
    return furniture.council


@pytest.fixture
def better_lives(furniture: Furniture) -> Programme:
    return furniture.better_lives


@pytest.fixture
def strand(furniture: Furniture) -> Workstream:
    return furniture.strand


@pytest.fixture
def benefit(furniture: Furniture) -> Benefit:
    return furniture.benefit


@pytest.fixture
def budget(furniture: Furniture) -> Budget:
    return furniture.budget


@pytest.fixture
def joint(furniture: Furniture) -> Programme:
    return furniture.joint


@pytest.fixture
def world(council: Organisation, strand: Workstream, benefit: Benefit, budget: Budget, joint: Programme) -> World:
    series = SeriesFactory(organisation=council)
    line = make_line(council, "homecare", first_year=2018)
    ids = {"council": council.pk, "line": line.pk, "benefit": benefit.pk, "budget": budget.pk, "series": series.pk}
    return World(council, ids)


def text(response: Any) -> str:
    return unescape(response.content.decode())


def made(world: World, user: User, example: Example) -> Any:
    """Make one as the example says, and return it."""
    before = set(example.model._default_manager.values_list("pk", flat=True))
    response = signed_in(user).post(f"{example.path}/new/", world.given(example))
    assert response.status_code == 302, text(response)
    return example.model._default_manager.exclude(pk__in=before).get()


def page(example: Example, thing: Any, name: str) -> str:
    return f"{example.path}/{getattr(thing, 'slug', thing.pk)}/{name}/"


def seen(thing: Any) -> int:
    return int(thing.history.latest().history_id)


def as_form(response: Any) -> dict[str, str]:
    """What a browser would send back of the form that it was shown."""
    form = response.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    widgets = {name: form.fields[name].widget for name in shown}
    return {
        name: "on" if value is True else value if isinstance(value, list) else widgets[name].format_value(value) or ""
        for name, value in shown.items()
        if value not in (None, False, "", [])
    }


def test_every_kind_has_an_example() -> None:
    kinds = {kind.model for kind in (*PARTS.values(), *OWN.values())} | {Programme}
    assert {example.model for example in EXAMPLES} == kinds


@each_example
def test_adding(world: World, contributor: User, example: Example) -> None:
    assert signed_in(contributor).get(f"{example.path}/new/").status_code == 200
    thing = made(world, contributor, example)
    for name, value in example.expected.items():
        assert getattr(thing, name) == value
    assert thing.history.latest().history_user == contributor


@each_example
def test_adding_says_so_and_leads_on(world: World, contributor: User, example: Example) -> None:
    response = signed_in(contributor).post(f"{example.path}/new/", world.given(example), follow=True)
    assert response.status_code == 200
    assert "is added." in text(response)


@each_example
def test_what_is_left_out_is_said_beside_its_field(world: World, contributor: User, example: Example) -> None:
    response = signed_in(contributor).post(f"{example.path}/new/", world.given(example, **{example.required: ""}))
    assert list(response.context["form"].errors) == [example.required]
    target = response.context["form"][example.required].first_input_id
    assert f'<a href="#{target}">' in text(response)
    assert f'id="{target}"' in text(response)


@each_example
def test_nothing_at_all_is_refused_too(world: World, contributor: User, example: Example) -> None:
    response = signed_in(contributor).post(f"{example.path}/new/", NOTHING)
    assert "There is a problem" in text(response)
    said = [message for messages in response.context["form"].errors.values() for message in messages]
    assert not [message for message in said if "valid" in message.lower() or "required" in message.lower()]


@each_example
def test_the_same_again_is_refused(world: World, contributor: User, example: Example) -> None:
    made(world, contributor, example)
    given = world.given(example)
    if example.model in (Programme, Workstream, Benefit):
        given["slug"] = example.expected["slug"]
    before = example.model._default_manager.count()
    response = signed_in(contributor).post(f"{example.path}/new/", given)
    assert len(response.context["form"].errors) == 1
    assert "already" in text(response) or "is taken" in text(response)
    assert example.model._default_manager.count() == before


@each_example
def test_changing_with_a_reason_that_the_history_shows(world: World, contributor: User, example: Example) -> None:
    client = signed_in(contributor)
    thing = made(world, contributor, example)
    edit = page(example, thing, "edit")
    given = {**as_form(client.get(edit)), **example.changed, "reason": "Agreed by the board"}
    response = client.post(edit, given, follow=True)
    assert "is changed." in text(response), response.context["form"].errors
    thing = example.model._default_manager.get(pk=thing.pk)
    newest = thing.history.latest()
    assert (newest.history_user, newest.history_change_reason) == (contributor, "Agreed by the board")
    history = text(signed_in(contributor).get(page(example, thing, "history")))
    assert "Agreed by the board" in history
    assert "contributor" in history


@each_example
def test_saving_what_did_not_change_keeps_one_version(world: World, contributor: User, example: Example) -> None:
    client = signed_in(contributor)
    thing = made(world, contributor, example)
    before = thing.history.count()
    assert (
        client.post(page(example, thing, "edit"), as_form(client.get(page(example, thing, "edit")))).status_code
        == 302
    )
    assert thing.history.count() == before


@each_example
def test_a_stale_edit_is_refused_once(world: World, contributor: User, officer: User, example: Example) -> None:
    thing = made(world, contributor, example)
    edit = page(example, thing, "edit")
    stale = as_form(signed_in(contributor).get(edit))
    theirs = {**as_form(signed_in(officer).get(edit)), **example.changed}
    assert signed_in(officer).post(edit, theirs).status_code == 302
    response = signed_in(contributor).post(edit, stale)
    assert "finance-officer changed this meanwhile" in text(response)
    again = {**stale, "seen": response.context["form"]["seen"].value()}
    assert signed_in(contributor).post(edit, again).status_code == 302


@each_example
def test_closing_and_opening_again(world: World, contributor: User, example: Example) -> None:
    if not example.outcome:
        return
    client = signed_in(contributor)
    thing = made(world, contributor, example)
    assert list(client.post(page(example, thing, "close"), NOTHING).context["form"].errors) == [
        "outcome",
        "on",
        "reason",
    ]
    ending = {"outcome": example.outcome, "on": "2020-04-30", "reason": "Enough"}
    assert "is closed." in text(client.post(page(example, thing, "close"), ending, follow=True))
    thing = example.model._default_manager.get(pk=thing.pk)
    assert (thing.outcome, thing.closed_on) == (example.outcome, date(2020, 4, 30))
    for name in ("close", "edit"):
        assert "closed" in text(client.get(page(example, thing, name), follow=True))
    assert list(client.post(page(example, thing, "reopen"), NOTHING).context["form"].errors) == ["reason"]
    assert "is open again." in text(client.post(page(example, thing, "reopen"), {"reason": "No"}, follow=True))
    assert example.model._default_manager.get(pk=thing.pk).closed_on is None
    assert "is open already" in text(client.get(page(example, thing, "reopen"), follow=True))


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.model in (Claim, Contribution)], ids=lambda e: e.path)
def test_removing(world: World, contributor: User, example: Example) -> None:
    client = signed_in(contributor)
    thing = made(world, contributor, example)
    assert "Remove it" in text(client.get(page(example, thing, "close")))
    assert list(client.post(page(example, thing, "close"), NOTHING).context["form"].errors) == ["reason"]
    client.post(page(example, thing, "close"), {"reason": "Not ours"})
    assert not example.model._default_manager.filter(pk=thing.pk).exists()
    gone = thing.history.model.objects.filter(history_type="-").get()
    assert (gone.history_user, gone.history_change_reason) == (contributor, "Not ours")


@each_example
def test_who_may_write(
    world: World, contributor: User, lead: User, viewer: User, administrator: User, stranger: User, example: Example
) -> None:
    thing = made(world, contributor, example)
    names = ["edit", "history", *(["close"] if example.outcome or example.model in (Claim, Contribution) else [])]
    addresses = {name: page(example, thing, name) for name in names} | {"new": f"{example.path}/new/"}
    before = example.model._default_manager.count(), thing.history.count()
    for name, address in addresses.items():
        assert signed_in(lead).get(address).status_code == 200
        for reader in (viewer, administrator):
            assert signed_in(reader).get(address).status_code == (200 if name == "history" else 403)
        assert signed_in(viewer).post(address, world.given(example)).status_code in (403, 200)
        assert signed_in(stranger).get(address).status_code == 404
        assert signed_in(stranger).post(address, world.given(example)).status_code == 404
        assert Client().post(address, world.given(example))["Location"].startswith("/accounts/login/")
    assert before == (example.model._default_manager.count(), thing.history.count())


@each_example
def test_who_writes_for_some_services_only_is_told_why_not(world: World, contributor: User, example: Example) -> None:
    contributor.memberships.get().services.add(
        Service.objects.create(organisation=world.council, code="older", name="Older people")
    )
    response = signed_in(contributor).get(f"{example.path}/new/")
    assert response.status_code == 403
    assert "You write for some services only" in text(response)


@each_example
def test_nothing_is_changed_as_at_an_earlier_day(world: World, contributor: User, example: Example) -> None:
    client = signed_in(contributor)
    thing = made(world, contributor, example)
    edit = page(example, thing, "edit")
    given = {**as_form(client.get(edit)), **example.changed}
    response = client.post(f"{edit}?as_at=2019-11-07", given)
    assert "Nothing can be changed as at 7 November 2019" in text(response)
    assert f'href="{edit}"' in text(response)
    assert thing.history.count() == type(thing)._default_manager.get(pk=thing.pk).history.count()
    assert "Nothing can be changed" in text(client.get(f"{example.path}/new/?as_at=2019-11-07"))


@each_example
def test_forms_take_the_same_queries_however_much_there_is(
    world: World, contributor: User, better_lives: Programme, example: Example,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    thing = made(world, contributor, example)
    for number in range(8):
        make_benefit(better_lives, f"more-{number}")
    for address in (f"{example.path}/new/", page(example, thing, "edit"), page(example, thing, "history")):
        with django_assert_max_num_queries(30):
            signed_in(contributor).get(address)


# --- what forms offer, and make


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Réablement & más", "reablement-mas"),
        ("New", "new-2"),
        ("Reablement!", "reablement-2"),
        ("a_b", "a-b"),
        ("x" * 160, "x" * 76),
    ],
)
def test_a_slug_is_made_of_the_name(world: World, contributor: User, name: str, slug: str) -> None:
    signed_in(contributor).post(f"{HERE}/workstreams/new/", {"name": name, "kind": "delivery"})
    assert Workstream.objects.get(name=name, slug=slug)


@pytest.mark.parametrize(
    ("given", "field_name", "said"),
    [
        ({"name": "!!!"}, "slug", "none can be made"),
        ({"slug": "new"}, "slug", "is taken"),
        ({"slug": "reablement"}, "slug", "is taken"),
        ({"slug": "Not Good"}, "slug", "lower-case letters"),
        ({"name": "x" * 161}, "name", "160 characters at most"),
        ({"kind": "other"}, "kind", "Choose one of the list"),
    ],
)
def test_what_is_wrong_lands_on_its_field(
    world: World, contributor: User, given: dict[str, str], field_name: str, said: str
) -> None:
    response = signed_in(contributor).post(
        f"{HERE}/workstreams/new/", {"name": "Technology", "kind": "delivery", **given}
    )
    assert list(response.context["form"].errors) == [field_name]
    assert said in text(response)


@pytest.mark.parametrize(
    ("given", "field_name", "said"),
    [
        ({"share": "0"}, "share", "more than 0 and at most 100"),
        ({"share": "100.1"}, "share", "more than 0 and at most 100"),
        ({"share": "1e9"}, "share", "more than 0 and at most 100"),
        ({"share": "NaN"}, "share", "must be a number"),
        ({"share": "half"}, "share", "must be a number"),
        ({"share": "12.34567"}, "share", "4 decimal places at most"),
        ({"start": "April 2019"}, "start", "write it like 2019-04"),
        ({"start": "2019-13"}, "start", "write it like 2019-04"),
        ({"start": "0001-01"}, "start", "Choose a month from"),
        ({"end": "2019-03"}, "end", "before the first"),
        ({"end": "9999-12"}, "end", "Choose a month from"),
    ],
)
def test_what_is_wrong_with_a_claim_lands_on_its_field(
    world: World, contributor: User, given: dict[str, str], field_name: str, said: str
) -> None:
    example = next(example for example in EXAMPLES if example.model is Claim)
    response = signed_in(contributor).post(f"{example.path}/new/", world.given(example, **given))
    assert list(response.context["form"].errors) == [field_name]
    assert said in text(response)


def test_the_slug_stays(world: World, contributor: User) -> None:
    given = {"name": "Renamed", "kind": "delivery", "slug": "renamed", "seen": str(seen(Workstream.objects.get()))}
    signed_in(contributor).post(f"{HERE}/workstreams/reablement/edit/", given)
    assert (Workstream.objects.get().slug, Workstream.objects.get().name) == ("reablement", "Renamed")


def test_forms_offer_the_programmes_own_and_what_is_open(world: World, contributor: User) -> None:
    other = put_programme(organisation=world.council, slug="other", by=None, name="Other")
    make_benefit(other, "theirs", name="Of another programme")
    closed = make_benefit(Programme.objects.get(slug="better-lives"), "past", name="Closed one")
    close_thing(thing=closed, on=date(2020, 1, 1), outcome="withdrawn", reason="No", by=None)
    shown = text(signed_in(contributor).get(f"{HERE}/mitigations/new/"))
    assert "Fewer packages" in shown
    assert "Of another programme" not in shown
    assert "Closed one" not in shown


@pytest.mark.parametrize("name", ["benefit", "budget"])
def test_what_belongs_to_others_cannot_be_chosen(
    world: World, contributor: User, joint: Programme, name: str
) -> None:
    theirs = {
        "benefit": make_benefit(joint, "theirs").pk,
        "budget": Budget.objects.create(organisation=joint.organisation, name="Theirs").pk,
    }
    example = next(example for example in EXAMPLES if example.model is Claim)
    response = signed_in(contributor).post(f"{example.path}/new/", world.given(example, **{name: str(theirs[name])}))
    assert list(response.context["form"].errors) == [name]
    assert "Choose one of the list" in text(response)


def test_a_new_one_may_be_begun_from_a_link(world: World, contributor: User, strand: Workstream) -> None:
    response = signed_in(contributor).get(f"{HERE}/benefits/new/?workstream={strand.pk}")
    assert f'<option value="{strand.pk}" selected>' in text(response)


def test_only_partnerships_have_contributions(world: World, contributor: User) -> None:
    assert signed_in(contributor).get(f"{HERE}/contributions/new/").status_code == 404


def test_only_members_of_a_partnership_say_what_they_are_part_of(world: World, contributor: User) -> None:
    shown = text(signed_in(contributor).get("/anyshire/programmes/better-lives/edit/"))
    assert "Whoever may read the partnership then sees this programme’s totals" in shown
    assert "Together" in shown
    assert "Part of a joint programme" not in text(signed_in(contributor).get("/joint/programmes/together/edit/"))


def test_the_series_of_a_programme_are_made_where_they_are_ticked(world: World, contributor: User) -> None:
    given = {"name": "Home First", "wanted": ["avoidance_series", "impact_series"]}
    signed_in(contributor).post("/anyshire/programmes/new/", given)
    programme = Programme.objects.get(slug="home-first")
    assert programme.impact_series is not None
    assert programme.spend_series is None
    shown = signed_in(contributor).get("/anyshire/programmes/home-first/edit/")
    assert [name for name, _ in shown.context["form"].fields["wanted"].choices] == ["position_series", "spend_series"]


@pytest.mark.parametrize("address", [
    f"{HERE}/wishes/new/",
    f"{HERE}/milestones/999/edit/",
    f"{HERE}/milestones/none/edit/",
    f"{HERE}/milestones/{'9' * 30}/edit/",
    f"{HERE}/delivery-confidence-assessments/999/close/",
    "/anyshire/programmes/none/workstreams/new/",
    "/anyshire/programmes/none/edit/",
    "/anyshire/programmes/milestones/new/",
])  # fmt: skip
def test_what_there_is_not_is_not_there(world: World, contributor: User, address: str) -> None:
    assert signed_in(contributor).get(address).status_code == 404


def test_an_assessment_does_not_end(world: World, contributor: User) -> None:
    example = next(example for example in EXAMPLES if example.model is Confidence)
    thing = made(world, contributor, example)
    assert signed_in(contributor).get(page(example, thing, "close")).status_code == 404


def test_nothing_is_added_to_a_closed_programme(world: World, contributor: User, joint: Programme) -> None:
    close_thing(thing=joint, on=date(2020, 1, 1), outcome="completed", reason="Done", by=None)
    assert "open it again to add to it" in text(signed_in(contributor).get(f"{JOINT}/workstreams/new/", follow=True))


def test_a_programme_with_open_workstreams_says_so(world: World, contributor: User) -> None:
    ending = {"outcome": "completed", "on": "2020-04-30", "reason": "Enough"}
    response = signed_in(contributor).post(f"{HERE}/close/", ending)
    assert "Workstreams: Reablement. Benefits: Fewer packages." in text(response)
    assert Programme.objects.get(slug="better-lives").is_open


def test_a_double_claim_is_said_beside_the_share(world: World, contributor: User, budget: Budget) -> None:
    example = next(example for example in EXAMPLES if example.model is Claim)
    made(world, contributor, example)
    Benefit.objects.update(state="scoped")
    other = make_benefit(Programme.objects.get(slug="better-lives"), "other", state="scoped")
    given = world.given(example, benefit=str(other.pk), share="80")
    response = signed_in(contributor).post(f"{HERE}/claims/new/", given)
    assert "75% is left for this benefit" in unescape(str(response.context["form"].errors["share"]))
    assert Claim.objects.count() == 1


# --- what happens to benefits


@pytest.fixture
def evidenced(benefit: Benefit, contributor: User) -> Benefit:
    record(benefit.series, 90, by=contributor)  # type: ignore[arg-type]
    return move_benefit(benefit=benefit, state="evidenced", by=contributor)


BENEFIT = f"{HERE}/benefits/fewer-packages"


def test_a_benefit_is_moved(benefit: Benefit, contributor: User, council: Organisation) -> None:
    client = signed_in(contributor)
    assert "/anyshire/series/better-lives/fewer-packages/year/" in text(client.get(f"{BENEFIT}/state/"))
    response = client.post(f"{BENEFIT}/state/", {"state": "profiled"})
    assert "no plan by month" in unescape(str(response.context["form"].errors["state"]))
    response = client.post(f"{BENEFIT}/state/", {"state": "scoped", "reason": "Ready"}, follow=True)
    assert "Fewer packages is scoped now." in text(response)
    assert client.post(f"{BENEFIT}/state/", {"state": "validated"}).status_code == 200
    assert Benefit.objects.get().state == "scoped"


def test_validating_is_for_the_finance_lead(
    evidenced: Benefit, contributor: User, officer: User, lead: User, stranger: User
) -> None:
    for person in (contributor, officer):
        assert signed_in(person).post(f"{BENEFIT}/validate/", {"checked": "All"}).status_code == 403
    assert signed_in(stranger).get(f"{BENEFIT}/validate/").status_code == 404
    assert list(signed_in(lead).post(f"{BENEFIT}/validate/", NOTHING).context["form"].errors) == ["checked"]
    response = signed_in(lead).post(f"{BENEFIT}/validate/", {"checked": "All"}, follow=True)
    assert "Fewer packages is validated by finance." in text(response)
    assert Benefit.objects.get().history.latest().history_user == lead


def test_who_recorded_it_is_told_to_ask_somebody_else(evidenced: Benefit, lead: User) -> None:
    record(evidenced.series, 91, by=lead)  # type: ignore[arg-type]
    response = signed_in(lead).post(f"{BENEFIT}/validate/", {"checked": "All"})
    assert "somebody else has to validate it" in text(response)


def test_what_takes_a_validation_away_is_said(evidenced: Benefit, lead: User) -> None:
    client = signed_in(lead)
    client.post(f"{BENEFIT}/validate/", {"checked": "All"})
    given = {**as_form(client.get(f"{BENEFIT}/edit/")), "kind": "income"}
    assert "evidenced again" in text(client.post(f"{BENEFIT}/edit/", given, follow=True))


def test_bringing_forward(benefit: Benefit, contributor: User, viewer: User) -> None:
    for month in FinancialYear(2019).months():
        record(benefit.series, 100, month.start, basis=Basis.PLAN)  # type: ignore[arg-type]
    address = f"{BENEFIT}/bring-forward/"
    response = signed_in(contributor).post(address, {"year": "2019"})
    assert "not known for April 2019" in text(response)
    for month in FinancialYear(2019).months():
        record(benefit.series, 75, month.start)  # type: ignore[arg-type]
    assert signed_in(viewer).post(address, {"year": "2019"}).status_code == 403
    response = signed_in(contributor).post(address, {"year": "2019"}, follow=True)
    assert "Fewer packages, brought forward from 2019/20 is added." in text(response)
    assert Benefit.objects.count() == 2


def test_taking_up_an_opportunity(better_lives: Programme, contributor: User, viewer: User) -> None:
    opportunity = put_line(
        Opportunity, {"programme": better_lives, "name": "More sensors"}, by=None, kind="new", owner_role="Lead"
    )
    address = f"{HERE}/opportunities/{opportunity.pk}/take-up/"
    shown = signed_in(contributor).get(address)
    assert shown.context["form"]["name"].value() == "More sensors"
    assert signed_in(viewer).get(address).status_code == 403
    assert signed_in(contributor).post(address, {"name": "Sensors"}).context["form"].errors.keys() == {"kind", "why"}
    given = {"name": "Sensors", "kind": "avoidance", "why": "It works"}
    assert "closed as taken up" in text(signed_in(contributor).post(address, given, follow=True))
    opportunity.refresh_from_db()
    assert opportunity.taken_up_as == Benefit.objects.get(slug="sensors")
    assert signed_in(contributor).get(f"{HERE}/opportunities/999/take-up/").status_code == 404


def test_taking_up_is_not_offered_as_an_ending(better_lives: Programme, contributor: User) -> None:
    opportunity = put_line(Opportunity, {"programme": better_lives, "name": "More"}, by=None, kind="new")
    shown = signed_in(contributor).get(f"{HERE}/opportunities/{opportunity.pk}/close/")
    assert [value for value, _ in shown.context["form"].fields["outcome"].choices] == ["dropped"]


@pytest.mark.parametrize("name", ["state", "validate", "bring-forward"])
def test_pages_of_a_benefit_for_others(benefit: Benefit, viewer: User, stranger: User, lead: User, name: str) -> None:
    assert signed_in(viewer).get(f"{BENEFIT}/{name}/").status_code == 403
    assert signed_in(stranger).get(f"{BENEFIT}/{name}/").status_code == 404
    assert Client().get(f"{BENEFIT}/{name}/")["Location"].startswith("/accounts/login/")
    assert signed_in(lead).get(f"{HERE}/benefits/none/{name}/").status_code == 404
    assert "Nothing can be changed" in text(signed_in(lead).get(f"{BENEFIT}/{name}/?as_at=2019-11-07"))


def test_share_of_an_investment_is_chosen_from_the_series_in_per_cent(world: World, contributor: User) -> None:
    line = put_line(Investment, {"programme": Programme.objects.get(slug="better-lives"), "name": "Joint"}, by=None)
    share = SeriesFactory(organisation=world.council, measure=MeasureFactory(unit="percent"), name="Our share")
    pounds = SeriesFactory(organisation=world.council, measure=MeasureFactory(unit="GBP"))
    elsewhere = SeriesFactory(measure=MeasureFactory(unit="percent"))
    client, edit = signed_in(contributor), f"{HERE}/investments/{line.pk}/edit/"

    offered = client.get(edit).context["form"].fields["share_series"].queryset
    assert share in offered
    assert not {pounds, elsewhere} & set(offered)
    client.post(edit, {**as_form(client.get(edit)), "share_series": share.pk})
    line.refresh_from_db()
    assert line.share_series == share


CLAIM = next(example for example in EXAMPLES if example.model is Claim)


def test_claiming_a_budget_line(world: World, contributor: User) -> None:
    client = signed_in(contributor)
    given = world.given(CLAIM, budget="", line="{line}")
    assert client.post(f"{CLAIM.path}/new/", given).status_code == 302
    found = Claim.objects.get()
    assert (str(found.budget), found.share) == ("Homecare (homecare)", 25)
    said = text(client.post(f"{CLAIM.path}/new/", given))
    assert "There is a claim with this" in said
    edit = f"{CLAIM.path}/{found.pk}/edit/"
    shown = as_form(client.get(edit))
    assert (shown["line"], shown.get("budget", "")) == ([str(world.ids["line"])], "")
    assert client.post(edit, {**shown, "share": "30"}).status_code == 302
    assert Claim.objects.get().share == 30
    assert Budget.objects.filter(line=world.ids["line"]).count() == 1


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"line": "{line}"}, "budget", "not both"),
        ({"budget": "", "line": ""}, "budget", "Choose a budget line, or a budget that is kept elsewhere"),
        ({"budget": "", "line": "{line}", "start": "2018-03"}, "start", "from 2018/19"),
    ],
)
def test_claim_is_of_one_budget_in_its_years(
    world: World, contributor: User, given: dict[str, str], field: str, said: str
) -> None:
    response = signed_in(contributor).post(f"{CLAIM.path}/new/", world.given(CLAIM, **given))
    assert list(response.context["form"].errors) == [field]
    assert said in text(response)
    assert not Budget.objects.filter(line=world.ids["line"]).exists()


def test_budget_that_is_a_line_is_not_renamed_here(world: World, contributor: User) -> None:
    client = signed_in(contributor)
    client.post(f"{CLAIM.path}/new/", world.given(CLAIM, budget="", line="{line}"))
    found = Budget.objects.get(line=world.ids["line"])
    assert client.get(f"/anyshire/programmes/budgets/{found.pk}/edit/").status_code == 404
