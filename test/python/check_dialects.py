"""Holds the dialect tables against the Python packages that the running interpreter has installed.

Reads {"dialects": [...], "fields": {operation id: [wire fields]}, "shapes": {shape: [wire fields]}} as JSON on standard input, prints
one mismatch a line and ends with 1 if there is one. Dialects whose package is not installed, or is of another generation, are skipped;
the last line, on standard error, says what was checked.
"""

import importlib
import importlib.metadata
import inspect
import json
import re
import sys
from enum import Enum

ENDPOINT = "https://nowhere.invalid/api/projects/none"
CONNECTION = "/subscriptions/s/resourceGroups/r/providers/p/accounts/a/projects/j/connections/c"

# Arguments that no protocol field stands for: previews took a list of data sources where the wire has had one since.
UNKNOWN_ARGUMENTS = {"create_vector_store_file.data_sources", "create_vector_store_file_and_poll.data_sources"}


class Credential:
    """Azure clients only keep it until the first request."""

    def get_token(self, *scopes, **options):
        raise RuntimeError("no request is made here")


# ---------------------------------------------------------------- clients


def build(client):
    """A client object for a row of `clients`, or None where this version's class is built otherwise."""
    cls = getattr(importlib.import_module(client["modules"][0]), client["name"])
    if client.get("factory"):
        if not hasattr(cls, client["factory"]):
            return None
        return getattr(cls, client["factory"])("nowhere.invalid;subscription;group;project", Credential())
    if "Azure" in cls.__name__:
        return cls(api_key="none", azure_endpoint=ENDPOINT, api_version="none")
    if not client["construct"]["positional"]:
        return cls(api_key="none")
    known = {"endpoint": ENDPOINT, "credential": Credential()}
    required = [n for n, p in inspect.signature(cls.__init__).parameters.items() if p.default is p.empty]
    names = [n for n in required if n not in ("self", "kwargs")]
    if len(names) != len(client["construct"]["positional"]):
        return None
    return cls(**{n: known.get(n, "none") for n in names})


def spelled_in(row, version):
    """Whether a version has the spelling, compared as far as the shorter one goes."""

    def numbers(text):
        return [int(part) for part in re.findall(r"\d+", text)]

    def compare(bound):
        for left, right in zip(numbers(version), numbers(bound)):
            if left != right:
                return left - right
        return 0

    return ("since" not in row or compare(row["since"]) >= 0) and ("until" not in row or compare(row["until"]) <= 0)


def resolve(target, path):
    for name in path.split("."):
        target = getattr(target, name)
    return target


# ---------------------------------------------------------------- operations


def methods_below(target, path=""):
    for name in dir(target):
        if name.startswith("_") or name.startswith("with_") or name in ("send_request", "models"):
            continue
        member = getattr(target, name)
        inside = f"{path}.{name}" if path else name
        resource = r"Operations$|^(Async)?(Files|FileBatches|Messages|Runs|Steps|VectorStores)$"
        if inspect.isroutine(member):
            yield inside
        elif re.search(resource, type(member).__name__):
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
        if index >= len(positional):
            yield f"slot {slot} is not taken by position"
            continue
        name = positional[index].name
        if ("@body" if name == "body" else aliases.get(name, name)) != slot.rstrip("?"):
            yield f"slot {index} is {name}, not {slot}"
        if (positional[index].default is not inspect.Parameter.empty) != slot.endswith("?"):
            yield f"slot {slot}: optional or not"
    beyond = [p.name for p in positional[len(slots) :] if p.name not in dialect["requestOptions"]]
    if beyond:
        yield f"also takes by position: {beyond}"

    known = {slot.rstrip("?") for slot in slots} | set(fields) | set(dialect["requestOptions"])
    for parameter in parameters:
        if parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
            continue
        name = parameter.name
        if aliases.get(name, name).split(".")[0] in known or name in known:
            continue
        if f"{row['path']}.{name}" not in UNKNOWN_ARGUMENTS:
            yield f"argument {name} is no field of {row['operation']} and no request option"

    if is_async and row["gives"] != "page":
        if inspect.iscoroutinefunction(inspect.unwrap(method)) == row.get("sync", False):
            yield f"sync={row.get('sync', False)} is wrong"


def check_client(client, root, present, dialect, fields):
    for row in present:
        try:
            method = resolve(root, row["path"])
        except AttributeError:
            yield f"{row['path']} is not there"
            continue
        for problem in check_operation(row, method, dialect, fields[row["operation"]], client["async"]):
            yield f"{row['path']}: {problem}"
    known = {row["path"] for row in present} | set(dialect["methods"])
    for path in all_methods(root, dialect):
        if path not in known:
            yield f"{path} is not in the table"


# ---------------------------------------------------------------- enums, types, models


def check_constants(dialect, models):
    """Every member of an enum that the table covers, with its value."""
    covered = {name.split(".")[0] for name in dialect["constants"]}
    for name in sorted(covered):
        enum = getattr(models, name, None)
        if isinstance(enum, type) and issubclass(enum, Enum):
            for member, value in enum.__members__.items():
                if dialect["constants"].get(f"{name}.{member}") != value.value:
                    yield f"constant {name}.{member} is {value.value!r}"


def rest_fields(cls):
    """Attribute names of an Azure model."""
    return {n for k in cls.__mro__ for n, v in vars(k).items() if type(v).__name__ == "_RestField"}


