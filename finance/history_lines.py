"""The budget lines that a council's past is of: found by code or name, made, or known of earlier years. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from ledger.months import FinancialYear
from returns.readings import ComingSeries, Creation

from .formats.history_file import LineWords, Printed
from .formats.history_headings import ACTUAL, AMOUNTS, FORECAST
from .history import Adjusted, Convention, Earlier, KnownLine, NewLine, Past

MOST_NEAREST = 100  # unknown lines for which the nearest known code is looked for
MOST_CODE = 80


def find_lines(past: Past, known: Sequence[KnownLine], services: Mapping[str, str]) -> None:
    """Put into `past` the line of each row, and into its reading what has to be made for them or is wrong."""
    _match(past, known, services)
    _reach_back(past)
    _keep_adjustments(past)


def code_of(text: str) -> str:
    """A line's code as it stands in addresses: cc-1234 for CC/1234."""
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in text.casefold()).split()
    return "-".join(words)[:MOST_CODE].strip("-")


def _match(past: Past, known: Sequence[KnownLine], services: Mapping[str, str]) -> None:
    by_code = {line.code: line for line in known}
    by_name: dict[str, list[KnownLine]] = {}
    for line in known:
        by_name.setdefault(line.name.casefold(), []).append(line)
    unknown: dict[LineWords, list[Printed]] = {}
    for printed in past.file.printed:
        words = printed.line
        if words in past.lines or words in unknown:
            unknown.get(words, []).append(printed)
            continue
        found = by_code.get(code_of(words.code)) or by_code.get(code_of(words.name) if not words.code else "")
        named = by_name.get((words.name or words.code).strip().casefold(), [])
        if found is None and len(named) > 1:
            codes = " and ".join(sorted(line.code for line in named))
            past.reading.problem(
                f"{codes} are both called “{words.label}”; add a column with their codes.", printed.cell
            )
            named = named[:1]  # said once
        if found is None and named and words.code and words.name:
            message = f"No line has the code “{words.code}”; this was read as {named[0].code} by its name."
            past.reading.warn(message, printed.cell)
        if line_found := found or next(iter(named), None):
            past.lines[words] = line_found
        else:
            unknown[words] = [printed]
    _make(past, unknown, known, services)


def _make(
    past: Past,
    unknown: Mapping[LineWords, Sequence[Printed]],
    known: Sequence[KnownLine],
    services: Mapping[str, str],
) -> None:
    """The lines that are not there yet, or why they can't be made."""
    taken = {line.code: line.name for line in known}
    made: dict[str, NewLine] = {}
    for number, (words, printed) in enumerate(unknown.items()):
        code, first = code_of(words.code or words.name), printed[0].cell
        if not past.convention.creates:
            nearest = _nearest(words, known) if number < MOST_NEAREST else None
            past.reading.problem(_not_there(words, nearest), first)
            continue
        if not words.name or not code:
            past.reading.problem(
                f"“{words.label}” needs a code and a name to be made; the file names only one.", first
            )
            continue
        if words.service and words.service.casefold() not in services:
            message = f"There is no service “{words.service}” here; add it first, or leave the cell blank."
            past.reading.problem(message, first)
            continue
        if code in taken:
            other = f"“{taken[code]}” and “{words.name}” would both have the code {code}"
            past.reading.problem(f"{other}; give each line one code and one name throughout.", first)
            continue
        taken[code] = words.name
        year = min(each.year for each in printed)
        income = _is_income(words, printed, past.convention)
        service, adjusted = services.get(words.service.casefold()), any(map(_adjusts, printed))
        made[code] = NewLine(code, words.name[:160], service, income, year.first, adjusted)
        past.lines[words] = known_line(made[code])
    past.reading.creations += [_creation(line) for line in made.values()]


def known_line(line: NewLine) -> KnownLine:
    adjustment = adjustment_code(line.code) if line.adjusted else None
    series = f"budget/{line.code}"
    return KnownLine(line.code, line.name, series, line.service, line.income, line.first_year, None, adjustment)


