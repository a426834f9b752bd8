"""Runs a command in a terminal of its own and talks to it.

Arguments: a JSON object with argv, cwd, env, rows, columns and steps, and the command. A step waits for a text, then sends keys, sets the
window's size, or sends a signal. Prints a JSON object: exit code, everything the terminal showed, and whether it is in its usual state again.
"""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

SECONDS = 30


def main() -> None:
    job = json.loads(sys.argv[1])
    pid, master = pty.fork()
    if pid == 0:
        os.chdir(job["cwd"])
        os.execvpe(job["argv"][0], job["argv"], {**os.environ, **job["env"]})
    resize(master, job["rows"], job["columns"])
    before = termios.tcgetattr(master)
    shown = ""
    seen = 0
    for step in job["steps"]:
        deadline = time.time() + SECONDS
        while step["wait"] not in plain(shown)[seen:]:
            more = read(master, deadline)
            if more is None:
                finish(pid, master, shown, before, missing=step["wait"])
                return
            shown += more
        seen = plain(shown).index(step["wait"], seen) + len(step["wait"])
        if "resize" in step:
            resize(master, *step["resize"])
            os.kill(pid, signal.SIGWINCH)
        if "signal" in step:
            os.kill(pid, getattr(signal, step["signal"]))
        if "send" in step:
            os.write(master, step["send"].encode())
    deadline = time.time() + SECONDS
    while (more := read(master, deadline)) is not None:
        shown += more
    finish(pid, master, shown, before, missing="its end" if time.time() > deadline else None)


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)


def resize(master: int, rows: int, columns: int) -> None:
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def read(master: int, deadline: float) -> str | None:
    ready, _, _ = select.select([master], [], [], max(0, deadline - time.time()))
    if not ready:
        return None
    try:
        data = os.read(master, 65536)
    except OSError:
        return None
    return data.decode(errors="replace") or None


def finish(pid: int, master: int, shown: str, before: list, missing: str | None = None) -> None:
    try:
        after = termios.tcgetattr(master)
    except termios.error:
        after = before
    if missing is not None:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    same = after[3] & (termios.ICANON | termios.ECHO) == before[3] & (termios.ICANON | termios.ECHO)
    print(json.dumps({"exit": os.waitstatus_to_exitcode(status), "shown": shown, "isUsual": same, "missing": missing}))


main()
