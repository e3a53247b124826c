import * as path from "node:path";
import { pulumiPeer } from "./pulumiPeer";

/** The program that a user would write with only `@pulumi/command`. */
export const bareCommand = pulumiPeer("bare Command", "bare", path.join(__dirname, "bareCommand/index.ts"));
