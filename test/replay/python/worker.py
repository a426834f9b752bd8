"""Runs Python programs one after the other in one process, so that the SDKs are imported once.

Each line of standard input is a job; each line of standard output tells what the program showed:
{"folder", "entry", "args", "env", "stdin", "cwd", "runner"} -> {"output": [...]}
"""

import asyncio
import io
import json
import os
import runpy
import sys
import time
import traceback
import warnings

warnings.simplefilter("ignore")

SPEED = 200
_sleep = time.sleep
time.sleep = lambda seconds: _sleep(seconds / SPEED)
_async_sleep = asyncio.sleep


async def _soon(delay, result=None):
    return await _async_sleep(delay / SPEED, result)


asyncio.sleep = _soon

import azure.identity  # noqa: E402
import azure.identity.aio  # noqa: E402
from azure.core.credentials import AccessToken  # noqa: E402


class Credential:
    def __init__(self, *args, **options):
        pass

    def get_token(self, *scopes, **options):
        return AccessToken("fake", int(time.time()) + 3600)

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass


class AsyncCredential(Credential):
    async def get_token(self, *scopes, **options):
        return AccessToken("fake", int(time.time()) + 3600)

    async def close(self):
        pass

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        pass


for name in ("DefaultAzureCredential", "AzureCliCredential", "ManagedIdentityCredential"):
    setattr(azure.identity, name, Credential)
    setattr(azure.identity.aio, name, AsyncCredential)

answers = os.fdopen(os.dup(1), "w")


class Typed(io.StringIO):
    """Standard input that is read line by line also by `input`, whose prompt is shown."""


def run(job):
    shown = io.StringIO()
    known = set(sys.modules)
    before = dict(os.environ)
    os.environ.update(job["env"])
    os.chdir(job["cwd"])
    sys.argv = [job["entry"], *job["args"]]
    sys.path.insert(0, os.path.join(job["folder"], os.path.dirname(job["entry"])))
    sys.path.insert(1, job["folder"])
    stdin, stdout, stderr = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = Typed("".join(f"{line}\n" for line in job["stdin"])), shown, io.StringIO()
    entry = os.path.join(job["folder"], job["entry"])
    try:
        if job.get("runner") == "streamlit":
            import streamlit

            streamlit._forget()
            for line in [None, *job["stdin"]]:
                streamlit._rerun_with(line)
                runpy.run_path(entry, run_name="__main__")
        else:
            runpy.run_path(entry, run_name="__main__")
    except SystemExit as stop:
        if stop.code:
            print(f"exit {stop.code}")
    except BaseException as error:
        print(f"uncaught {type(error).__name__}: {error}")
        if os.environ.get("REPLAY_DEBUG"):
            traceback.print_exc(file=stderr)
    finally:
        errors = sys.stderr.getvalue()
        if os.environ.get("REPLAY_DEBUG") and errors:
            stderr.write(errors)
        sys.stdin, sys.stdout, sys.stderr = stdin, stdout, stderr
        del sys.path[:2]
        own = [name for name, module in sys.modules.items() if name not in known and _is_below(module, job["folder"])]
        for name in own:
            del sys.modules[name]
        os.environ.clear()
        os.environ.update(before)
    return {"output": shown.getvalue().splitlines()}


def _is_below(module, folder):
    return (getattr(module, "__file__", None) or "").startswith(folder)


for line in sys.stdin:
    answers.write(json.dumps(run(json.loads(line))) + "\n")
    answers.flush()
