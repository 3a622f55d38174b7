"""Who is asking the API: the holder of a token, or the person signed in."""

from hmac import compare_digest
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication as KnoxAuthentication
from knox.crypto import hash_token
from knox.settings import CONSTANTS
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from ..access import Access, standings
from ..models import ApiToken
from ..months import LONDON, day_label


class TokenAuthentication(KnoxAuthentication):
    """Knox's tokens, looked up in one query. Reading deletes nothing, so an expired token can be told of."""

    def authenticate_credentials(self, token: bytes) -> tuple[AbstractBaseUser, ApiToken]:
        found = _find(token)
        if found is None:
            raise AuthenticationFailed("This token is not known; check that it was copied whole, or make a new one.")
        # Only whoever holds the whole secret gets as far as this, so it is safe to say why.
        if found.expiry and found.expiry < timezone.now():
            when = day_label(found.expiry.astimezone(LONDON).date())
            raise AuthenticationFailed(f"This token expired on {when}; make a new one on your page of tokens.")
        if not found.user.is_active:
            raise AuthenticationFailed("The account that this token belongs to is closed.")
        return found.user, found


def _find(token: bytes) -> ApiToken | None:
    if not token.isalnum():  # of ASCII, as bytes see it
        return None
    text = token.decode("ascii")
    digest = hash_token(text)
    candidates = ApiToken.objects.filter(token_key=text[: CONSTANTS.TOKEN_KEY_LENGTH]).select_related("user")
    return next((found for found in candidates if compare_digest(digest, found.digest)), None)


class TokenMayWrite(BasePermission):
    """Keeps tokens that only read from writing; people signed in are held by their roles alone."""

    message = "This token only reads. Make one that may write as well, on your page of tokens."

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or not isinstance(request.auth, ApiToken) or request.auth.may_write


def reach(request: Request) -> dict[str, Access]:
    """Every organisation that the request may read, by slug: two queries. A token's is one at most."""
    known = standings(request.user)
    if isinstance(request.auth, ApiToken):
        only = request.auth.organisation_id
        return {slug: access for slug, access in known.items() if access.organisation.pk == only}
    return known


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "ledger.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "“Token ” and the token, as in Token 0123…",
        }
