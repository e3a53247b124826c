"""Calls Systems Manager as the AWS provider does, at the endpoint in the environment.

Standard input: {"documents": [{"name", "content"}, one per update], "association": the arguments of
CreateAssociation}. Standard output: {"runs": [the content that the association runs after each update], "schema": the
schema version of the last document, "command": the response to SendCommand, "problems": [violations of the SDK's API
model in the association]}.
"""

import json
import re
import sys

import botocore.session
from botocore.validate import ParamValidator


def main():
    request = json.load(sys.stdin)
    client = botocore.session.get_session().create_client("ssm")
    runs = []
    previous = None
    for document in request["documents"]:
        version = put(client, document, previous)
        runs.append(client.get_document(Name=document["name"], DocumentVersion=version)["Content"])
        # A document of another name replaces the previous one, which the provider then deletes.
        if previous is not None and previous != document["name"]:
            client.delete_document(Name=previous)
        previous = document["name"]
    description = client.describe_document(Name=previous)["Document"]
    command = client.send_command(
        DocumentName=previous,
        DocumentVersion=version,
        Targets=request["association"]["Targets"],
        MaxConcurrency=request["association"]["MaxConcurrency"],
        MaxErrors=request["association"]["MaxErrors"],
    )["Command"]
    client.delete_document(Name=previous)
    shape = client.meta.service_model.operation_model("CreateAssociation").input_shape
    problems = list(violations(shape, request["association"], ""))
    report = ParamValidator().validate(request["association"], shape)
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
    """Creates or updates a document as terraform-provider-aws does (document.go), and returns its latest version."""
    name, content = document["name"], document["content"]
    if name != previous:
        client.create_document(Name=name, Content=content, DocumentType="Command", DocumentFormat="JSON")
    else:
        try:
            client.update_document(Name=name, Content=content, DocumentFormat="JSON", DocumentVersion="$LATEST")
        except client.exceptions.DuplicateDocumentContent:
            pass  # The provider treats this as no change and stays at the latest version.
    return client.describe_document(Name=name)["Document"]["LatestVersion"]


def violations(shape, value, path):
    """Yields violations of the model's patterns, lengths and enums, which the SDK leaves to the service."""
    if shape.type_name == "structure":
        for key, each in value.items():
            if key in shape.members:
                yield from violations(shape.members[key], each, f"{path}.{key}")
    elif shape.type_name == "list":
        yield from size_violations(shape, len(value), path)
        for index, each in enumerate(value):
            yield from violations(shape.member, each, f"{path}[{index}]")
    elif shape.type_name == "string":
        yield from size_violations(shape, len(value), path)
        # Python's patterns have no Unicode classes; these are letters, spaces and digits.
        pattern = shape.metadata.get("pattern", "").replace(r"\p{L}\p{Z}\p{N}", r"\w\s")
        if pattern and not re.search(pattern, value):
            yield f"{path}: {value!r} does not match {pattern}"
        if shape.metadata.get("enum") and value not in shape.metadata["enum"]:
            yield f"{path}: {value!r} is not one of {shape.metadata['enum']}"


def size_violations(shape, size, path):
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max", size)
    if not low <= size <= high:
        yield f"{path}: a size of {size} is not between {low} and {high}"


main()
