// What Pulumi starts. JavaScript, so that no start waits for a compiler.
const { componentProviderHost } = require("@pulumi/pulumi/provider/experimental");
const { SshKeepaliveAssociation } = require("pulumi-ssh-keepalive/aws");
const { usePlainErrors } = require("pulumi-ssh-keepalive/plugin-host");

usePlainErrors();
componentProviderHost({
    name: "pulumi-ssh-keepalive-aws",
    components: [SshKeepaliveAssociation],
    dirname: __dirname,
});
