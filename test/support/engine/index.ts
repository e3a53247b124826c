export { killEngine } from "./kill";
export { type Observed, changedKeywords, observe, observeAll } from "./observed";
export { type EngineEvent, diagnostics, failures, steps } from "./events";
export { connectionTo, connectionsTo, useKeepalive, useProgram } from "./keepalive";
export { type Outcome, type Workspace, makeWorkspace } from "./workspace";
export { repository } from "./environment";
