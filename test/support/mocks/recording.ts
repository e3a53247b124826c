import * as pulumi from "@pulumi/pulumi";
import type {
    RegisterResourceOutputsRequest,
    RegisterResourceRequest,
    RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { idsIn } from "../../../components/remote/commandLine";
import { decode } from "./values";

/** A resource as requested from the engine. */
interface Registered {
    readonly type: string;
    readonly name: string;
    readonly urn: string;
    readonly custom: boolean;
    /** The inputs: secrets as `Secret`, what a preview does not know as `unknown`. */
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly parent: string;
    readonly dependsOn: readonly string[];
    readonly deletedWith: string;
    readonly protect: boolean | undefined;
    readonly retainOnDelete: boolean | undefined;
    readonly provider: string;
    readonly providers: Readonly<Record<string, string>>;
    readonly customTimeouts: Readonly<Record<string, string>>;
}

interface Logged {
    readonly severity: "info" | "warn" | "error";
    readonly message: string;
    readonly resource: pulumi.Resource | undefined;
}

/** The requests of a Pulumi program, and the responses. */
export interface Recording {
    readonly resources: readonly Registered[];
    /** The messages of `pulumi.log`. */
    readonly logs: readonly Logged[];
    /** The outputs that components registered, by URN. */
    readonly outputs: Readonly<Record<string, unknown>>;
    /** The resource of that name; throws if there is none. */
    readonly resource: (name: string) => Registered;
}

export interface RecordingOptions {
    readonly preview?: boolean;
    /** What `remote.Command`s print, by the name of the resource; a report of a host without changes by default. */
    readonly stdout?: (name: string) => string;
    /** What other resources have besides their inputs, once they are made. */
    readonly made?: (type: string, name: string) => Readonly<Record<string, unknown>>;
    /** What functions of providers return; their arguments by default. */
    readonly call?: (token: string) => Readonly<Record<string, unknown>>;
    readonly project?: string;
    readonly stack?: string;
    /** The stack's organization; that of a file or a bucket by default. */
    readonly organization?: string;
}

/** The report of a host on which nothing needed a change. */
export const plainReport = JSON.stringify({
    ...{ verb: "apply", changed: false, reloaded: false, unit: "ssh.service", openssh: "OpenSSH_10.0p2" },
    ...{ placement: "drop-in", effective: { ClientAliveInterval: "120", ClientAliveCountMax: "3" } },
    ...{ previous: { ClientAliveInterval: "0" }, tcpRetries2: 15, drift: [], warnings: [] },
});

/** Connects Pulumi's runtime to a recording instead of an engine, from now on. */
export async function record(options: RecordingOptions = {}): Promise<Recording> {
    const { preview = false, stdout = () => plainReport, project = "project", stack = "stack" } = options;
    const { made = () => ({}), call, organization = "organization" } = options;
    const mocks: pulumi.runtime.Mocks = {
        newResource: ({ type, name, inputs }) => ({
            id: `${name}-id`,
            // What a command prints is known only once it has run.
            state: {
                ...(inputs as object),
                ...(type.startsWith("command:") && !preview
                    ? { stdout: identified(stdout(name), inputs as Record<string, unknown>), stderr: "" }
                    : {}),
                ...(preview ? {} : made(type, name)),
            },
        }),
        call: ({ token, inputs }) => (call === undefined ? (inputs as Record<string, unknown>) : { ...call(token) }),
    };
    await pulumi.runtime.setMocks(mocks, project, stack, preview, organization);
    const { resources, outputs } = listen(pulumi.runtime.getMonitor() as unknown as MockMonitor);
    return {
        resources,
        outputs,
        logs: recordLogs(),
        resource: (name) => {
            const found = resources.find((each) => each.name === name);
            if (found === undefined) throw new Error(`no "${name}" among: ${resources.map((r) => r.name).join(", ")}`);
            return found;
        },
    };
}

/** A command line without its identifier. */
export function withoutId(line: unknown): string {
    return String(line).replace(/ --id=[0-9a-f]{12}$/, "");
}

/** What the program prints that a command line starts: its reports have the line's identifier. */
function identified(stdout: string, { create }: Record<string, unknown>): string {
    const [id = ""] = idsIn([String(create)]);
    return stdout.replace(/\{"verb":"(apply|check)",/g, `{"verb":"$1","id":"${id}",`);
}

/** Reports the requests to a monitor before it responds. */
function listen(monitor: MockMonitor): { resources: Registered[]; outputs: Record<string, unknown> } {
    const resources: Registered[] = [];
    const outputs: Record<string, unknown> = {};
    const register = monitor.registerResource.bind(monitor);
    const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
    monitor.registerResource = (request: RegisterResourceRequest, callback) =>
        register(request, (error: unknown, response: RegisterResourceResponse | undefined) => {
            if (response !== undefined) resources.push(registered(request, response.getUrn()));
            callback(error, response);
        });
    monitor.registerResourceOutputs = (request: RegisterResourceOutputsRequest, callback) => {
        outputs[request.getUrn()] = decode(request.getOutputs()?.toJavaScript());
        registerOutputs(request, callback);
    };
    return { resources, outputs };
}

function registered(request: RegisterResourceRequest, urn: string): Registered {
    const timeouts = request.getCustomtimeouts()?.toObject();
    return {
        type: request.getType(),
        name: request.getName(),
        urn,
        custom: request.getCustom(),
        inputs: decode(request.getObject()?.toJavaScript()) as Record<string, unknown>,
        parent: request.getParent(),
        dependsOn: request.getDependenciesList(),
        deletedWith: request.getDeletedwith(),
        protect: request.hasProtect() ? request.getProtect() : undefined,
        retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
        provider: request.getProvider(),
        providers: Object.fromEntries(request.getProvidersMap().toArray()),
        customTimeouts: timeouts === undefined ? {} : { ...timeouts },
    };
}

/** Pulumi's log functions keep to the console where no engine listens; here they go on record. */
function recordLogs(): Logged[] {
    const logs: Logged[] = [];
    for (const severity of ["info", "warn", "error"] as const) {
        Object.assign(pulumi.log, {
            [severity]: (message: string, resource?: pulumi.Resource) => {
                logs.push({ severity, message, resource });
                return Promise.resolve();
            },
        });
    }
    return logs;
}
