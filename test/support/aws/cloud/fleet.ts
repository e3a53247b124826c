import { randomUUID } from "node:crypto";
import { mustExec } from "../../testbed";
import { hostOf, startInstance, terminateInstance } from "./instances";
import type { Kind, Properties } from "./kind";
import type { CloudState } from "./state";

/** A launch template. Each update creates a new version. */
export const templateKind = (cloud: CloudState): Kind => ({
    create: (name, inputs) => {
        const id = `lt-${name}`;
        cloud.store(id, inputs);
        return Promise.resolve({ id, outputs: { latestVersion: 1, defaultVersion: 1 } });
    },
    update: (id, inputs, before) => {
        cloud.store(id, inputs);
        const version = Number(before["latestVersion"]) + 1;
        return Promise.resolve({ latestVersion: version, defaultVersion: version });
    },
});

/** A group that always has its minimum size, and replaces all instances if its template has a new version. */
export function groupKind(cloud: CloudState): Kind {
    const fill = async (name: string, inputs: Properties): Promise<void> => {
        const { id } = inputs["launchTemplate"] as { id: string };
        const template = cloud.load<Properties>(id);
        const specifications = (template["tagSpecifications"] ?? []) as { tags: Record<string, string> }[];
        const tags = Object.assign({ Group: name }, ...specifications.map((each) => each.tags)) as Record<
            string,
            string
        >;
        const one = (): Promise<unknown> => startInstance(cloud, { tags, userDataBase64: template["userData"] });
        await Promise.all(Array.from({ length: Number(inputs["minSize"]) }, one));
    };
    const empty = async (name: string): Promise<void> => {
        const own = cloud.instances().filter(({ tags }) => tags["Group"] === name);
        await Promise.all(own.map(({ id }) => terminateInstance(cloud, id)));
    };
    return {
        create: async (name, inputs) => {
            await fill(name, inputs);
            return { id: name, outputs: { name } };
        },
        update: async (id, inputs) => {
            await empty(id);
            await fill(id, inputs);
            return { name: id };
        },
        remove: (id) => empty(id),
    };
}

/**
 * A document with its versions. Content of an earlier version creates no new one: AWS rejects it
 * (DuplicateDocumentContent), which its provider treats as no change.
 */
export const documentKind = (cloud: CloudState): Kind => ({
    replacedBy: ["name"],
    create: (_name, inputs) => {
        const id = inputs["name"] as string;
        cloud.store(id, [inputs["content"]]);
        return Promise.resolve({ id, outputs: { latestVersion: "1", defaultVersion: "1" } });
    },
    update: (id, { content }) => {
        const versions = cloud.load<unknown[]>(id);
        if (!versions.includes(content)) cloud.store(id, [...versions, content]);
        const latest = String(cloud.load<unknown[]>(id).length);
        return Promise.resolve({ latestVersion: latest, defaultVersion: latest });
    },
    remove: (id) => {
        cloud.remove(id);
        return Promise.resolve();
    },
});

/** An association, which runs its document on its targets when it is created or updated, as the agent does. */
export function associationKind(cloud: CloudState): Kind {
    const run = async (inputs: Properties): Promise<void> => {
        const versions = cloud.load<string[]>(inputs["name"] as string);
        const content = versions[Number(inputs["documentVersion"]) - 1] as string;
        const { mainSteps } = JSON.parse(content) as { mainSteps: [{ inputs: { runCommand: string[] } }] };
        const script = `${mainSteps[0].inputs.runCommand.join("\n")}\n`;
        const targets = inputs["targets"] as { key: string; values: string[] }[];
        const meant = cloud
            .instances()
            .filter(({ tags }) => targets.every(({ key, values }) => values.includes(tags[key.slice(4)] ?? "")));
        await Promise.all(
            meant.map(({ id }) =>
                mustExec(hostOf(cloud, id), "cat >/root/_script.sh && sh /root/_script.sh", { stdin: script }),
            ),
        );
    };
    return {
        replacedBy: ["name"],
        create: async (_name, inputs) => {
            const id = randomUUID();
            await run(inputs);
            return { id, outputs: { associationId: id } };
        },
        update: async (id, inputs) => {
            await run(inputs);
            return { associationId: id };
        },
    };
}
