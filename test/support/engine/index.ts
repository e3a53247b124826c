export { killEngine } from "./kill";
export { type Observed, changedKeywords, observe, observeAll } from "./observed";
export { type EngineEvent, changedInputs, diagnostics, failures, steps } from "./events";
export { connectionTo, connectionsTo, useKeepalive, useProgram } from "./keepalive";
export { type Outcome, type Workspace, type WorkspaceOptions, makeWorkspace } from "./workspace";
export { pulumiEnvironment, repository } from "./environment";
