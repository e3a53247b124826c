import type { Problem } from "../../../core/settings";
import type { InputRules } from "../../inputs/checkInputs";
import { rulesOf } from "../../inputs/parts";
import { nameProblems, wordProblems } from "../../inputs/properties";
import { serverSettings } from "../../server/rules";
import { ownPart } from "./ownPart";

const formats = ["cloud-init", "shell"];
const encodings = ["gzip", "base64", "text"];

/** How the settings and the options are checked, all of them in one object. */
export const userDataRules: InputRules = rulesOf("keepaliveUserData", [
    { names: ["name", "userData", "format", "encoding", "previous"], known: problems },
    serverSettings,
]);

function problems({ name, userData, format, encoding, previous }: Record<string, unknown>): Problem[] {
    return [
        ...(name === undefined ? [] : nameProblems(name)),
        ...wordProblems("format", format, formats),
        ...wordProblems("encoding", encoding, encodings),
        ...userDataProblems(userData, format),
        ...(previous === undefined || typeof previous === "string"
            ? []
            : [{ propertyPath: "previous", reason: "is not a string; write the user data that is in use, as it is" }]),
    ];
}

function userDataProblems(userData: unknown, format: unknown): Problem[] {
    const problem = (reason: string): Problem[] => [{ propertyPath: "userData", reason }];
    if (userData === undefined) return [];
    // Not even a hint of the value: user data often has something in it that others should not see.
    if (typeof userData !== "string") return problem("is not a string; write the text, or its base64");
    if (format === "shell")
        return problem('cannot be merged into the format "shell"; leave format out, or join the two scripts yourself');

    const own = ownPart(userData);
    return "reason" in own ? problem(own.reason) : [];
}
