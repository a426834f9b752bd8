"""Requests on standard input for servers under test; the same language as packages/javascript/script.ts."""

import json
import re
import sys
import time
from typing import Callable, Optional

Answer = tuple[int, str, str]


def play(send: Callable[[str, str, Optional[str]], Answer]) -> None:
    answers: list[str] = []
    for line in sys.stdin:
        line = re.sub(r"\{\{(\d+)\.([\w.]+)\}\}", lambda found: _field(answers, found), line.rstrip("\n"))
        request, _, goal = line.partition(" until ")
        method, path, *body = request.split(" ", 2)
        answer = send(method, path, body[0] if body else None)
        for _try in range(200):
            if not goal or goal in answer[2]:
                break
            time.sleep(0.5)
            answer = send(method, path, body[0] if body else None)
        answers.append(answer[2])
        print(f"{method} {path} {answer[0]} {answer[1]}\n{answer[2]}")


def _field(answers: list[str], found: "re.Match[str]") -> str:
    value = json.loads(answers[int(found[1]) - 1])
    for key in found[2].split("."):
        value = value[key]
    return str(value)
