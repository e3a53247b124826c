module pulumi-ssh-keepalive/toolchain/serve

go 1.25.0

require (
	github.com/pulumi/pulumi/sdk/v3 v3.206.0
	google.golang.org/grpc v1.72.1
)
