import { isRecord } from "../../core/records";
import { readWords } from "../parsers/read";
import type { Resource, Statement } from "./types";

/**
 * The kernel settings that a DaemonSet makes on a cluster's nodes: `sysctl` in a privileged container on the node's
 * network. A Pod's own sysctls, and those of other containers, belong to another network namespace.
 */
export function daemonSetStatements({ type, props }: Resource): Statement[] {
    if (!/^kubernetes:(apps|extensions)\/v1\w*:DaemonSet$/.test(type)) return [];

    const spec = [["spec"], ["template"], ["spec"]].reduce<unknown>(
        (value, [name]) => (isRecord(value) ? value[name!] : undefined),
        props,
    );
    if (!isRecord(spec) || spec.hostNetwork !== true) return [];

    return (["initContainers", "containers"] as const).flatMap((list) => {
        const containers = Array.isArray(spec[list]) ? (spec[list] as unknown[]) : [];
        return containers.flatMap((container, i) => containerStatements(container, `${list}.${i}`));
    });
}

/** Only kernel settings count: the files that a container writes are its own. */
function containerStatements(container: unknown, where: string): Statement[] {
    if (!isRecord(container) || !isRecord(container.securityContext) || container.securityContext.privileged !== true)
        return [];

    const words = [container.command, container.args].flatMap((each) =>
        Array.isArray(each) ? (each as unknown[]) : [],
    );
    if (!words.every((word) => typeof word === "string")) return [];

    return readWords(words).map(({ kernel, unread }) => ({
        where,
        ...(kernel === undefined ? {} : { kernel }),
        ...(unread === undefined ? {} : { unread }),
    }));
}
