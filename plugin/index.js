// The entry point that Pulumi starts. It is JavaScript, so that starting needs no compiler.
const { SshClientKeepalive, SshKeepalive } = require("pulumi-ssh-keepalive");
const { servePlugin } = require("pulumi-ssh-keepalive/plugin-host");

servePlugin({ name: "pulumi-ssh-keepalive", components: [SshKeepalive, SshClientKeepalive], dirname: __dirname });
