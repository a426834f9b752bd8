"""As much of Streamlit as the fixtures use. Its runner (replay `"runner": "streamlit"`) runs the script once for each line that is typed."""

from contextlib import contextmanager
from typing import Any, Callable, Iterable, Iterator, Optional


class _State(dict):
    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value


session_state: Any = _State()
_typed: Optional[str] = None
_cache: dict[Any, Any] = {}


def _rerun_with(typed: Optional[str]) -> None:
    global _typed
    _typed = typed


def _forget() -> None:
    session_state.clear()
    _cache.clear()


def cache_resource(make: Optional[Callable[..., Any]] = None, **options: Any) -> Any:
    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        def cached(*args: Any) -> Any:
            key = (function.__name__, args)
            if key not in _cache:
                _cache[key] = function(*args)
            return _cache[key]

        return cached

    return wrap if make is None else wrap(make)


def chat_input(prompt: str = "") -> Optional[str]:
    global _typed
    typed, _typed = _typed, None
    return typed


@contextmanager
def chat_message(name: str) -> Iterator[None]:
    print(f"[{name}]")
    yield


@contextmanager
def spinner(text: str = "") -> Iterator[None]:
    yield


def _say(*args: Any, **options: Any) -> None:
    print(*args)


title = header = write = markdown = error = warning = info = success = caption = text = json = _say


def image(data: Any, **options: Any) -> None:
    print("image", len(data) if isinstance(data, bytes) else data)


def write_stream(stream: Iterable[str]) -> str:
    whole = "".join(stream)
    print(whole)
    return whole


class _Place:
    def markdown(self, body: Any) -> None:
        print(body)

    write = markdown


def empty() -> _Place:
    return _Place()


def set_page_config(**options: Any) -> None:
    pass


def stop() -> None:
    raise SystemExit(0)
