"""How grave a risk is: likelihood x impact, 1 to 5 each, as a score of 1 to 25 in one of three bands."""

from ledger.components import Colour, Rating

# Where each band begins. Councils print their registers in three colours. The line at 15 is where the matrix of the
# National Patient Safety Agency (2008), from which health and care systems took theirs, begins its gravest band: it
# takes 3 x 5, 4 x 4 or 5 x 3, so that neither a merely possible moderate risk nor a rare severe one (1 x 5, which
# is medium) is among those that go to a committee. Up to 4, neither part can be grave without the other being rare.
HIGH, MEDIUM, LOW = 15, 5, 1

BANDS: tuple[tuple[int, str, Colour], ...] = (
    (HIGH, "High", "red"),
    (MEDIUM, "Medium", "amber"),
    (LOW, "Low", "green"),
)


def score(likelihood: int | None, impact: int | None) -> int | None:
    """1 to 25; None where nobody scored it."""
    return likelihood * impact if likelihood and impact else None


def band(score: int) -> str:
    """High, Medium or Low."""
    return _band(score)[0]


def rate(likelihood: int | None, impact: int | None) -> Rating:
    """The rating of a risk, with its band and both parts in words."""
    found = score(likelihood, impact)
    if found is None:
        return Rating("grey", "Not scored yet")
    name, colour = _band(found)
    return Rating(colour, f"{name}: likelihood {likelihood} x impact {impact} = {found} of 25")


def _band(score: int) -> tuple[str, Colour]:
    if not LOW <= score <= 25:
        raise ValueError(f"{score} is no score: likelihood x impact lies between 1 and 25")
    return next((name, colour) for least, name, colour in BANDS if score >= least)
