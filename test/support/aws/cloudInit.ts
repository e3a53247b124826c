import type { HostSpec } from "../testbed";

/** How cloud-init is set up on a test host: it finds its data on the disk, and leaves keys and network to the test bed. */
const setup = `datasource_list: [NoCloud]
network: { config: disabled }
ssh_deletekeys: false
disable_root: false
locale: false
`;

/**
 * What a systemd host needs to be started with user data, as EC2 does it: raw, or packed with gzip.
 *
 * @param instance the instance's identity: cloud-init takes another one for a new instance
 */
export function bornWith(userData: string | Buffer, instance = "i-0123456789abcdef0"): HostSpec {
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
