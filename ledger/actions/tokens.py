from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from ..models import ApiToken, Organisation


@transaction.atomic
def issue_token(
    *, by: AbstractBaseUser, organisation: Organisation, name: str, days: int, may_write: bool
) -> tuple[ApiToken, str]:
    """A new token and its secret, which is kept nowhere: it can be shown this once."""
    return ApiToken.objects.create(
        user=by, expiry=timedelta(days=days), organisation=organisation, name=name, may_write=may_write
    )


@transaction.atomic
def revoke_token(*, token: ApiToken) -> None:
    token.delete()
