import { type Host, exec } from "../support/testbed";

/**
 * The Debian packages that contain the tool and the SCAP Security Guide's content for Ubuntu. With `linux-base`
 * installed, the content treats the host as a machine; sshd's rules do not apply to what it takes for a container.
 */
export const openScapPackages = ["openscap-scanner", "ssg-debderived", "linux-base"] as const;

/** An Ubuntu release for which the content has benchmarks. */
export interface Product {
    readonly content: "ubuntu2204" | "ubuntu2404";
    readonly version: string;
    readonly codename: string;
}

export const jammy: Product = { content: "ubuntu2204", version: "22.04", codename: "jammy" };
export const noble: Product = { content: "ubuntu2404", version: "24.04", codename: "noble" };

/** The files that make a Debian host pass for that Ubuntu release. The rules read sshd's files, which are alike. */
export function disguise({ version, codename }: Product): Record<string, string> {
    return {
        "/etc/os-release": `NAME="Ubuntu"\nVERSION_ID="${version}"\nID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=${codename}\n`,
        "/etc/lsb-release": `DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=${version}\nDISTRIB_CODENAME=${codename}\n`,
    };
}

/** The rules about keepalive, and the directive of each. */
const rules = { sshd_set_idle_timeout: "ClientAliveInterval", sshd_set_keepalive: "ClientAliveCountMax" } as const;
type Directive = (typeof rules)[keyof typeof rules];

/** Evaluates those rules with a benchmark's own values, and returns each directive's result: "pass", "fail", … */
export async function openScapResults(
    host: Host,
    { content }: Product,
    benchmark: "cis_level1_server" | "stig",
): Promise<Record<Directive, string>> {
    const { stdout, stderr } = await exec(host, [
        "oscap",
        "xccdf",
        "eval",
        "--profile",
        `xccdf_org.ssgproject.content_profile_${benchmark}`,
        ...Object.keys(rules).flatMap((rule) => ["--rule", `xccdf_org.ssgproject.content_rule_${rule}`]),
        `/usr/share/xml/scap/ssg/content/ssg-${content}-ds.xml`,
    ]);
    const results = new Map(
        [...stdout.matchAll(/^Rule\s+\S+content_rule_(\S+)\nResult\s+(\S+)$/gmu)].map(([, rule, result]) => [
            rule,
            result,
        ]),
    );
    const resultOf = (rule: keyof typeof rules) =>
        results.get(rule) ?? `none: ${stdout.slice(-500)} ${stderr.slice(-500)}`;
    return {
        ClientAliveInterval: resultOf("sshd_set_idle_timeout"),
        ClientAliveCountMax: resultOf("sshd_set_keepalive"),
    };
}
