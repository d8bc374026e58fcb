#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes runtime/integrations/src/main/resources/io/fermata/integrations/aws/bounds.tsv: which members of answers are always
there (marked "!") and the least and greatest length or value that AWS's service models allow for them. The SDK for Java
does not carry them. Needs botocore, whose models are AWS's own (Apache License 2.0). Run it when services are added."""
import glob
import gzip
import json
import os
import re

import botocore

HERE = os.path.dirname(os.path.abspath(__file__))
MODULE = os.path.join(HERE, "..", "runtime", "integrations")
OUT = os.path.join(MODULE, "src", "main", "resources", "io", "fermata", "integrations", "aws", "bounds.tsv")
# what Step Functions refuses (recorded) where the newest model is wider
OVERRIDES = {("lambda", "FunctionConfiguration", "MemorySize"): "128..10240"}


def services():
    with open(os.path.join(MODULE, "pom.xml"), encoding="utf-8") as pom:
        text = pom.read()
    modules = re.findall(r"<groupId>software.amazon.awssdk</groupId>\s*<artifactId>([a-z0-9]+)</artifactId>", text)
    models = {}
    for folder in glob.glob(os.path.join(os.path.dirname(botocore.__file__), "data", "*")):
        files = sorted(glob.glob(os.path.join(folder, "*", "service-2.json*")))
        if files:
            opener = gzip.open if files[-1].endswith("gz") else open
            with opener(files[-1], "rt", encoding="utf-8") as file:
                model = json.load(file)
            models[re.sub("[ -]", "", model["metadata"]["serviceId"].lower())] = model
    return [(name, models[name]) for name in sorted(modules) if name in models]


def bounds(shape):
    if "enum" in shape:
        return None
    least, most = shape.get("min"), shape.get("max")
    if shape["type"] in ("string", "blob"):
        least = least or 0
        if least == 0 and most is None:
            return None
    elif shape["type"] not in ("integer", "long", "float", "double") or least is None and most is None:
        return None
    return f"{'' if least is None else least}..{'' if most is None else most}"


def rows(service, model):
    shapes, seen, found = model["shapes"], set(), {}

    def capital(name):
        return name[0].upper() + name[1:]

    def walk(name, alias=None):
        shape, key = shapes[name], alias or capital(name)
        if shape["type"] == "list":
            walk(shape["member"]["shape"])
        elif shape["type"] == "map":
            walk(shape["value"]["shape"])
        elif shape["type"] == "structure" and key not in seen:
            seen.add(key)
            for member, reference in shape.get("members", {}).items():
                inner = shapes[reference["shape"]]
                while inner["type"] in ("list", "map"):
                    inner = shapes[inner["member" if inner["type"] == "list" else "value"]["shape"]]
                text = OVERRIDES.get((service, key, capital(member)), bounds(inner))
                mark = "!" if member in shape.get("required", []) else ""
                if text or mark:
                    found.setdefault(key, []).append(f"{capital(member)}{mark}={text or '..'}")
                walk(reference["shape"])

    for name, operation in model["operations"].items():
        if "output" in operation:
            walk(operation["output"]["shape"], capital(name) + "Response")
    return [f"{service}\t{key}\t{' '.join(sorted(found[key]))}" for key in sorted(found)]


with open(OUT, "w", encoding="utf-8") as out:
    for service, model in services():
        out.write("".join(row + "\n" for row in rows(service, model)))
