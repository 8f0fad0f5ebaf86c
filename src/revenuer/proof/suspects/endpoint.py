"""An OpenAI-compatible endpoint, asked with patience and without surprises."""

import json
import os
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from revenuer.problems import Problem

PAUSES = (0.5, 2.0, 8.0)
BUSY = frozenset({408, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`base` is the URL up to and with /v1. The key is read from the environment, never kept."""

    base: str
    model: str
    key_variable: str = ""
    timeout: float = 120.0
    pauses: tuple[float, ...] = PAUSES

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """The parsed answer to one POST; retried while the server is busy. Raises Problem."""
        url = f"{self.base.rstrip('/')}/{path}"
        request = urllib.request.Request(
            url, json.dumps({"model": self.model, **body}).encode(), self._headers()
        )
        for pause in (*self.pauses, None):
            try:
                with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                    return self._parsed(answer.read(), url)
            except urllib.error.HTTPError as error:
                with error:
                    if error.code not in BUSY or pause is None:
                        raise self._refused(url, f"HTTP {error.code}") from error
            except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
                if pause is None:
                    raise self._refused(url, type(error).__name__) from error
            time.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json"}
        if self.key_variable:
            key = os.environ.get(self.key_variable)
            if not key:
                raise Problem(
                    f"The environment has no {self.key_variable}.",
                    where="--key-variable",
                    hint="set it to the suspect's API key",
                )
            headers["Authorization"] = f"Bearer {key}"
        return headers

    def _parsed(self, data: bytes, url: str) -> dict[str, Any]:
        try:
            found = json.loads(data)
        except ValueError as error:
            raise self._refused(url, "an answer that is not JSON") from error
        if not isinstance(found, dict):
            raise self._refused(url, "an answer that is not a JSON object")
        return found

    def _refused(self, url: str, why: str) -> Problem:
        return Problem(
            f"The suspect's endpoint did not answer: {why}.",
            where=url,
            hint="check the address, the model's name and the key; scoring can be run again",
        )
