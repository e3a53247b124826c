package main

import (
	"context"
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

func object(fields resource.PropertyMap) resource.PropertyValue { return resource.NewProperty(fields) }

// rejections returns the properties that Check rejects, sorted.
func rejections(t *testing.T, kind tokens.Type, inputs resource.PropertyMap) []string {
	t.Helper()
	response, err := newProvider(nil).Check(context.Background(),
		plugin.CheckRequest{URN: urn(kind), Name: "web1", Type: kind, News: inputs})
	if err != nil {
		t.Fatal(err)
	}
	var properties []string
	for _, failure := range response.Failures {
		if failure.Reason == "" {
			t.Errorf("%s is rejected without a reason", failure.Property)
		}
		properties = append(properties, string(failure.Property))
	}
	slices.Sort(properties)
	return properties
}

func TestCheckFillsInDefaultsAndHidesTheConnection(t *testing.T) {
	got := newEngine(t).check(remoteType, remoteInputs(resource.PropertyMap{
		"host":           text("198.18.0.1"),
		"perDialTimeout": number(3),
		"proxy":          object(resource.PropertyMap{"host": text("198.18.0.2"), "user": text("jump")}),
	}, resource.PropertyMap{"create": text("true")}))
	want := resource.PropertyMap{
		"create":                 text("true"),
		"addPreviousOutputInEnv": boolean(true),
		"connection": resource.MakeSecret(object(resource.PropertyMap{
			"host": text("198.18.0.1"), "user": text("root"), "port": number(22),
			"dialErrorLimit": number(10), "perDialTimeout": number(3),
			"proxy": object(resource.PropertyMap{
				"host": text("198.18.0.2"), "user": text("jump"), "port": number(22),
				"dialErrorLimit": number(10), "perDialTimeout": number(15),
			}),
		})),
	}
	if !got.DeepEquals(want) {
		t.Errorf("the inputs become\n%v\nwant\n%v", got, want)
	}
}

func TestCheckDoesNotHideASecretTwice(t *testing.T) {
	secret := resource.MakeSecret(object(resource.PropertyMap{"host": text("198.18.0.1")}))
	got := newEngine(t).check(remoteType, resource.PropertyMap{"connection": secret})["connection"]
	if !got.IsSecret() || !got.SecretValue().Element.IsObject() {
		t.Errorf("the connection becomes %v", got)
	}
}

func TestCheckRejectsMissingUnknownAndMistypedInputs(t *testing.T) {
	host := resource.PropertyMap{"host": text("198.18.0.1")}
	for name, c := range map[string]struct {
		inputs resource.PropertyMap
		want   []string
	}{
		"no connection":       {resource.PropertyMap{"create": text("true")}, []string{"connection"}},
		"an unknown property": {remoteInputs(host, resource.PropertyMap{"creat": text("true")}), []string{"creat"}},
		"a number as command": {remoteInputs(host, resource.PropertyMap{"create": number(1)}), []string{"create"}},
		"no host":             {remoteInputs(resource.PropertyMap{"user": text("u")}, nil), []string{"connection"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := rejections(t, remoteType, c.inputs)
			if !slices.Equal(got, c.want) {
				t.Errorf("rejected %v, want %v", got, c.want)
			}
		})
	}
}

func TestCheckAcceptsUnknownValues(t *testing.T) {
	unknown := resource.MakeComputed(text(""))
	for name, inputs := range map[string]resource.PropertyMap{
		"an unknown connection":        {"connection": resource.MakeSecret(unknown)},
		"an unknown host":              remoteInputs(resource.PropertyMap{"host": unknown}, nil),
		"an unknown command and stdin": {"connection": unknown, "create": unknown, "stdin": unknown},
	} {
		t.Run(name, func(t *testing.T) {
			if got := rejections(t, remoteType, inputs); got != nil {
				t.Errorf("rejected %v", got)
			}
		})
	}
}

func TestCheckRejectsWhatTheStandInDoesNotSupport(t *testing.T) {
	got := rejections(t, localType, resource.PropertyMap{
		"create": text("true"), "assetPaths": texts("*.txt"), "archivePaths": texts("*.txt"),
	})
	if !slices.Equal(got, []string{"archivePaths", "assetPaths"}) {
		t.Errorf("rejected %v", got)
	}
	kind := tokens.Type("command:remote:CopyToRemote")
	_, err := newProvider(nil).Check(context.Background(),
		plugin.CheckRequest{URN: urn(kind), Name: "web1", Type: kind})
	expectError(t, err, "this stand-in for the command plugin does not support command:remote:CopyToRemote; install the "+
		"official plugin with `pulumi plugin install resource command 0.0.0`")
}
