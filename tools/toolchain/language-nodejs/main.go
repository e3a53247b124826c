// Command pulumi-language-nodejs is a stand-in for Pulumi's Node.js language host, for machines that cannot download
// the official one. ../README.md lists when it is used and what it omits.
package main

import (
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"pulumi-ssh-keepalive/toolchain/serve"
)

// version is the version of the Pulumi CLI that this host is built for. The linker sets it.
var version = "v0.0.0"

func main() {
	serve.LanguageHost("pulumi-language-nodejs", version,
		func(engine, tracing string) pulumirpc.LanguageRuntimeServer { return newHost(engine, tracing) })
}
