"""docs/centre.openapi.yaml, read and applied: as much of JSON Schema as it uses, a complaint about the rest."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

DOCUMENT: Final = Path(__file__).parents[3] / "docs" / "centre.openapi.yaml"

_TYPES: Final[Mapping[str, Callable[[Any], bool]]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: type(value) is int,
    "boolean": lambda value: isinstance(value, bool),
}
_RULES: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "type": lambda rule, value: _TYPES[rule](value),
    "enum": lambda rule, value: value in rule,
    "const": lambda rule, value: value == rule and type(value) is type(rule),
    "pattern": lambda rule, value: re.search(rule, value) is not None,
    "minLength": lambda rule, value: len(value) >= rule,
    "maxLength": lambda rule, value: len(value) <= rule,
    "minimum": lambda rule, value: value >= rule,
    "maximum": lambda rule, value: value <= rule,
    "minItems": lambda rule, value: len(value) >= rule,
    "maxItems": lambda rule, value: len(value) <= rule,
    "uniqueItems": lambda rule, value: not rule or len({repr(each) for each in value}) == len(value),
    "required": lambda rule, value: set(rule) <= value.keys(),
}
_WORDS: Final = frozenset({"description", "default"})


class SchemaError(AssertionError):
    """Raised when a value breaks the schema; names the place and the rule."""


@cache
def document() -> dict[str, Any]:
    """The whole file."""
    yaml = importlib.import_module("yaml")  # comes with the receipt library; has no types
    found = yaml.load(DOCUMENT.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert isinstance(found, dict)
    return found


def check_answer(path: str, status: int, told: Mapping[str, Any]) -> None:
    """An answer against what the file says of the operation. Raises `SchemaError`."""
    operation = document()["paths"].get(path)
    if operation is None:  # what is no operation is answered like any other mistake
        assert status == 400
        schema: Any = {"$ref": "#/components/schemas/Error"}
    else:
        answers = operation["post"]["responses"]
        if str(status) not in answers:
            raise SchemaError(f"{path}: {status} is no answer of it")
        schema = _resolved(answers[str(status)])["content"]["application/json"]["schema"]
    check(schema, told, path)


def check_request(path: str, asked: Mapping[str, Any]) -> None:
    """A request that was understood against what the file says may be asked. Raises `SchemaError`."""
    body = _resolved(document()["paths"][path]["post"]["requestBody"])
    check(body["content"]["application/json"]["schema"], asked, path)


def check(schema: Mapping[str, Any], value: Any, place: str) -> None:
    """Raise `SchemaError` unless the value is as the schema says."""
    schema = _resolved(schema)
    for word, rule in schema.items():
        if word in _RULES:
            if not _RULES[word](rule, value):
                raise SchemaError(f"{place}: {word} {rule}")
        elif word == "properties":
            for name in rule.keys() & value.keys():
                check(rule[name], value[name], f"{place}.{name}")
        elif word == "additionalProperties":
            more = value.keys() - schema.get("properties", {}).keys()
            if rule is False and more:
                raise SchemaError(f"{place}: nothing is said of {', '.join(sorted(more))}")
            for name in more if isinstance(rule, dict) else ():
                check(rule, value[name], f"{place}.{name}")
        elif word == "items":
            for index, each in enumerate(value):
                check(rule, each, f"{place}[{index}]")
        elif word == "anyOf":
            if not any(_fits(each, value) for each in rule):
                raise SchemaError(f"{place}: none of {len(rule)} forms fits")
        elif word == "oneOf":
            fitting = sum(_fits(each, value) for each in rule)
            if fitting != 1:
                raise SchemaError(f"{place}: {fitting} of {len(rule)} forms fit")
        elif word not in _WORDS:
            raise NotImplementedError(word)


def _fits(schema: Mapping[str, Any], value: Any) -> bool:
    try:
        check(schema, value, "")
    except SchemaError:
        return False
    return True


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        found: Any = document()
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema
