import * as fs from "node:fs";
import * as path from "node:path";
import { pack, withoutComments } from "../host/program";

/** What goes to another machine on standard input: the packed program. */
export function clientProgram(): string {
    return (packed ??= pack(read(), "client/clientKeepalive.sh"));
}

/** What goes to a shell on this machine: the program as it is, since not every system unpacks base64 in the same way. */
export function localClientProgram(): string {
    return (local ??= withoutComments(read()));
}

let packed: string | undefined;
let local: string | undefined;

function read(): string {
    return fs.readFileSync(path.join(__dirname, "clientKeepalive.sh"), "utf8");
}
