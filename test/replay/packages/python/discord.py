"""As much of discord.py as the fixtures use: `run` hands every line of standard input to `on_message`."""

import asyncio
import sys
from contextlib import asynccontextmanager
from typing import Any, AsyncIterator, Awaitable, Callable


class Intents:
    message_content = False

    @staticmethod
    def default() -> "Intents":
        return Intents()


class User:
    def __init__(self, name: str, bot: bool = False):
        self.name = name
        self.bot = bot
        self.id = sum(map(ord, name))


class Channel:
    def __init__(self, name: str):
        self.name = name
        self.id = sum(map(ord, name))

    async def send(self, text: str) -> None:
        print(f"#{self.name} {text}")

    @asynccontextmanager
    async def typing(self) -> AsyncIterator[None]:
        yield


class Message:
    def __init__(self, author: User, channel: Channel, content: str):
        self.author = author
        self.channel = channel
        self.content = content

    async def reply(self, text: str) -> None:
        print(f"@{self.author.name} {text}")


class Client:
    def __init__(self, intents: Intents):
        self._handlers: dict[str, Callable[..., Awaitable[Any]]] = {}
        self.user = User("bot", bot=True)

    def event(self, handler: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        self._handlers[handler.__name__] = handler
        return handler

    def run(self, token: str) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        ready = self._handlers.get("on_ready")
        if ready:
            await ready()
        for line in sys.stdin:
            channel, author, text = line.rstrip("\n").split(" ", 2)
            await self._handlers["on_message"](Message(User(author), Channel(channel), text))
