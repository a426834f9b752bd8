"""Starts the emulator as a child process for the tests of this folder.

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


class Emulator:
    def __init__(self, *options: str):
        if not CLI.exists():
            pytest.fail(f"{CLI} is not there: run `npm run build` first.")
        command = ["node", str(CLI), "emulator", "--port", "0", *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        if not self.url.startswith("http"):
            pytest.fail(f"The emulator did not start; it printed {self.url!r}.")
        self.openai_base = f"{self.url}/v1"
        self.project = f"{self.url}/api/projects/python"

    def control(self, path: str, body: object = None) -> object:
        """Steers a plain-http emulator: /script, /fault, /reset, /log."""
        data = None if path == "/log" else json.dumps(body).encode() if body is not None else b""
        with urllib.request.urlopen(urllib.request.Request(f"{self.url}/__emulator{path}", data)) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


@pytest.fixture(scope="session")
def plain():
    emulator = Emulator()
    yield emulator
    emulator.stop()


@pytest.fixture()
def emulator(plain):
    plain.control("/reset")
    plain.control("/script")
    return plain


@pytest.fixture(scope="session")
def secure(tmp_path_factory):
    """Over https: Azure's policies send no token over plain http. The certificate is trusted through the environment, as a user would."""
    certificate = tmp_path_factory.mktemp("tls") / "emulator.pem"
    emulator = Emulator("--tls", "--cert", str(certificate))
    emulator.certificate = str(certificate)
    names = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update({name: str(certificate) for name in names})
    yield emulator
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    emulator.stop()
