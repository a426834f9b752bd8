"""Holds the dialect tables against the Python packages that the running interpreter has installed.

Reads {"dialects": [...], "fields": {operation id: [wire fields]}} as JSON on standard input, prints one mismatch a line and ends with 1
if there is one. Dialects whose package is not installed, or is of another generation, are skipped; the last line says what was checked.
"""

import importlib
import importlib.metadata
import inspect
import json
import re
import sys
from enum import Enum

ENDPOINT = "https://nowhere.invalid/api/projects/none"


# Arguments that no protocol field stands for: previews took a list of data sources where the wire has had one since.
UNKNOWN_ARGUMENTS = {"create_vector_store_file.data_sources", "create_vector_store_file_and_poll.data_sources"}


class Credential:
    """Azure clients only keep it until the first request."""

    def get_token(self, *scopes, **options):
        raise RuntimeError("no request is made here")


def build(client):
    """A client object for a row of `clients`, or None where this version's class is built otherwise."""
    cls = getattr(importlib.import_module(client["modules"][0]), client["name"])
    positional = client["construct"]["positional"]
    if client.get("factory"):
        if not hasattr(cls, client["factory"]):
            return None
        return getattr(cls, client["factory"])("nowhere.invalid;subscription;group;project", Credential())
    if positional:
        expected = [n for n, p in inspect.signature(cls.__init__).parameters.items() if p.default is p.empty]
        if len([n for n in expected if n not in ("self", "kwargs")]) != len(positional):
            return None
        return cls(**{n: value_of(n) for n in expected if n not in ("self", "kwargs")})
    return cls(**azure_or_plain(cls))


def value_of(name):
    return {"endpoint": ENDPOINT, "credential": Credential()}.get(name, "none")


def azure_or_plain(cls):
    if "Azure" in cls.__name__:
        return {"api_key": "none", "azure_endpoint": ENDPOINT, "api_version": "none"}
    return {"api_key": "none"}


def numbers(version):
    return [int(part) for part in re.findall(r"\d+", version)]


def spelled_in(row, version):
    """Whether a version has the spelling, compared as far as the shorter one goes."""

    def compare(bound):
        for left, right in zip(numbers(version), numbers(bound)):
            if left != right:
                return left - right
        return 0

    return ("since" not in row or compare(row["since"]) >= 0) and ("until" not in row or compare(row["until"]) <= 0)


def resolve(client, path):
    for name in path.split("."):
        client = getattr(client, name)
    return client


def methods_below(target, path=""):
    for name in dir(target):
        if name.startswith("_") or name.startswith("with_") or name in ("send_request", "models"):
            continue
        member = getattr(target, name)
        inside = f"{path}.{name}" if path else name
        if inspect.isroutine(member):
            yield inside
        elif re.search(r"Operations$|^(Async)?(Files|FileBatches|Messages|Runs|Steps|VectorStores)$", type(member).__name__):
            yield from methods_below(member, inside)


def all_methods(root, dialect):
    """Methods that stand where the dialect has operations; an OpenAI client has much else."""
    if not dialect["id"].startswith("openai"):
        yield from methods_below(root)
        return
    for base in ("beta.assistants", "beta.threads", "beta.vector_stores", "vector_stores", "files"):
        try:
            yield from methods_below(resolve(root, base), base)
        except AttributeError:
            continue


def check_operation(row, method, dialect, fields, is_async):
    (layout,) = row["layouts"]
    parameters = list(inspect.signature(method).parameters.values())
    aliases = layout.get("aliases", {})
    slots = layout["positional"]

    positional = [p for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    for index, slot in enumerate(slots):
        bare = slot.rstrip("?")
        if index >= len(positional):
            yield f"slot {slot} is not taken by position"
            continue
        name = positional[index].name
        if ("@body" if name == "body" else aliases.get(name, name)) != bare:
            yield f"slot {index} is {name}, not {slot}"
        if (positional[index].default is not inspect.Parameter.empty) != slot.endswith("?"):
            yield f"slot {slot}: optional or not"
    beyond = [p.name for p in positional[len(slots) :] if p.name not in dialect["requestOptions"]]
    if beyond:
        yield f"also takes by position: {beyond}"

    for parameter in parameters:
        if parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
            continue
        name = parameter.name
        wire = aliases.get(name, name).split(".")[0]
        if f"{row['path']}.{name}" in UNKNOWN_ARGUMENTS:
            continue
        if wire not in fields and f"{wire}?" not in slots and wire not in slots and name not in dialect["requestOptions"]:
            yield f"argument {name} is no field of {row['operation']} and no request option"

    if is_async and row["gives"] != "page" and inspect.iscoroutinefunction(inspect.unwrap(method)) == row.get("sync", False):
        yield f"sync={row.get('sync', False)} is wrong"


def check_constants(dialect, version):
    for module in dialect["modelModules"]:
        models = importlib.import_module(module)
        for name, wire in dialect["constants"].items():
            enum, member = name.split(".")
            found = getattr(getattr(models, enum, None), member, None)
            if found is not None and found.value != wire:
                yield f"constant {name} is {found.value!r}, not {wire!r}"
            if found is None and version not in dialect.get("lacks", []):
                yield f"constant {name} is not there"
        for name in dir(models):
            enum = getattr(models, name)
            if isinstance(enum, type) and issubclass(enum, Enum):
                known = {key.split(".")[1] for key in dialect["constants"] if key.startswith(f"{name}.")}
                if known and known != set(enum.__members__):
                    yield f"constants of {name}: {sorted(known ^ set(enum.__members__))}"


def package_version(dialect):
    name = "openai" if dialect["id"].startswith("openai") else dialect["packages"][0]
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def main():
    dump = json.load(sys.stdin)
    mismatches = []
    checked = 0
    for dialect in dump["dialects"]:
        version = package_version(dialect)
        if version is None:
            continue
        present = [row for row in dialect["operations"] if spelled_in(row, version)]
        for client in dialect["clients"]:
            if client["name"] == "*":
                continue
            where = f"{dialect['id']} {version} {client['modules'][0]}.{client['name']}"
            try:
                built = build(client)
            except ImportError:
                continue
            if built is None:
                continue
            root = resolve(built, client["prefix"]) if client["prefix"] else built
            for row in present:
                try:
                    method = resolve(root, row["path"])
                except AttributeError:
                    mismatches.append(f"{where}: {row['path']} is not there")
                    continue
                checked += 1
                for problem in check_operation(row, method, dialect, dump["fields"][row["operation"]], client["async"]):
                    mismatches.append(f"{where}: {row['path']}: {problem}")
            known = {row["path"] for row in present} | set(dialect["methods"])
            for path in all_methods(root, dialect):
                if path not in known:
                    mismatches.append(f"{where}: {path} is not in the table")
    for line in mismatches:
        print(line)
    print(f"{checked} methods checked, {len(mismatches)} mismatches", file=sys.stderr)
    return 1 if mismatches else 0


sys.exit(main())
