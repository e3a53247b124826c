// The entry point that Pulumi starts. It is JavaScript, so that starting needs no compiler.
const { SshKeepaliveAssociation } = require("pulumi-ssh-keepalive/aws");
const { servePlugin } = require("pulumi-ssh-keepalive/plugin-host");

servePlugin({ name: "pulumi-ssh-keepalive-aws", components: [SshKeepaliveAssociation], dirname: __dirname });
