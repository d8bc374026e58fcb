#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes web/api/src/main/resources/io/fermata/web/api/aws/model.json: the operations of AWS Step Functions and the shapes
of their requests, with what AWS's service model demands of each member; of the answers, the names of the members that are
times or have keys of their own; and the names of the errors. Reads the model from the file that is
named, else from botocore (Apache License 2.0), which must know every operation. Run it when AWS adds to its API."""
import glob
import gzip
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "web", "api", "src", "main", "resources", "io", "fermata", "web", "api", "aws", "model.json")
KEPT = ("type", "min", "max", "pattern", "enum", "sensitive", "required")
# what the model does not say: the length is counted in bytes of UTF-8 (recorded), a tag has both parts, and the order in
# which a refusal lists the values (recorded)
OVERRIDES = {
    "SensitiveData": {"bytes": True},
    "Tag": {"required": ["key", "value"]},
    "ExecutionStatus": {"enum": ["SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING"]},
}


def model():
    if len(sys.argv) > 1:
        with open(sys.argv[1], encoding="utf-8") as file:
            return json.load(file)
    import botocore
    path = sorted(glob.glob(os.path.join(os.path.dirname(botocore.__file__), "data", "stepfunctions", "*", "service-2.json*")))[-1]
    with (gzip.open if path.endswith("gz") else open)(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def requests(model):
    shapes, found = model["shapes"], {}

    def walk(name):
        if name in found:
            return
        shape = shapes[name]
        kept = found[name] = {key: shape[key] for key in KEPT if key in shape}
        if "members" in shape:
            kept["members"] = {member: reference["shape"] for member, reference in shape["members"].items()}
        if "member" in shape:
            kept["member"] = shape["member"]["shape"]
        kept.update(OVERRIDES.get(name, {}))
        for inner in [*kept.get("members", {}).values(), *filter(None, [kept.get("member")])]:
            walk(inner)

    operations = {name: operation["input"]["shape"] for name, operation in sorted(model["operations"].items())}
    for name in operations.values():
        walk(name)
    return operations, dict(sorted(found.items()))


def answers(model):
    """The members of answers whose values need more than their name, which must be the same wherever the name occurs."""
    shapes, types = model["shapes"], {}

    def walk(name, seen):
        shape = shapes[name]
        for member, reference in shape.get("members", {}).items():
            types.setdefault(member, set()).add(shapes[reference["shape"]]["type"])
        inner = [reference["shape"] for reference in shape.get("members", {}).values()]
        inner += [shape[part]["shape"] for part in ("member", "value") if part in shape]
        for each in inner:
            if each not in seen:
                walk(each, seen | {each})

    for operation in model["operations"].values():
        walk(operation["output"]["shape"], set())
    found = {}
    for kind in ("timestamp", "map"):
        found[kind + "s"] = sorted(member for member, kinds in types.items() if kind in kinds)
        assert all(types[member] == {kind} for member in found[kind + "s"]), (kind, types)
    return found


def lines(entries):
    return ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in entries.items())


service = model()
operations, shapes = requests(service)
errors = sorted(name for name, shape in service["shapes"].items() if shape.get("exception"))
with open(OUT, "w", encoding="utf-8") as out:
    out.write('{"operations": {\n%s\n},\n"shapes": {\n%s\n},\n"answers": %s,\n"errors": %s}\n'
              % (lines(operations), lines(shapes), json.dumps(answers(service)), json.dumps(errors)))
