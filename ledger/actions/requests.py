from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from ..models import ApiToken, IdempotentRequest

LONGEST_KEY = 80


class Answer(NamedTuple):
    status: int
    content: dict[str, Any]
    replayed: bool = False


class KeyReused(Exception):
    """The key was sent with another body before."""


@transaction.atomic
def answer_once(
    *, by: AbstractBaseUser, token: ApiToken | None, key: str, body_digest: str, act: Callable[[], Answer]
) -> Answer:
    """What `act` answers, or what it answered when this key was first sent; raises KeyReused for another body.

    The key is claimed before acting and in the same transaction: whoever sends it at the same time waits at its
    unique constraint, and then finds the answer. What raises claims nothing, so it can be mended and sent again.
    """
    claim, is_new = IdempotentRequest.objects.get_or_create(
        user_id=by.pk,
        key=f"{token.digest[:16] if token else 'session'}:{key}",
        defaults={"body_digest": body_digest, "answer": {}, "status": 0},
    )
    if not is_new:
        if claim.body_digest != body_digest:
            raise KeyReused
        return Answer(claim.status, claim.answer, replayed=True)
    answer = act()
    claim.answer, claim.status = answer.content, answer.status
    claim.save(update_fields=["answer", "status"])
    return answer


def forget_old_answers(*, older_than: timedelta) -> int:
    """Drop what was answered under keys so old that nobody repeats them; how many."""
    return IdempotentRequest.objects.filter(made_at__lt=timezone.now() - older_than).delete()[0]
