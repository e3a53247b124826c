import { SshKeepaliveAssociation, type SshKeepaliveAssociationArgs } from "../../../../components/aws";
import { allUrns } from "../../../support/mocks";

export const targets = [{ key: "tag:Fleet", values: ["web"] }];
export const args: SshKeepaliveAssociationArgs = {
    targets,
    server: { clientAliveInterval: 60 },
    kernel: { time: 300 },
};

export async function make(wanted: SshKeepaliveAssociationArgs): Promise<SshKeepaliveAssociation> {
    const fleet = new SshKeepaliveAssociation("fleet", wanted);
    await allUrns(fleet);
    return fleet;
}

/** The outputs that AWS adds to the two resources. */
export function made(type: string): Record<string, unknown> {
    if (type === "aws:ssm/document:Document") return { latestVersion: "1", defaultVersion: "1" };
    return type === "aws:ssm/association:Association" ? { associationId: "11111111-2222" } : {};
}
