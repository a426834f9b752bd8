"""Starts the emulator as a child process for the tests of this folder.

MIGRATE_AGENTS_CLI names another build than dist/src/cli/main.js. At the end its answers are held against the API descriptions, where
those are present.
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
    def __init__(self, record: pathlib.Path, *options: str):
        if not CLI.exists():
            pytest.fail(f"{CLI} is not there: run `npm run build` first.")
        self.record = record
        # What was recorded before the emulator was told to forget it.
        self.before: list[object] = []
        command = ["node", str(CLI), "emulator", "--port", "0", "--record", str(record), *options]
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

    def reset(self) -> None:
        self.before += self.control("/log")["requests"]
        self.control("/reset")
        self.control("/script")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        recorded = json.loads(self.record.read_text())
        self.record.write_text(json.dumps({**recorded, "requests": self.before + recorded["requests"]}))
        command = ["npx", "vitest", "run", "test/emulator/record.test.ts"]
        environment = {**os.environ, "EMULATOR_RECORD": str(self.record)}
        checked = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        assert checked.returncode == 0, checked.stdout


@pytest.fixture(scope="session")
def plain(tmp_path_factory):
    emulator = Emulator(tmp_path_factory.mktemp("plain") / "record.json")
    yield emulator
    emulator.stop()


@pytest.fixture()
def emulator(plain):
    plain.reset()
    return plain


@pytest.fixture(scope="session")
def secure(tmp_path_factory):
    """Over https: Azure's policies send no token over plain http. The certificate is trusted through the environment, as a user would."""
    folder = tmp_path_factory.mktemp("tls")
    certificate = folder / "emulator.pem"
    emulator = Emulator(folder / "record.json", "--tls", "--cert", str(certificate))
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
