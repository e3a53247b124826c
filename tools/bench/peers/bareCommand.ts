import * as path from "node:path";
import { pulumiPeer } from "./pulumiPeer";

/** What one would write with `@pulumi/command` alone. */
export const bareCommand = pulumiPeer("bare Command", "bare", path.join(__dirname, "bareCommand/index.ts"));
