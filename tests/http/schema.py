# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of OpenAPI 3.0's schemas that openapi.json uses; members that are not described are faults."""

TYPES = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
    "boolean": lambda v: isinstance(v, bool),
}


def resolved(document, schema):
    """The schema without references, the parts of an allOf as one."""
    if "$ref" in schema:
        target = document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return resolved(document, target)
    whole = {name: value for name, value in schema.items() if name != "allOf"}
    for part in (resolved(document, each) for each in schema.get("allOf", [])):
        for name, value in part.items():
            if name == "properties":
                whole[name] = {**whole.get(name, {}), **value}
            elif name == "required":
                whole[name] = whole.get(name, []) + value
            else:
                whole.setdefault(name, value)
    return whole


def faults(document, schema, value, where="answer"):
    schema = resolved(document, schema)
    if value is None:
        if not schema.get("nullable"):
            yield f"{where}: null"
        return
    if "type" in schema and not TYPES[schema["type"]](value):
        yield f"{where}: {value!r} is no {schema['type']}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is not of {schema['enum']}"
    if isinstance(value, (int, float)) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{where}: {value} is out of range"
    if isinstance(value, list):
        yield from list_faults(document, schema, value, where)
    if isinstance(value, dict) and "properties" in schema:
        yield from object_faults(document, schema, value, where)


def list_faults(document, schema, value, where):
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        yield f"{where}: {len(value)} elements"
    for number, each in enumerate(value):
        yield from faults(document, schema.get("items", {}), each, f"{where}[{number}]")


def object_faults(document, schema, value, where):
    for name in schema.get("required", []):
        if name not in value:
            yield f"{where}.{name} is missing"
    for name, each in value.items():
        if name not in schema["properties"]:
            yield f"{where}.{name} is not described"
        else:
            yield from faults(document, schema["properties"][name], each, f"{where}.{name}")
