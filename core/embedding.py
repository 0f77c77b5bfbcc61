"""Texts as vectors of what they mean, by a model that the settings name; without one nothing here runs and nothing is sent.

`Embedder` is all that a provider has to be. `Embeddings` is what a process keeps of it: people's vectors, in memory alone, and whether
the provider failed a moment ago, so that a page does not wait for it again and again.
"""

from __future__ import annotations

import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from core.errors import ProviderError
from core.settings import Provider, Settings

if TYPE_CHECKING:
    import numpy as np

T = TypeVar("T")
BATCH, LONGEST, WIDEST = 64, 6_000, 8_192  # texts a request, characters a text, numbers a vector
PATIENT, HURRIED = 30.0, 8.0  # seconds to wait for an answer: in the background, and while a page waits
RESTS = 60.0  # seconds that a provider is left alone after it failed
PEOPLE, LAYERS = 256, 16  # vectors of people, and layers of postings, that are held in memory
_REASONS = {
    400: "did not accept the texts or the model's name",
    401: "did not accept the key",
    403: "did not accept the key",
    404: "does not know the model or the address",
    429: "answers no more requests for now: too many, or no budget left",
}


class Embedder(Protocol):
    """What makes vectors; `source` names model and server, so that vectors of two are never compared."""

    @property
    def model(self) -> str:
        """The model's name, as it is shown."""

    @property
    def source(self) -> str:
        """The model and its server."""

    @property
    def host(self) -> str:
        """The server's name, as it is shown."""

    def embed(self, texts: Sequence[str], hurried: bool = False) -> np.ndarray:
        """One float32 row of length 1 a text, at most `BATCH` texts; `ProviderError` on any failure."""


class OpenAIEmbedder:
    """The embeddings of any server that speaks the OpenAI interface; its client is made with the first request."""

    def __init__(self, provider: Provider, seconds: tuple[float, float] = (PATIENT, HURRIED)) -> None:
        self.provider, self._seconds = provider, seconds
        self._client: Any = None
        self._making = threading.Lock()

    @property
    def model(self) -> str:
        """The model's name."""
        return self.provider.model

    @property
    def source(self) -> str:
        """The model and the address of its server."""
        return f"{self.provider.model} {self.provider.address}"

    @property
    def host(self) -> str:
        """The server's name."""
        return self.provider.host

    def embed(self, texts: Sequence[str], hurried: bool = False) -> np.ndarray:
        """As `Embedder.embed`; only the background tries again, because a person waits for the page."""
        if not 0 < len(texts) <= BATCH:
            raise ValueError(f"between 1 and {BATCH} texts")
        import openai

        client = self._connected().with_options(timeout=self._seconds[hurried], max_retries=0 if hurried else 2)
        sent = [text[:LONGEST] for text in texts]
        try:
            answer = client.embeddings.with_raw_response.create(model=self.model, input=sent, encoding_format="float")
            return vectors(answer.http_response.content, len(sent))
        except openai.APIStatusError as error:
            reason = _REASONS.get(error.status_code, f"answered with the error {error.status_code}")
        except openai.APITimeoutError:
            reason = "did not answer in time"
        except openai.OpenAIError:
            reason = "could not be reached"
        except ValueError as error:
            reason = f"sent an answer that cannot be used ({error})"
        raise ProviderError(f"The model {self.model} at {self.provider.host} {reason}.")

    def _connected(self) -> Any:
        """The client. It follows no redirect: texts go to the address that was configured."""
        with self._making:
            if self._client is None:
                import openai

                bare = openai.DefaultHttpxClient(follow_redirects=False)
                self._client = openai.OpenAI(api_key=self.provider.key or "none", base_url=self.provider.address, http_client=bare)
            return self._client


def vectors(answer: bytes, count: int) -> np.ndarray:
    """The rows of an answer in the order of the texts, each of length 1; `ValueError` when it is not `count` vectors of one length."""
    import numpy as np

    try:
        given = {int(one["index"]): one["embedding"] for one in json.loads(answer)["data"]}
        rows = np.array([given[number] for number in range(count)], np.float32)
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
        raise ValueError("no list of vectors of one length") from None
    if rows.ndim != 2 or len(given) != count or not 2 <= rows.shape[1] <= WIDEST:
        raise ValueError("another number of vectors, or vectors of a length that no model has")
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    if not np.isfinite(length).all() or not (length > 0).all():
        raise ValueError("vectors without a direction")
    unit: np.ndarray = rows / length
    return unit


class Embeddings:
    """What a process keeps for its embedder; safe to use from several threads."""

    def __init__(self, embedder: Embedder, clock: Callable[[], float] = time.monotonic) -> None:
        self.embedder, self._clock = embedder, clock
        self._people: OrderedDict[tuple[str, str], np.ndarray] = OrderedDict()
        self._layers: OrderedDict[str, tuple[object, Any]] = OrderedDict()
        self._lock, self._reading = threading.Lock(), threading.Lock()
        self._failed: tuple[float, str] | None = None

    @property
    def failure(self) -> str:
        """What the provider's last failure was, while it is left alone because of it; else empty."""
        failed = self._failed
        return failed[1] if failed and self._clock() - failed[0] < RESTS else ""

    def person(self, owner: str, text: str) -> np.ndarray:
        """The vector of what a person's record says, made once a text; `ProviderError`, at once while the provider is left alone."""
        key = (owner, sha256(text.encode("utf-8", "replace")).hexdigest())
        with self._lock:
            if key in self._people:
                self._people.move_to_end(key)
                return self._people[key]
        if self.failure:
            raise ProviderError(self.failure)
        try:
            vector: np.ndarray = self.embedder.embed([text], hurried=True)[0]
        except ProviderError as error:
            self._failed = (self._clock(), str(error))
            raise
        self._failed = None
        with self._lock:
            _keep(self._people, key, vector, PEOPLE)
        return vector

    def forget(self, owner: str) -> None:
        """Let go of everything that was made of one owner's records and postings."""
        with self._lock:
            for key in [key for key in self._people if key[0] == owner]:
                del self._people[key]
        with self._reading:
            self._layers.pop(owner, None)

    def kept(self, layer: str, state: object, make: Callable[[], T]) -> T:
        """What `make` reads of a layer's postings, kept in memory while their `state` is the same."""
        with self._reading:
            found = self._layers.get(layer)
            if found is None or found[0] != state:
                found = (state, make())
            _keep(self._layers, layer, found, LAYERS)
        value: T = found[1]
        return value


def _keep(kept: OrderedDict[Any, Any], key: object, value: object, most: int) -> None:
    """Put a value last, and take the first out when there are more than `most`."""
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)


def from_settings(settings: Settings) -> Embeddings | None:
    """What the settings ask for; None when meaning is not compared."""
    return Embeddings(OpenAIEmbedder(settings.embedding)) if settings.embedding else None
