"""As much of Flask as the fixtures use; `app.run()` serves the script on standard input."""

import json
import re
import traceback
from typing import Any, Callable, Iterable, Optional
from urllib.parse import parse_qsl, urlsplit

from http_script import Answer, play


class _Request:
    def __init__(self) -> None:
        self.method = "GET"
        self.path = "/"
        self.args: dict[str, str] = {}
        self._body: Optional[str] = None

    @property
    def json(self) -> Any:
        return json.loads(self._body) if self._body else None

    def get_json(self, silent: bool = False, force: bool = False) -> Any:
        return self.json


request = _Request()
session: dict[str, Any] = {}


class Response:
    def __init__(
        self,
        response: "str | Iterable[str]" = "",
        status: int = 200,
        mimetype: Optional[str] = None,
        content_type: Optional[str] = None,
        headers: Optional[dict[str, str]] = None,
    ):
        self.response = response
        self.status = status
        self.content_type = content_type or mimetype or "text/html"

    def text(self) -> str:
        return self.response if isinstance(self.response, str) else "".join(self.response)


def jsonify(*args: Any, **fields: Any) -> Response:
    return Response(json.dumps(args[0] if args else fields), content_type="application/json")


def stream_with_context(stream: Iterable[str]) -> Iterable[str]:
    return stream


def abort(status: int) -> None:
    raise _Abort(status)


class _Abort(Exception):
    def __init__(self, status: int):
        self.status = status


class Flask:
    def __init__(self, name: str):
        self._routes: list[tuple[str, Any, Callable[..., Any]]] = []
        self.config: dict[str, Any] = {}
        self.secret_key: Optional[str] = None

    def route(self, rule: str, methods: Iterable[str] = ("GET",)) -> Callable[[Any], Any]:
        pattern = re.compile("^" + re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", rule) + "$")

        def add(view: Callable[..., Any]) -> Callable[..., Any]:
            self._routes.extend((method, pattern, view) for method in methods)
            return view

        return add

    def get(self, rule: str) -> Callable[[Any], Any]:
        return self.route(rule, ["GET"])

    def post(self, rule: str) -> Callable[[Any], Any]:
        return self.route(rule, ["POST"])

    def delete(self, rule: str) -> Callable[[Any], Any]:
        return self.route(rule, ["DELETE"])

    def run(self, host: str = "127.0.0.1", port: int = 5000, **options: Any) -> None:
        play(self._send)

    def _send(self, method: str, address: str, body: Optional[str]) -> Answer:
        url = urlsplit(address)
        request.method, request.path, request._body = method, url.path, body
        request.args = dict(parse_qsl(url.query))
        for known, pattern, view in self._routes:
            found = pattern.match(url.path)
            if known != method or not found:
                continue
            try:
                return _answer(view(**found.groupdict()))
            except _Abort as stop:
                return stop.status, "text/html", ""
            except Exception:
                traceback.print_exc()
                return 500, "text/html", "Internal Server Error"
        return 404, "text/html", "Not Found"


def _answer(result: Any) -> Answer:
    status = 200
    if isinstance(result, tuple):
        result, status = result[0], result[1]
    if isinstance(result, (dict, list)):
        result = jsonify(result)
    if isinstance(result, Response):
        return (result.status if status == 200 else status), result.content_type, result.text()
    return status, "text/html", str(result)
