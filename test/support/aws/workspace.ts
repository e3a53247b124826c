import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { makeWorkspace, repository, type Workspace } from "../engine";
import { Place, placeVariable } from "./cloud/place";

/** A Pulumi project of this repository whose AWS is the stand-in. */
export interface CloudWorkspace extends Workspace {
    readonly place: Place;
}

/** Makes a stack of a project below this repository; its instances become hosts of this set, from whose controller Pulumi runs. */
export async function makeCloudWorkspace(set: string, project: string): Promise<CloudWorkspace> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "stand-in-cloud-"));
    const place = new Place(folder);
    place.set = set;
    const workspace = await makeWorkspace({
        set,
        checkout: path.join(repository, project),
        env: {
            [placeVariable]: folder,
            TSX_TSCONFIG_PATH: path.join(repository, "tsconfig.json"),
            PATH: [path.join(__dirname, "bin"), path.join(repository, ".toolchain/bin"), process.env["PATH"]].join(":"),
        },
    });
    return {
        ...workspace,
        place,
        remove: () => {
            workspace.remove();
            fs.rmSync(folder, { recursive: true, force: true });
        },
    };
}
