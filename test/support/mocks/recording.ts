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
interface RegisteredResource {
    readonly type: string;
    readonly name: string;
    readonly urn: string;
    readonly custom: boolean;
    /** The inputs: secrets are `Secret`, and values that are unknown in a preview are `unknown`. */
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

interface LogMessage {
    readonly severity: "info" | "warn" | "error";
    readonly message: string;
    readonly resource: pulumi.Resource | undefined;
}

/** The requests of a Pulumi program, and the responses. */
export interface Recording {
    readonly resources: readonly RegisteredResource[];
    /** The messages of `pulumi.log`. */
    readonly logs: readonly LogMessage[];
    /** The outputs that components registered, by URN. */
    readonly outputs: Readonly<Record<string, unknown>>;
    /** Returns the resource of that name. Throws if there is none. */
    readonly resource: (name: string) => RegisteredResource;
}

export interface RecordingOptions {
    readonly preview?: boolean;
    /** The output of a `remote.Command`, by the resource's name; by default the report of a host without changes. */
    readonly stdout?: (name: string) => string;
    /** The outputs of other resources besides their inputs, once they are created. */
    readonly made?: (type: string, name: string) => Readonly<Record<string, unknown>>;
    /** The results of provider functions; their arguments by default. */
    readonly call?: (token: string) => Readonly<Record<string, unknown>>;
    readonly project?: string;
    readonly stack?: string;
    /** The stack's organization; by default that of a DIY backend. */
    readonly organization?: string;
}

/** The report of a host that needed no change. */
export const plainReport = JSON.stringify({
    verb: "apply",
    changed: false,
    reloaded: false,
    unit: "ssh.service",
    openssh: "OpenSSH_10.0p2",
    placement: "drop-in",
    effective: { ClientAliveInterval: "120", ClientAliveCountMax: "3" },
    previous: { ClientAliveInterval: "0" },
    tcpRetries2: 15,
    drift: [],
    warnings: [],
});

/** Connects Pulumi's runtime to a new recording instead of an engine. */
export async function record(options: RecordingOptions = {}): Promise<Recording> {
    const { preview = false, stdout = () => plainReport, project = "project", stack = "stack" } = options;
    const { made = () => ({}), call, organization = "organization" } = options;
    const mocks: pulumi.runtime.Mocks = {
        newResource: ({ type, name, inputs }) => ({
            id: `${name}-id`,
            // A command's output is known only once it has run.
            state: {
                ...(inputs as object),
                ...(type.startsWith("command:") && !preview
                    ? { stdout: withIds(stdout(name), inputs as Record<string, unknown>), stderr: "" }
                    : {}),
                ...(preview ? {} : made(type, name)),
            },
        }),
        call: ({ token, inputs }) => (call === undefined ? (inputs as Record<string, unknown>) : { ...call(token) }),
    };
    await pulumi.runtime.setMocks(mocks, project, stack, preview, organization);
    const { resources, outputs } = recordRequests(pulumi.runtime.getMonitor() as unknown as MockMonitor);
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

/** Returns a command line without its identifier. */
export function withoutId(line: unknown): string {
    return String(line).replace(/ --id=[0-9a-f]{12}$/, "");
}

/** Puts a command line's identifier into the reports that its program prints. */
function withIds(stdout: string, { create }: Record<string, unknown>): string {
    const [id = ""] = idsIn([String(create)]);
    return stdout.replace(/\{"verb":"(apply|check)",/g, `{"verb":"$1","id":"${id}",`);
}

/** Records the requests to a monitor before it responds. */
function recordRequests(monitor: MockMonitor): { resources: RegisteredResource[]; outputs: Record<string, unknown> } {
    const resources: RegisteredResource[] = [];
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

function registered(request: RegisterResourceRequest, urn: string): RegisteredResource {
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

/** Without an engine, Pulumi's log functions write to the console. This records them. */
function recordLogs(): LogMessage[] {
    const logs: LogMessage[] = [];
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
