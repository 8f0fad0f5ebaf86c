"""A model behind an OpenAI-compatible endpoint, on this machine only.

`/v1/completions` (with `echo` and `logprobs`, and vLLM's `prompt_logprobs`), `/v1/chat/completions`
and `/v1/models`: enough for an auditor's tools to ask a student what they would ask a stranger's
model. Requests are answered one at a time.
"""

import json
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import Any

from revenuer.lab.completing import Wanted, completed, prompt_log_probabilities, token_table
from revenuer.proof.weights import Model, head

LOOPBACK = "127.0.0.1"
LARGEST_BODY = 4 << 20  # bytes


class Refused(Exception):
    """A request that cannot be answered; told to the client in OpenAI's shape."""


@dataclass(frozen=True, slots=True)
class Served:
    """A model under a name; `lock` lets one request at a time at it."""

    model: Model
    name: str
    lock: Lock

    def answer(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """The JSON answer to one POST. Raises Refused."""
        if path not in (COMPLETIONS, CHAT):
            raise Refused(f"There is nothing at {path}.")
        if body.get("model") not in (None, self.name):
            raise Refused(f"The model served here is {self.name}.")
        with self.lock:
            return self._chat(body) if path == CHAT else self._completions(body)

    def _completions(self, body: dict[str, Any]) -> dict[str, Any]:
        prompt = body.get("prompt")
        if not isinstance(prompt, str) or not prompt:
            raise Refused("prompt must be one text.")
        wanted, echo = _wanted(body), bool(body.get("echo"))
        choices = []
        for number, text in enumerate(completed(self.model, prompt, wanted)):
            shown = prompt + text if echo else text
            choice: dict[str, Any] = {"index": number, "text": shown, "finish_reason": "stop"}
            choice["logprobs"] = None
            if body.get("logprobs") is not None:
                skip = 0 if echo else len(prompt)
                choice["logprobs"] = token_table(self.model, prompt + text, skip)
            if body.get("prompt_logprobs") is not None:
                choice["prompt_logprobs"] = prompt_log_probabilities(self.model, prompt)
            choices.append(choice)
        return {"object": "text_completion", "model": self.name, "choices": choices}

    def _chat(self, body: dict[str, Any]) -> dict[str, Any]:
        try:
            prompt = str(body["messages"][-1]["content"])
        except (KeyError, IndexError, TypeError) as error:
            raise Refused("messages must hold at least one turn with content.") from error
        texts = completed(self.model, head(self.model.tokenizer, prompt), _wanted(body))
        choices = [
            {"index": i, "message": {"role": "assistant", "content": t}, "finish_reason": "stop"}
            for i, t in enumerate(texts)
        ]
        return {"object": "chat.completion", "model": self.name, "choices": choices}


COMPLETIONS, CHAT, MODELS = "/v1/completions", "/v1/chat/completions", "/v1/models"


def server(model: Model, name: str, port: int = 0) -> ThreadingHTTPServer:
    """A server on the loopback address, not yet running; port 0 takes any free one."""
    served = Served(model, name, Lock())

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == MODELS:
                self._send(200, {"object": "list", "data": [{"id": name, "object": "model"}]})
            else:
                self._send(404, _error(f"There is nothing at {self.path}."))

        def do_POST(self) -> None:
            try:
                self._send(200, served.answer(self.path, self._body()))
            except Refused as refused:
                self._send(400, _error(str(refused)))

        def _body(self) -> dict[str, Any]:
            length = int(self.headers.get("Content-Length") or 0)
            if not 0 < length <= LARGEST_BODY:
                raise Refused("The body is empty or too large.")
            try:
                found = json.loads(self.rfile.read(length))
            except ValueError as error:
                raise Refused("The body is not JSON.") from error
            if not isinstance(found, dict):
                raise Refused("The body is not a JSON object.")
            return found

        def _send(self, status: int, value: dict[str, Any]) -> None:
            data = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Requests are not logged: they may hold what was served."""

    return ThreadingHTTPServer((LOOPBACK, port), Handler)


def _wanted(body: dict[str, Any]) -> Wanted:
    try:
        wanted = Wanted(
            most_tokens=int(body.get("max_tokens", 64)),
            temperature=float(body.get("temperature", 1.0)),
            count=int(body.get("n", 1)),
            seed=int(body.get("seed") or 0),
        )
    except (TypeError, ValueError) as error:
        raise Refused("max_tokens, temperature, n and seed must be numbers.") from error
    if not (0 <= wanted.most_tokens <= 4096 and 0 <= wanted.temperature <= 10):
        raise Refused("max_tokens or temperature is out of range.")
    if not 1 <= wanted.count <= 128:
        raise Refused("n must lie between 1 and 128.")
    return wanted


def _error(message: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error"}}
