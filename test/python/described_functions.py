"""Functions in every form that FunctionTool describes by itself. Run as a program it prints how the classic SDK describes them."""

import enum
import json
import typing
import typing as t
from typing import Annotated, Any, Dict, List, Literal, Optional, Tuple, Union

Code = int
Name = str


class Level(enum.Enum):
    LOW = 1


class Room:
    pass


def nothing():
    pass


def plain(a, b=1):
    """One line."""


def simple(a: str, b: int, c: float, d: bool, e: list, f: dict, g: bytes, h: object) -> str:
    """
    Blank lines and indentation go.

        :param a: First.
    :param b (int): Second, with a type.
    :param   c ( float )  :   Third, with blanks.
    :param d : Fourth.
    :param d: Fourth again.
    :param z: Nobody has this name.
    :type e: list
    :return: Something.
    """
    return ""


def lists(a: List[str], b: List[int], c: list[float], d: List, e: List[List[bool]], f: t.List[str], g: typing.List[Any]):
    """Lists.
    :param a: No line between."""


def dicts(a: Dict[str, int], b: dict[str, str], c: Dict, d: t.Dict[str, Any]):
    """Dictionaries."""


def optional(a: Optional[str], b: Optional[int] = None, c: Optional[List[int]] = None, d: Optional[Dict[str, str]] = None):
    """Optional ones."""


def unions(a: Union[int, str], b: Union[int, None], c: Union[int, str, None], d: Optional[Union[int, str]] = None):
    """Unions."""


def newer(a: int | None, b: int | str, c: "int", d: "Optional[str]", e: list["str"]):
    """Newer syntax, and texts."""


def others(a: Level, b: Room, c: Any, d: Literal["x", "y"], e: Annotated[int, "note"], f: Tuple[int, str], g: None):
    """Everything else."""


def aliases(a: Code, b: Name, c: Optional[Code], d: List[Name]):
    """Names for other types."""


def defaults(a: str = "x", *, b: int, c: bool = False, **more: str):
    """Keyword-only ones."""


def several(*items: int):
    """Any number of them."""


def escaped(a: str):
    """Text with "quotes", a \\ backslash and ümlauts.

    :param a: Like "B-204"; or 'x': y.
    """


async def waiting(a: str) -> str:
    """An async function."""
    return a


if __name__ == "__main__":
    from azure.ai.agents.models import FunctionTool

    own = [value for value in list(globals().values()) if getattr(value, "__module__", None) == "__main__"]
    functions = [value for value in own if callable(value) and not isinstance(value, type)]
    print(json.dumps([FunctionTool({one}).definitions[0].function.as_dict() for one in functions]))
