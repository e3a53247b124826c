import * as path from "node:path";
import { makeWorkspace, repository, type Workspace } from "../engine";
import { temporaryFolder } from "../temporaryFolder";
import { CloudState, stateVariable } from "./cloud/state";

/** A Pulumi project of this repository with the fake AWS provider. */
export interface CloudWorkspace extends Workspace {
    readonly cloud: CloudState;
}

/**
 * Makes a stack of a project in this repository. Its instances become hosts of this set, and Pulumi runs on the set's
 * controller.
 */
export async function makeCloudWorkspace(set: string, project: string): Promise<CloudWorkspace> {
    const folder = temporaryFolder();
    const cloud = new CloudState(folder);
    cloud.set = set;
    const workspace = await makeWorkspace({
        set,
        checkout: path.join(repository, project),
        env: {
            [stateVariable]: folder,
            TSX_TSCONFIG_PATH: path.join(repository, "tsconfig.json"),
            PATH: [path.join(__dirname, "bin"), path.join(repository, ".toolchain/bin"), process.env["PATH"]].join(":"),
        },
    });
    return {
        ...workspace,
        cloud,
    };
}
