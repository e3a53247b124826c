// The entry point that Pulumi starts. It is JavaScript, so that starting needs no compiler.
const { componentProviderHost } = require("@pulumi/pulumi/provider/experimental");
const components = require("pulumi-ssh-keepalive");
const { usePlainErrors } = require("pulumi-ssh-keepalive/plugin-host");

usePlainErrors();
componentProviderHost({
    name: "pulumi-ssh-keepalive",
    components: [components.SshKeepalive, components.SshClientKeepalive],
    dirname: __dirname,
});
