"""Starts the emulator and proxies in front of it as child processes: old programs talk to the proxies.

MIGRATE_AGENTS_CLI names another build than dist/src/cli/main.js.
"""

import json
import os
import pathlib
import subprocess
import urllib.request

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
CLI = pathlib.Path(os.environ.get("MIGRATE_AGENTS_CLI", ROOT / "dist" / "src" / "cli" / "main.js"))


class Server:
    """A command of migrate-agents that serves until it is stopped."""

    def __init__(self, command: str, *options: str, cwd: pathlib.Path):
        if not CLI.exists():
            pytest.fail(f"{CLI} is not there: run `npm run build` first.")
        self.process = subprocess.Popen(
            ["node", str(CLI), command, "--port", "0", *options], stdout=subprocess.PIPE, text=True, cwd=cwd
        )
        self.url = self.process.stdout.readline().strip()
        if not self.url.startswith("http"):
            pytest.fail(f"migrate-agents {command} did not start; it printed {self.url!r}.")

    def stop(self) -> None:
        self.process.terminate()
        assert self.process.wait(20) == 0


class Upstream(Server):
    """The emulator, steered over http."""

    def control(self, path: str, body: object = None) -> object:
        data = None if path == "/log" else json.dumps(body).encode() if body is not None else b""
        with urllib.request.urlopen(urllib.request.Request(f"{self.url}/__emulator{path}", data)) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def script(self, *rules: dict) -> None:
        self.control("/script", {"rules": list(rules)})


@pytest.fixture(scope="session")
def started(tmp_path_factory):
    emulator = Upstream("emulator", cwd=tmp_path_factory.mktemp("emulator"))
    yield emulator
    emulator.stop()


@pytest.fixture()
def upstream(started):
    started.control("/reset")
    started.control("/script")
    return started


@pytest.fixture(scope="session", params=["foundry", "openai"])
def plain(started, request, tmp_path_factory):
    """Plain http, for the openai package; in front of a project and of plain OpenAI."""
    address = {"foundry": f"{started.url}/api/projects/p", "openai": f"{started.url}/v1"}[request.param]
    proxy = Server("proxy", "--upstream", address, "--quiet", cwd=tmp_path_factory.mktemp("plain"))
    yield proxy
    proxy.stop()


@pytest.fixture(scope="session")
def secure(started, tmp_path_factory):
    """Over https: Azure's policies send no token over plain http. The certificate is trusted through the environment, as a user would."""
    folder = tmp_path_factory.mktemp("tls")
    options = ("--upstream", f"{started.url}/api/projects/p", "--tls", str(folder), "--quiet")
    proxy = Server("proxy", *options, cwd=folder)
    certificate = str(folder / "ca.pem")
    names = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update({name: certificate for name in names})
    proxy.certificate = certificate
    proxy.project = f"{proxy.url}/api/projects/p"
    yield proxy
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    proxy.stop()


#: Rules for a model that calls a function and then tells what came of it.
WEATHER_RULES = (
    {"when": {"output_of": "get_weather"}, "then": "It is {{output}}."},
    {"when": {"text": "weather"}, "then": [{"function_call": {"name": "get_weather", "arguments": {"city": "Paris"}}}]},
)


@pytest.fixture()
def weather(upstream):
    upstream.script(*WEATHER_RULES)
