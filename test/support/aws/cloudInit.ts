import type { HostSpec } from "../testbed";

/** cloud-init's configuration on a test host: it reads its data from the disk, and does not touch keys and network. */
const setup = `datasource_list: [NoCloud]
network: { config: disabled }
ssh_deletekeys: false
disable_root: false
locale: false
`;

/**
 * Returns a systemd host that boots with user data as on EC2: raw, or compressed with gzip.
 *
 * @param instance the instance's ID; with a new ID, cloud-init treats the host as a new instance
 */
export function hostWithUserData(userData: string | Buffer, instance = "i-0123456789abcdef0"): HostSpec {
    return {
        systemd: true,
        packages: ["cloud-init"],
        files: {
            "/etc/cloud/cloud.cfg.d/99-test-bed.cfg": setup,
            "/var/lib/cloud/seed/nocloud/user-data": { content: userData },
            "/var/lib/cloud/seed/nocloud/meta-data": `instance-id: ${instance}\n`,
        },
    };
}
