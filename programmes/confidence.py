"""What a rule suggests as delivery confidence: one step of five, with its reason. A person may judge otherwise."""

from ledger.components import Colour, Rating

SCALE: tuple[Colour, ...] = ("green", "amber-green", "amber", "amber-red", "red")

# Where the money puts it. What is late and what threatens it then each take a step off: neither is in the money yet.
STARTS: dict[Colour, int] = {"blue": 0, "green": 0, "amber": 2, "red": 4}


def suggestion(money: Rating, late_milestones: int, high_risks: int) -> Rating:
    """Suggested from the rating of the money, and from how many milestones are late and open risks are high.

    Without a rating of the money nothing is suggested unless something is late or at risk; then it starts at amber.
    """
    reasons = [money.reason.rstrip(".")]
    lowered = 0
    if late_milestones:
        reasons.append(f"{_count(late_milestones, 'milestone')} late: a step lower")
        lowered += 1
    if high_risks:
        reasons.append(f"{_count(high_risks, 'open risk')} high: a step lower")
        lowered += 1
    if money.colour not in STARTS and not lowered:
        return Rating("grey", f"{reasons[0]}.")
    start = STARTS.get(money.colour, SCALE.index("amber") - lowered)
    return Rating(SCALE[min(start + lowered, len(SCALE) - 1)], f"{'; '.join(reasons)}.")


def _count(number: int, noun: str) -> str:
    return f"1 {noun} is" if number == 1 else f"{number} {noun}s are"
