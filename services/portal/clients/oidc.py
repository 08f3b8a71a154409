"""OpenID Connect: the authorization code flow with PKCE, against one provider.

What the provider says of itself and its keys are read anew at each sign-in: those are rare, and a
key that was rotated is never asked for in vain. The libraries (10 MB) are imported at the first
sign-in: most portals have no provider.
"""

import base64
import hashlib
import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx2

from services.portal.clients.http import ServiceUnavailable

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import AsyncOAuth2Client
    from cryptography.fernet import Fernet

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA", "Ed25519", "RS384", "RS512", "ES384", "ES512")
LEEWAY_SECONDS = 60  # by which two clocks may differ
SIGN_IN_SECONDS = 600  # from the button to the provider and back
TIMEOUT_SECONDS = 10


class SignInFailed(Exception):
    """The provider's answer proves nothing; the reason is for the log."""


class NoKeyBound(Exception):
    """The provider knows the person, and no key is bound to its subject."""


@dataclass(frozen=True, slots=True)
class Registration:
    """This portal as the provider knows it, and where the keys of its people stand."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    keys: Path
    transport: httpx2.AsyncBaseTransport | None = None


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sign-in under way: what its browser must bring back."""

    state: str
    nonce: str
    verifier: str = field(repr=False)
    redirect_uri: str
    next: str


class Envelope:
    """Hides a sign-in in a cookie of its own browser, for as long as one may take."""

    def __init__(self, secret: str) -> None:
        digest = hashlib.sha256(secret.encode()).digest()
        self._key = base64.urlsafe_b64encode(digest)

    def _cipher(self) -> "Fernet":
        from cryptography.fernet import Fernet

        return Fernet(self._key)

    def close(self, sign_in: SignIn) -> str:
        """The cookie's value."""
        names = SignIn.__dataclass_fields__
        text = json.dumps({name: getattr(sign_in, name) for name in names})
        return self._cipher().encrypt(text.encode()).decode()

    def open(self, cookie: str) -> SignIn:
        """Raises SignInFailed for what is not ours, or too old."""
        from cryptography.fernet import InvalidToken

        try:
            text = self._cipher().decrypt(cookie.encode(), ttl=SIGN_IN_SECONDS)
            return SignIn(**json.loads(text))
        except (InvalidToken, TypeError, ValueError):
            raise SignInFailed("no sign-in of this browser is under way") from None


def _client(registration: Registration, metadata: Any, redirect_uri: str) -> "AsyncOAuth2Client":
    """A client of the provider's endpoints."""
    from authlib.integrations.httpx_client import AsyncOAuth2Client

    supported = metadata.get("token_endpoint_auth_methods_supported", ("client_secret_basic",))
    basic = "client_secret_basic" in supported
    return AsyncOAuth2Client(
        registration.client_id,
        registration.client_secret,
        token_endpoint_auth_method="client_secret_basic" if basic else "client_secret_post",
        scope="openid",
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        timeout=TIMEOUT_SECONDS,
        transport=registration.transport,
    )


async def authorization_url(registration: Registration, sign_in: SignIn) -> str:
    """Where the person is sent. Raises ServiceUnavailable."""
    metadata = await _metadata(registration)
    async with _client(registration, metadata, sign_in.redirect_uri) as client:
        url, _ = client.create_authorization_url(
            metadata["authorization_endpoint"],
            state=sign_in.state,
            nonce=sign_in.nonce,
            code_verifier=sign_in.verifier,
        )
    return str(url)


async def key_of(registration: Registration, sign_in: SignIn, answer: dict[str, str]) -> str:
    """The key bound to the person whom the provider's answer proves.

    Raises SignInFailed, NoKeyBound, ServiceUnavailable.
    """
    metadata = await _metadata(registration)
    _check_answer(registration, metadata, sign_in, answer)
    token = await _exchange(registration, metadata, sign_in, answer["code"])
    keys = await _json(registration, metadata["jwks_uri"])
    subject = _verified(registration, sign_in, token, keys)
    return _bound_key(registration, subject)


