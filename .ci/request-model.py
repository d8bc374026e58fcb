#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes web/api/src/main/resources/io/fermata/web/api/aws/requests.json: the operations of AWS Step Functions and the
shapes of their requests, with what AWS's service model demands of each member. Reads the model from the file that is
named, else from botocore (Apache License 2.0), which must know every operation. Run it when AWS adds to its API."""
import glob
import gzip
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "web", "api", "src", "main", "resources", "io", "fermata", "web", "api", "aws", "requests.json")
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


def lines(entries):
    return ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in entries.items())


operations, shapes = requests(model())
with open(OUT, "w", encoding="utf-8") as out:
    out.write('{"operations": {\n%s\n},\n"shapes": {\n%s\n}}\n' % (lines(operations), lines(shapes)))
