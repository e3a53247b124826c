"""Calls Systems Manager as AWS's provider does, on the endpoint that the environment names.

On standard input: {"documents": [{"name", "content"}, one update after another], "association": the arguments of
CreateAssociation}. On standard output: {"runs": [the content that the association runs after each update], "schema":
the last document's, "command": the answer to SendCommand, "problems": [what the SDK's model of the API does not allow
in the association]}.
"""

import json
import re
import sys

import botocore.session
from botocore.validate import ParamValidator


def main():
    wanted = json.load(sys.stdin)
    client = botocore.session.get_session().create_client("ssm")
    runs = []
    previous = None
    for document in wanted["documents"]:
        version = put(client, document, previous)
        runs.append(client.get_document(Name=document["name"], DocumentVersion=version)["Content"])
        # A document of another name replaces the one before, which the provider deletes in the end.
        if previous is not None and previous != document["name"]:
            client.delete_document(Name=previous)
        previous = document["name"]
    description = client.describe_document(Name=previous)["Document"]
    command = client.send_command(
        DocumentName=previous,
        DocumentVersion=version,
        Targets=wanted["association"]["Targets"],
        MaxConcurrency=wanted["association"]["MaxConcurrency"],
        MaxErrors=wanted["association"]["MaxErrors"],
    )["Command"]
    client.delete_document(Name=previous)
    shape = client.meta.service_model.operation_model("CreateAssociation").input_shape
    problems = list(misfits(shape, wanted["association"], ""))
    report = ParamValidator().validate(wanted["association"], shape)
    if report.has_errors():
        problems.append(report.generate_report())
    json.dump(
        {
            "runs": runs,
            "schema": description["SchemaVersion"],
            "command": {"DocumentName": command["DocumentName"], "Targets": command["Targets"]},
            "problems": problems,
        },
        sys.stdout,
    )


def put(client, document, previous):
    """Creates or updates a document as terraform-provider-aws does (document.go); gives its latest version."""
    name, content = document["name"], document["content"]
    if name != previous:
        client.create_document(Name=name, Content=content, DocumentType="Command", DocumentFormat="JSON")
    else:
        try:
            client.update_document(Name=name, Content=content, DocumentFormat="JSON", DocumentVersion="$LATEST")
        except client.exceptions.DuplicateDocumentContent:
            pass  # The provider takes this for "nothing to do" and stays at the latest version.
    return client.describe_document(Name=name)["Document"]["LatestVersion"]


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
