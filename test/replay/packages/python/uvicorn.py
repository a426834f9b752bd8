"""Serves an ASGI application to the script on standard input."""

from typing import Any, Optional


def run(app: Any, host: str = "127.0.0.1", port: int = 8000, **options: Any) -> None:
    from fastapi.testclient import TestClient

    from http_script import Answer, play

    with TestClient(app, raise_server_exceptions=False) as client:

        def send(method: str, path: str, body: Optional[str]) -> Answer:
            headers = {"content-type": "application/json"}
            answer = client.request(method, path, content=body, headers=headers)
            return answer.status_code, answer.headers.get("content-type", ""), answer.text

        play(send)
