import pytest

from raid.models import Impact, Likelihood
from raid.scoring import band, rate, score


@pytest.mark.parametrize(
    ("name", "scores"),
    [("Low", (1, 2, 3, 4)), ("Medium", (5, 6, 8, 9, 10, 12)), ("High", (15, 16, 20, 25))],
)
def test_bands_cover_every_score_that_there_can_be(name: str, scores: tuple[int, ...]) -> None:
    possible = {likelihood * impact for likelihood in range(1, 6) for impact in range(1, 6)}

    assert sorted(found for found in possible if band(found) == name) == list(scores)


@pytest.mark.parametrize("wrong", [0, -5, 26])
def test_what_is_no_score_has_no_band(wrong: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 25"):
        band(wrong)


@pytest.mark.parametrize(
    ("likelihood", "impact", "expected"),
    [(4, 5, 20), (1, 1, 1), (None, 3, None), (3, None, None), (None, None, None)],
)
def test_score_needs_both(likelihood: int | None, impact: int | None, expected: int | None) -> None:
    assert score(likelihood, impact) == expected


@pytest.mark.parametrize(
    ("likelihood", "impact", "colour", "reason"),
    [
        (3, 5, "red", "High: likelihood 3 x impact 5 = 15 of 25"),
        (3, 4, "amber", "Medium: likelihood 3 x impact 4 = 12 of 25"),
        (1, 4, "green", "Low: likelihood 1 x impact 4 = 4 of 25"),
        (None, None, "grey", "Not scored yet"),
    ],
)
def test_rating_gives_its_reason(likelihood: int | None, impact: int | None, colour: str, reason: str) -> None:
    found = rate(likelihood, impact)

    assert (found.colour, found.reason) == (colour, reason)


@pytest.mark.parametrize("choices", [Likelihood, Impact])
def test_steps_are_worded_by_their_number(choices: type[Likelihood] | type[Impact]) -> None:
    """The matrix takes the words off them."""
    assert [label.partition(": ")[0] for label in choices.labels] == ["1", "2", "3", "4", "5"]
