"""Words that several sections need for their sentences."""

from collections.abc import Sequence
from decimal import Decimal

from ledger.numbers import Number
from ledger.publishing import in_words


def listed(words: Sequence[str]) -> str:
    """One, two and three."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def counted(count: int, noun: str, nouns: str = "") -> str:
    """1 risk, 1,200 risks; no risks."""
    number = Number(Decimal(count)).text if count else "no"
    return f"{number} {noun}" if count == 1 else f"{number} {nouns or f'{noun}s'}"


def ended(words: str) -> str:
    """With a full stop at its end and a capital at its beginning; empty words stay empty."""
    words = words.strip()
    if not words:
        return ""
    return f"{words[0].upper()}{words[1:]}" + ("" if words[-1] in ".!?" else ".")


def told(*sentences: str) -> str:
    """A paragraph of those that say something."""
    return " ".join(ended(sentence) for sentence in sentences if sentence)


def size(number: Number) -> str:
    """Without its sign, for sentences that say which side it is on."""
    return in_words(number).replace("−", "")


def kind_in_sentence(name: str) -> str:
    """Cost avoidance, within a sentence."""
    return f"{name[0].lower()}{name[1:]}"
