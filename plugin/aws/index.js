// The entry point that Pulumi starts. It is JavaScript, so that starting needs no compiler.
const { componentProviderHost } = require("@pulumi/pulumi/provider/experimental");
const { SshKeepaliveAssociation } = require("pulumi-ssh-keepalive/aws");
const { usePlainErrors } = require("pulumi-ssh-keepalive/plugin-host");

usePlainErrors();
componentProviderHost({
    name: "pulumi-ssh-keepalive-aws",
    components: [SshKeepaliveAssociation],
    dirname: __dirname,
});
