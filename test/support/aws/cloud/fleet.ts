import { randomUUID } from "node:crypto";
import { mustExec } from "../../testbed";
import { end, hostOf, start } from "./instances";
import type { Kind, Properties } from "./kind";
import type { Place } from "./place";

/** A template; each change is one version more. */
export const templateKind = (place: Place): Kind => ({
    create: (name, inputs) => {
        const id = `lt-${name}`;
        place.keep(id, inputs);
        return Promise.resolve({ id, outputs: { latestVersion: 1, defaultVersion: 1 } });
    },
    update: (id, inputs, before) => {
        place.keep(id, inputs);
        const version = Number(before["latestVersion"]) + 1;
        return Promise.resolve({ latestVersion: version, defaultVersion: version });
    },
});

/** A group that has as many instances as it has at least, and replaces them all where its template has a new version. */
export function groupKind(place: Place): Kind {
    const fill = async (name: string, inputs: Properties): Promise<void> => {
        const { id } = inputs["launchTemplate"] as { id: string };
        const template = place.kept<Properties>(id);
        const specifications = (template["tagSpecifications"] ?? []) as { tags: Record<string, string> }[];
        const tags = Object.assign({ Group: name }, ...specifications.map((each) => each.tags)) as Record<
            string,
            string
        >;
        const one = (): Promise<unknown> => start(place, { tags, userDataBase64: template["userData"] });
        await Promise.all(Array.from({ length: Number(inputs["minSize"]) }, one));
    };
    const empty = async (name: string): Promise<void> => {
        const own = place.instances().filter(({ tags }) => tags["Group"] === name);
        await Promise.all(own.map(({ id }) => end(place, id)));
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
 * A document with its versions. Content that it had before makes no new one: AWS refuses it (DuplicateDocumentContent),
 * and its provider takes that for "nothing to do".
 */
export const documentKind = (place: Place): Kind => ({
    replacedBy: ["name"],
    create: (_name, inputs) => {
        const id = inputs["name"] as string;
        place.keep(id, [inputs["content"]]);
        return Promise.resolve({ id, outputs: { latestVersion: "1", defaultVersion: "1" } });
    },
    update: (id, { content }) => {
        const versions = place.kept<unknown[]>(id);
        if (!versions.includes(content)) place.keep(id, [...versions, content]);
        const latest = String(place.kept<unknown[]>(id).length);
        return Promise.resolve({ latestVersion: latest, defaultVersion: latest });
    },
    remove: (id) => {
        place.forget(id);
        return Promise.resolve();
    },
});

/** An association that runs its document on its targets when it is made and when it is changed, as the agent does. */
export function associationKind(place: Place): Kind {
    const run = async (inputs: Properties): Promise<void> => {
        const versions = place.kept<string[]>(inputs["name"] as string);
        const content = versions[Number(inputs["documentVersion"]) - 1] as string;
        const { mainSteps } = JSON.parse(content) as { mainSteps: [{ inputs: { runCommand: string[] } }] };
        const script = `${mainSteps[0].inputs.runCommand.join("\n")}\n`;
        const targets = inputs["targets"] as { key: string; values: string[] }[];
        const meant = place
            .instances()
            .filter(({ tags }) => targets.every(({ key, values }) => values.includes(tags[key.slice(4)] ?? "")));
        await Promise.all(
            meant.map(({ id }) =>
                mustExec(hostOf(place, id), "cat >/root/_script.sh && sh /root/_script.sh", { stdin: script }),
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
