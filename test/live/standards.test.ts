import assert from "node:assert/strict";
import { sshdDirectives } from "../../core/directives";
import { renderSshdConfig } from "../../core/render/sshdConfig";
import { type RequestedSettings, resolveSettings } from "../../core/resolve";
import { type Host, type HostSpec, addHosts, down, up } from "../support/testbed";
import { lynisPackages, lynisSuggestions } from "./lynis";
import { type Product, disguise, jammy, noble, openScapPackages, openScapResults } from "./openScap";

const set = "live-standards";
const packages = [...lynisPackages, ...openScapPackages];

/** A host with the rendered file of these settings, or without one for `undefined`. */
async function hostWith(wanted: RequestedSettings | undefined, spec: HostSpec): Promise<Host> {
    const file = wanted && {
        "/etc/ssh/sshd_config.d/00-live.conf": renderSshdConfig(resolveSettings(wanted).server, "a/b/c"),
    };
    const [host] = await addHosts(set, [{ ...spec, files: { ...spec.files, ...file } }]);
    return host as Host;
}

/** The directives that violate the profile's standard according to the project. */
function reportedViolations(wanted: RequestedSettings): string[] {
    const { notes } = resolveSettings(wanted);
    return sshdDirectives
        .filter(({ property }) =>
            notes.some((note) => note.startsWith(`${property} `) && note.includes("violates the")),
        )
        .map(({ keyword }) => keyword)
        .sort();
}

describe("A profile made for a standard", () => {
    before(() => up({ set, hosts: [] }));
    after(() => down(set));

    describe("Lynis", () => {
        const managed = new Set<string>(sshdDirectives.map(({ keyword }) => keyword));
        const findings = async (wanted: RequestedSettings | undefined, spec: HostSpec) =>
            (await lynisSuggestions(await hostWith(wanted, spec))).filter((option) => managed.has(option));

        for (const spec of [
            { suite: "bookworm", packages: lynisPackages },
            { suite: "trixie", packages },
        ] as const) {
            it(`has nothing to suggest to the lynis profile on ${spec.suite}, and something to Debian's own values`, async () => {
                const [ours, debians] = await Promise.all([
                    findings({ profile: "lynis" }, spec),
                    findings(undefined, spec),
                ]);
                assert.deepEqual(ours, []);
                assert.deepEqual(debians, ["ClientAliveCountMax", "TCPKeepAlive"]);
            });
        }

        it("suggests exactly what the project reports as violations", async () => {
            for (const server of [
                { clientAliveInterval: 301, clientAliveCountMax: 3, tcpKeepAlive: true },
                { clientAliveCountMax: 3 },
            ]) {
                const wanted = { profile: "lynis", server };
                assert.deepEqual(await findings(wanted, { suite: "trixie", packages }), reportedViolations(wanted));
            }
        });
    });

    describe("OpenSCAP with the SCAP Security Guide", () => {
        const passed = { ClientAliveInterval: "pass", ClientAliveCountMax: "pass" };
        const evaluate = async (
            wanted: RequestedSettings | undefined,
            product: Product,
            benchmark: "cis_level1_server" | "stig",
        ) =>
            openScapResults(
                await hostWith(wanted, { suite: "trixie", packages, files: disguise(product) }),
                product,
                benchmark,
            );

        for (const [profile, product, benchmark] of [
            ["cis", jammy, "cis_level1_server"],
            ["cis", noble, "cis_level1_server"],
            ["stig", jammy, "stig"],
        ] as const) {
            it(`passes the ${profile} profile by the ${benchmark} benchmark of Ubuntu ${product.version}, not Debian's own values`, async () => {
                const [ours, debians] = await Promise.all([
                    evaluate({ profile }, product, benchmark),
                    evaluate(undefined, product, benchmark),
                ]);
                assert.deepEqual(ours, passed);
                assert.deepEqual(debians, { ClientAliveInterval: "fail", ClientAliveCountMax: "fail" });
            });
        }

        it("fails what the project reports as violations of the STIG", async () => {
            for (const [server, broken, results] of [
                [{ clientAliveInterval: 601 }, ["ClientAliveInterval"], { ...passed, ClientAliveInterval: "fail" }],
                // The guide's rule about the interval also checks the count.
                [
                    { clientAliveCountMax: 3 },
                    ["ClientAliveCountMax"],
                    { ClientAliveInterval: "fail", ClientAliveCountMax: "fail" },
                ],
            ] as const) {
                const wanted = { profile: "stig", server };
                assert.deepEqual(reportedViolations(wanted), broken);
                assert.deepEqual(await evaluate(wanted, jammy, "stig"), results);
            }
        });
    });
});