def _check_answer(
    registration: Registration, metadata: Any, sign_in: SignIn, answer: dict[str, str]
) -> None:
    """The answer belongs to this sign-in and comes from this provider (RFC 9207)."""
    if answer.get("state") != sign_in.state:
        raise SignInFailed("another state")
    named = answer.get("iss")
    promised = metadata.get("authorization_response_iss_parameter_supported", False)
    if (promised or named is not None) and named != registration.issuer:
        raise SignInFailed("another issuer")
    if "error" in answer or not answer.get("code"):
        raise SignInFailed(f"no code: {answer.get('error', '')[:100]}")


async def _exchange(
    registration: Registration, metadata: Any, sign_in: SignIn, code: str
) -> dict[str, Any]:
    """The tokens for a code. Raises SignInFailed when the provider does not give them."""
    from authlib.common.errors import AuthlibBaseError

    async with _client(registration, metadata, sign_in.redirect_uri) as client:
        try:
            token: dict[str, Any] = await client.fetch_token(
                metadata["token_endpoint"], code=code, code_verifier=sign_in.verifier
            )
        except AuthlibBaseError as error:
            raise SignInFailed(f"no token: {error}") from None
        except (httpx2.HTTPError, ValueError) as error:
            raise ServiceUnavailable(f"the provider's tokens: {error!r}") from error
    return token


def _verified(registration: Registration, sign_in: SignIn, token: dict[str, Any], keys: Any) -> str:
    """The subject of the ID token, once its signature and claims hold. Raises SignInFailed."""
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    options: Any = {
        "iss": {"essential": True, "value": registration.issuer},
        "aud": {"essential": True, "value": registration.client_id},
    }
    params = {
        "nonce": sign_in.nonce,
        "client_id": registration.client_id,
        "access_token": token.get("access_token"),
    }
    try:
        decoded = jwt.decode(token["id_token"], KeySet.import_key_set(keys), list(ALGORITHMS))
        claims = CodeIDToken(decoded.claims, decoded.header, options, params)
        claims.validate(leeway=LEEWAY_SECONDS)
        return str(claims["sub"])
    except (JoseError, KeyError, TypeError, ValueError) as error:
        raise SignInFailed(f"the ID token: {error!r}") from None


async def _metadata(registration: Registration) -> Any:
    """What the provider says of itself, if it is the one that is meant."""
    from authlib.oidc.discovery import OpenIDProviderMetadata, get_well_known_url

    url = get_well_known_url(registration.issuer, external=True)
    metadata = OpenIDProviderMetadata(await _json(registration, url))
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if metadata.get("issuer") != registration.issuer or not all(map(metadata.get, needed)):
        raise ServiceUnavailable(f"{url} is not about {registration.issuer}")
    return metadata


async def _json(registration: Registration, url: str) -> Any:
    """A JSON object of the provider. Raises ServiceUnavailable."""
    try:
        async with httpx2.AsyncClient(
            timeout=TIMEOUT_SECONDS, transport=registration.transport
        ) as client:
            response = await client.get(url)
            response.raise_for_status()
            data = response.json()
    except (httpx2.HTTPError, ValueError) as error:
        raise ServiceUnavailable(f"{url}: {error!r}") from error
    if not isinstance(data, dict):
        raise ServiceUnavailable(f"{url}: no object")
    return data


def _bound_key(registration: Registration, subject: str) -> str:
    """The key that the file of keys binds to (issuer, subject). Raises NoKeyBound."""
    try:
        bound = tomllib.loads(registration.keys.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ServiceUnavailable(f"the file of keys: {error}") from error
    key = bound.get(registration.issuer, {}).get(subject)
    if not isinstance(key, str):
        raise NoKeyBound(subject)
    return key


def provider_name(registration: Registration) -> str:
    """What a button calls the provider: its host."""
    return urlsplit(registration.issuer).hostname or registration.issuer
