"""Calls Systems Manager as AWS's provider does, on the endpoint that the environment names.

On standard input: {"contents": [a document's contents, one after another], "association": the arguments of
CreateAssociation}. On standard output: {"versions": [...], "contents": [what was kept], "command": the answer to
SendCommand, "problems": [what the SDK's model of the API does not allow in the association]}.
"""

import json
import re
import sys

import botocore.session
from botocore.validate import ParamValidator


def main():
    wanted = json.load(sys.stdin)
    client = botocore.session.get_session().create_client("ssm")
    name = wanted["association"]["Name"]
    first, *others = wanted["contents"]
    document = {"Name": name, "DocumentType": "Command", "DocumentFormat": "JSON"}
    answers = [client.create_document(Content=first, **document)["DocumentDescription"]]
    for content in others:
        update = client.update_document(Content=content, Name=name, DocumentFormat="JSON", DocumentVersion="$LATEST")
        answers.append(update["DocumentDescription"])
    versions = [answer["DocumentVersion"] for answer in answers]
    kept = [client.get_document(Name=name, DocumentVersion=version)["Content"] for version in versions]
    command = client.send_command(
        DocumentName=name,
        DocumentVersion=versions[-1],
        Targets=wanted["association"]["Targets"],
        MaxConcurrency=wanted["association"]["MaxConcurrency"],
        MaxErrors=wanted["association"]["MaxErrors"],
    )["Command"]
    shape = client.meta.service_model.operation_model("CreateAssociation").input_shape
    problems = list(misfits(shape, wanted["association"], ""))
    report = ParamValidator().validate(wanted["association"], shape)
    if report.has_errors():
        problems.append(report.generate_report())
    json.dump(
        {
            "versions": versions,
            "contents": kept,
            "platforms": answers[0]["PlatformTypes"],
            "schema": answers[0]["SchemaVersion"],
            "command": {"DocumentName": command["DocumentName"], "Targets": command["Targets"]},
            "problems": problems,
        },
        sys.stdout,
    )


def misfits(shape, value, path):
    """What breaks the model's patterns, lengths and lists of words, which the SDK leaves to the service."""
    if shape.type_name == "structure":
        for key, each in value.items():
            if key in shape.members:
                yield from misfits(shape.members[key], each, f"{path}.{key}")
    elif shape.type_name == "list":
        yield from outside(shape, len(value), path)
        for index, each in enumerate(value):
            yield from misfits(shape.member, each, f"{path}[{index}]")
    elif shape.type_name == "string":
        yield from outside(shape, len(value), path)
        # Python's patterns have no classes of Unicode; these are letters, blanks and digits.
        pattern = shape.metadata.get("pattern", "").replace(r"\p{L}\p{Z}\p{N}", r"\w\s")
        if pattern and not re.search(pattern, value):
            yield f"{path}: {value!r} does not match {pattern}"
        if shape.metadata.get("enum") and value not in shape.metadata["enum"]:
            yield f"{path}: {value!r} is none of {shape.metadata['enum']}"


def outside(shape, size, path):
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max", size)
    if not low <= size <= high:
        yield f"{path}: a size of {size} is not from {low} to {high}"


main()
