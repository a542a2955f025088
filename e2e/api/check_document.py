"""Holds docs/openapi.json against OpenAPI 3.1, and every example in it against the schema beside it.

    check_document.py docs/openapi.json

Says each fault on a line of its own and ends with 1 if there is one.
"""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

HERE = "urn:ipelya:openapi"
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


def main(path):
    document = json.loads(Path(path).read_text(encoding="utf-8"))
    errors = OpenAPIV31SpecValidator(document).iter_errors()
    faults = [f"{pointer(error.absolute_path)}: {error.message.splitlines()[0]}" for error in errors]
    examples = list(examples_of(document))
    faults += [fault for example in examples for fault in misfits(document, *example)]
    if not examples:
        faults.append("there is no example in it")
    for fault in faults:
        print(f"{path}: {fault}")
    operations = sum(method in METHODS for item in document["paths"].values() for method in item)
    print(f"# {path}: {operations} operations, {len(examples)} examples, {len(faults)} faults")
    return 1 if faults else 0


def examples_of(part, at=()):
    """Everything called `example` that stands beside a `schema`, or inside one: where it is, and its schema's place."""
    if isinstance(part, list):
        for index, one in enumerate(part):
            yield from examples_of(one, (*at, index))
    if not isinstance(part, dict):
        return
    # a property of that name is no example
    if "example" in part and at[-1:] != ("properties",):
        yield (*at, "example"), part["example"], (*at, "schema") if "schema" in part else at
    for name, one in part.items():
        if name != "example":
            yield from examples_of(one, (*at, name))


def misfits(document, at, example, schema):
    registry = Registry().with_resource(HERE, Resource(contents=document, specification=DRAFT202012))
    validator = Draft202012Validator(
        {"$ref": f"{HERE}#{pointer(schema)}"}, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    for error in validator.iter_errors(example):
        yield f"{pointer(at)}: {error.message} ({pointer(error.absolute_path) or 'as a whole'})"


def pointer(steps):
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
