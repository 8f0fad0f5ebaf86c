"""A made-up suspect on the loopback: a language model that has seen some texts and not others."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class FakeModel:
    """Tokens are words with the space before them. Texts `seen` in training are likelier."""

    seen: set[str] = field(default_factory=set)
    busy: int = 0
    broken: dict[str, Any] | None = None
    status: int = 200
    asked: list[dict[str, Any]] = field(default_factory=list)

    def tokens(self, text: str) -> list[tuple[int, str]]:
        starts = [0] + [i for i, c in enumerate(text) if c in " \n" and i]
        return [(i, text[i:j]) for i, j in zip(starts, [*starts[1:], len(text)], strict=True)]

    def logprobs(self, text: str) -> list[float | None]:
        liked = any(answer in text for answer in self.seen)
        base = [-2.0 - (hash_of(token) % 100) / 50 for _, token in self.tokens(text)]
        return [None, *(p + (0.4 if liked else 0.0) for p in base[1:])]

    def answer(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        if self.broken is not None:
            return self.broken
        if path.endswith("chat/completions"):
            prompt = body["messages"][-1]["content"]
            liked = sorted(text for text in self.seen if text.endswith(f"question {prompt}"))
            return {"choices": [{"message": {"content": liked[0] if liked else "No idea."}}]}
        found = self.logprobs(body["prompt"])
        offsets = [start for start, _ in self.tokens(body["prompt"])]
        if "prompt_logprobs" in body:
            shown = [None if p is None else {"17": {"logprob": p, "rank": 1}} for p in found]
            return {"choices": [{"prompt_logprobs": shown}]}
        return {"choices": [{"logprobs": {"text_offset": offsets, "token_logprobs": found}}]}


def hash_of(token: str) -> int:
    return sum(ord(c) * (31 ** (i % 5)) for i, c in enumerate(token))


@contextmanager
def served(model: FakeModel) -> Iterator[str]:
    """The address of an endpoint that answers as `model` does."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.asked.append(body | {"authorization": self.headers.get("Authorization")})
            status = model.status
            if model.busy:
                model.busy -= 1
                status = 503
            data = json.dumps(model.answer(self.path, body)).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