def check_types(dialect, shapes):
    """Members of every class that the table says has a shape, by the shape's fields; counts the classes it found."""
    for row in dialect["types"]:
        fields = shapes.get(row.get("shape"))
        for module in row["modules"]:
            try:
                cls = getattr(importlib.import_module(module), row["name"])
            except (ImportError, AttributeError):
                continue
            names = set(getattr(cls, "model_fields", {})) | (rest_fields(cls) if isinstance(cls, type) else set())
            for name in sorted(names):
                wire = dialect["fieldNames"].get(name, name)
                if fields is not None and wire not in fields and f"{row['shape']}.{wire}" not in UNKNOWN_FIELDS:
                    yield f"type {module}.{row['name']}: {name} is no field of {row['shape']}"
            break


# Fields that exist and mean nothing for a migration: positions in deltas, leftovers of the first beta, and of previews.
UNKNOWN_FIELDS = {
    "Annotation.index",
    "CodeInterpreterOutput.index",
    "MessageDelta.file_ids",
    "Run.file_ids",
    "StepToolCall.retrieval",
    "StreamEvent.enabled",
    "ToolCallDelta.retrieval",
    "ToolOutput.type",
}


def plain(value):
    """An Azure model, or a list or dict of them, as JSON."""
    if hasattr(value, "as_dict"):
        return plain(value.as_dict())
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return getattr(value, "value", value)


GONE = object()


def fill(template, arguments):
    """A template with its holes filled, as `Template` in types.ts says."""
    if isinstance(template, str) and template.startswith("$"):
        return arguments.get(template[1:], GONE)
    if isinstance(template, list):
        items = [item for item in (fill(one, arguments) for one in template) if item is not GONE]
        return items if items else GONE
    if isinstance(template, dict):
        items = {key: fill(one, arguments) for key, one in template.items()}
        left = {key: item for key, item in items.items() if item is not GONE}
        return left if left else GONE
    return template


def without_empty(value):
    """JSON without empty strings, lists and objects: the SDK sends them where an argument is absent."""
    if isinstance(value, list):
        return [without_empty(item) for item in value]
    if isinstance(value, dict):
        kept = {key: without_empty(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in ("", [], {})}
    return value


def check_model(name, model, cls):
    if "adds" in model and plain(cls()).get("type") != model["adds"]["type"]:
        yield f"type is {plain(cls()).get('type')}"
    if "positional" in model and "functions" not in model["positional"]:
        parameters = [p for p in inspect.signature(cls.__init__).parameters.values() if p.name != "self"]
        if [p.name for p in parameters] != model["positional"][: len(parameters)]:
            yield f"takes {[p.name for p in parameters]}, not {model['positional']}"
        if len(parameters) < len(model["positional"]):  # an older version, with fewer settings
            return
        lists = {p.name for p in parameters if "List" in str(p.annotation) or "list" in str(p.annotation)}
        full = {n: sample(n, n in lists) for n in model["positional"] if n != "data_sources"}
        required = {p.name for p in parameters if p.default is p.empty}
        for given in (full, {n: v for n, v in full.items() if n in required}):
            built = cls(**given)
            arguments = {**model.get("defaults", {}), **given}
            for member, template in model["templates"].items():
                filled = fill(template, arguments)
                wanted = without_empty([] if filled is GONE and member == "definitions" else {} if filled is GONE else filled)
                actual = without_empty(plain(getattr(built, member)))
                if wanted != actual:
                    yield f"{member} is {actual}, not {wanted}"
    for method in [*model.get("appends", {}), *model.get("sets", {})]:
        if not hasattr(cls, method):
            yield f"has no method {method}"


def sample(name, is_list):
    if "connection_id" in name:
        return CONNECTION
    return ["one"] if is_list else "one"


def check_models(dialect, models):
    for name, model in dialect["models"].items():
        cls = getattr(models, name, None)
        if cls is not None:
            for problem in check_model(name, model, cls):
                yield f"model {name}: {problem}"


def check_members(dialect, models):
    """Members that the SDK adds to results exist on the class; those of other versions may be absent."""
    names = {"Message": "ThreadMessage", "MessageDeltaEvent": "MessageDeltaChunk"}
    for shape, members in dialect["members"].items():
        cls = getattr(models, names.get(shape, ""), None)
        for member in members if cls else ():
            if not hasattr(cls, member):
                yield f"member {shape}.{member} is not there"


# ---------------------------------------------------------------- all of it


def is_first(package):
    try:
        return importlib.metadata.version(package).startswith("1.")
    except importlib.metadata.PackageNotFoundError:
        return False


def main():
    dump = json.load(sys.stdin)
    mismatches = []
    checked = 0
    for dialect in dump["dialects"]:
        package = "openai" if dialect["id"].startswith("openai") else dialect["packages"][0]
        try:
            version = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
        present = [
            row for row in dialect["operations"] if spelled_in(row, version) and not row.get("unpublished")
        ]
        built_any = False
        for client in dialect["clients"]:
            # The second generation has classes of the same names, with the agents of the current API.
            if client["modules"][0].startswith("azure.ai.projects") and not is_first("azure-ai-projects"):
                continue
            try:
                built = None if client["name"] == "*" or client.get("unpublished") else build(client)
            except ImportError:
                continue
            if built is None:
                continue
            built_any = True
            checked += len(present)
            root = resolve(built, client["prefix"]) if client["prefix"] else built
            for problem in check_client(client, root, present, dialect, dump["fields"]):
                mismatches.append(f"{dialect['id']} {version} {client['modules'][0]}.{client['name']}: {problem}")
        if not built_any:
            continue
        problems = list(check_types(dialect, dump["shapes"]))
        for module in dialect["modelModules"]:
            models = importlib.import_module(module)
            problems += [*check_constants(dialect, models), *check_models(dialect, models), *check_members(dialect, models)]
        mismatches += [f"{dialect['id']} {version}: {problem}" for problem in problems]
    for line in mismatches:
        print(line)
    print(f"{checked} methods checked, {len(mismatches)} mismatches", file=sys.stderr)
    return 1 if mismatches else 0


sys.exit(main())
