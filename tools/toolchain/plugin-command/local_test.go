package main

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

func TestLocalRunsWithItsDirectoryEnvironmentAndStdin(t *testing.T) {
	t.Setenv("INHERITED", "from the caller")
	dir := t.TempDir()
	state := newEngine(t).created(localType, resource.PropertyMap{
		"create":      text(`pwd; echo "$INHERITED, $GIVEN"; cat; echo warned >&2`),
		"dir":         text(dir),
		"environment": object(resource.PropertyMap{"GIVEN": text("from the program")}),
		"stdin":       text("from stdin"),
	})
	expectOutputs(t, state, dir+"\nfrom the caller, from the program\nfrom stdin", "warned")
}

func TestLocalRunsWithTheGivenInterpreter(t *testing.T) {
	state := newEngine(t).created(localType, resource.PropertyMap{
		"create": text("world"), "interpreter": texts("/bin/echo", "hello"),
	})
	expectOutputs(t, state, "hello world", "")
}

func TestLocalErrorIncludesTheCommandAndItsOutput(t *testing.T) {
	_, err := newEngine(t).create(localType, resource.PropertyMap{"create": text("echo no >&2; exit 2")})
	expectError(t, err, "exit status 2: running \"echo no >&2; exit 2\":\nno\n")
}

func TestLocalPassesPreviousOutputsToUpdateAndDelete(t *testing.T) {
	e := newEngine(t)
	inputs := resource.PropertyMap{
		"create": text("echo id-7"),
		"update": text(`echo "was $PULUMI_COMMAND_STDOUT"`),
		"delete": text(`[ "$PULUMI_COMMAND_STDOUT" = "was id-7" ]`),
	}
	state, err := e.update(localType, e.created(localType, inputs), inputs)
	if err != nil {
		t.Fatal(err)
	}
	expectOutputs(t, state, "was id-7", "")
	if err := e.delete(localType, state); err != nil {
		t.Fatal(err)
	}
}