def adjustment_code(code: str) -> str:
    """That of the series of a line's year-end adjustments, where it has none of its own yet."""
    return f"budget/{code}/period-13"


def _creation(line: NewLine) -> Creation:
    parts = ["income" if line.income else "spend", f"from {FinancialYear(line.first_year).label}"]
    parts += [f"service {line.service}"] if line.service else []
    series = [ComingSeries(code=f"budget/{line.code}", name=line.name, service=line.service)]
    series += [_coming_adjustment(known_line(line))] if line.adjusted else []
    return Creation("Budget line", f"{line.code}: {line.name}", ", ".join(parts), tuple(series), line)


def _coming_adjustment(line: KnownLine) -> ComingSeries:
    name = f"{line.name}: year-end adjustment"
    return ComingSeries(code=adjustment_code(line.code), name=name, service=line.service)


def _adjusts(printed: Printed) -> bool:
    """Whether it is recorded as a year-end adjustment."""
    return printed.is_adjustment and printed.which in (ACTUAL, FORECAST)


def _keep_adjustments(past: Past) -> None:
    """Lines whose year-end adjustments are kept from now on."""
    found: dict[str, KnownLine] = {}
    for printed in past.file.printed:
        line = past.line(printed)
        if line and line.adjustment is None and _adjusts(printed):
            found[line.code] = line
    for code, line in found.items():
        label, detail = f"{code}: {line.name}", "its year-end adjustments are kept too"
        coming = _coming_adjustment(line)
        past.reading.creations.append(Creation("Budget line, period 13", label, detail, (coming,), Adjusted(code)))
    for words, line in past.lines.items():
        if line.code in found:
            past.lines[words] = line._replace(adjustment=adjustment_code(line.code))


def _is_income(words: LineWords, printed: Iterable[Printed], convention: Convention) -> bool:
    """As the file says; else where income is printed negative, and everything of this line is."""
    if words.income is not None or convention.income_positive:
        return bool(words.income)
    of_months = [each for each in printed if not each.is_adjustment]
    amounts = [each.value for each in of_months if each.which in AMOUNTS and each.value]
    return bool(amounts) and max(amounts) < 0


def _nearest(words: LineWords, known: Sequence[KnownLine]) -> KnownLine | None:
    """The line that may be meant, by its code or else by its name."""
    codes = {line.code: line for line in known}
    names = {line.name.casefold(): line for line in known}
    for text, among in ((code_of(words.code), codes), (words.label.casefold(), names)):
        if found := get_close_matches(text, among, n=1):
            return among[found[0]]
    return None


def _not_there(words: LineWords, nearest: KnownLine | None) -> str:
    both = words.code and words.name and f"“{words.code}” ({words.name})"
    there = f"There is no budget line {both or f'“{words.label}”'}"
    meant = f"; the nearest is “{nearest.code}” ({nearest.name})" if nearest else ""
    return f"{there}{meant}. Correct the file, or choose to make the lines that aren’t there."


def _reach_back(past: Past) -> None:
    """Lines that were part of the budget in earlier years than was known; and those that ended too early."""
    first: dict[str, tuple[int, KnownLine]] = {}
    told: set[str] = set()
    for printed in past.file.printed:
        line = past.line(printed)
        if line is None:
            continue
        year = printed.year.first
        if line.last_year is not None and year > line.last_year and line.code not in told:
            told.add(line.code)
            last = FinancialYear(line.last_year).label
            past.reading.problem(f"{line.name} was part of the budget until {last} only.", printed.cell)
        if year < min(line.first_year, first.get(line.code, (line.first_year, line))[0]):
            first[line.code] = (year, line)
    for code, (year, line) in first.items():
        detail = f"part of the budget from {FinancialYear(year).label}, not only from "
        detail += FinancialYear(line.first_year).label
        label = f"{code}: {line.name}"
        past.reading.creations.append(Creation("Budget line, earlier", label, detail, (), Earlier(code, year)))
