package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// provider implements the calls that the engine makes for commands.
type provider struct {
	plugin.UnimplementedProvider
	engine pulumirpc.EngineClient
	// cancelled is done once the engine cancels the current operations.
	cancelled context.Context
	cancel    context.CancelFunc
}

func newProvider(engine pulumirpc.EngineClient) *provider {
	ctx, cancel := context.WithCancel(context.Background())
	return &provider{engine: engine, cancelled: ctx, cancel: cancel}
}

// Handshake tells the engine to keep the marks of secrets.
func (p *provider) Handshake(
	context.Context, plugin.ProviderHandshakeRequest,
) (*plugin.ProviderHandshakeResponse, error) {
	return &plugin.ProviderHandshakeResponse{AcceptSecrets: true, AcceptResources: true}, nil
}

// GetPluginInfo reports the version.
func (p *provider) GetPluginInfo(context.Context) (plugin.PluginInfo, error) {
	v, err := semver.Parse(version)
	return plugin.PluginInfo{Version: &v}, err
}

// SignalCancellation kills local commands and stops connection attempts. A remote command runs to its end.
func (p *provider) SignalCancellation(context.Context) error {
	p.cancel()
	return nil
}

// CheckConfig accepts any configuration: the plugin has none.
func (p *provider) CheckConfig(
	_ context.Context, req plugin.CheckConfigRequest,
) (plugin.CheckConfigResponse, error) {
	return plugin.CheckConfigResponse{Properties: req.News}, nil
}

// DiffConfig reports no change: the plugin has no configuration.
func (p *provider) DiffConfig(context.Context, plugin.DiffConfigRequest) (plugin.DiffConfigResponse, error) {
	return plugin.DiffResult{Changes: plugin.DiffNone}, nil
}

// Configure does nothing: the plugin has no configuration.
func (p *provider) Configure(context.Context, plugin.ConfigureRequest) (plugin.ConfigureResponse, error) {
	return plugin.ConfigureResponse{}, nil
}

// Check validates inputs and fills in defaults.
func (p *provider) Check(_ context.Context, req plugin.CheckRequest) (plugin.CheckResponse, error) {
	cmd := newCommand(req.Type)
	if cmd == nil {
		return plugin.CheckResponse{}, errUnsupported(req.Type)
	}
	properties, failures := check(cmd, req.News)
	return plugin.CheckResponse{Properties: properties, Failures: failures}, nil
}

// Diff reports every change as an update in place, except that adding or removing `triggers` replaces the resource. When
// an element of `triggers` changes, @pulumi/command itself requests the replacement.
func (p *provider) Diff(_ context.Context, req plugin.DiffRequest) (plugin.DiffResult, error) {
	news := req.NewInputs.Copy()
	for _, path := range req.IgnoreChanges {
		if old, ok := req.OldOutputs[resource.PropertyKey(path)]; ok {
			news[resource.PropertyKey(path)] = old
		}
	}
	internal := func(key resource.PropertyKey) bool { return key == "version" || strings.HasPrefix(string(key), "__") }
	diff := req.OldInputs.Diff(news, internal)
	detailed := plugin.NewDetailedDiffFromObjectDiff(diff, false)
	if change, ok := detailed["triggers"]; ok {
		change.Kind = change.Kind.AsReplace()
		detailed["triggers"] = change
	}
	result := plugin.DiffResult{Changes: plugin.DiffNone, DetailedDiff: detailed}
	if diff.AnyChanges() {
		result.Changes = plugin.DiffSome
	}
	return result, nil
}

// Create runs the create command.
func (p *provider) Create(ctx context.Context, req plugin.CreateRequest) (plugin.CreateResponse, error) {
	id, err := resource.NewUniqueHex(req.Name, 8, 0)
	if err != nil {
		return plugin.CreateResponse{}, err
	}
	cmd, err := readCommand(req.Type, req.Properties)
	if err != nil {
		return plugin.CreateResponse{}, err
	}
	state := preview(req.Properties)
	if !req.Preview {
		state, err = p.run(ctx, cmd, cmd.inputs().Create, req.URN, req.Properties, outputs{})
	}
	return plugin.CreateResponse{ID: resource.ID(id), Properties: state, Status: resource.StatusOK}, err
}

// Update runs the update command, or the create command if there is none.
func (p *provider) Update(ctx context.Context, req plugin.UpdateRequest) (plugin.UpdateResponse, error) {
	cmd, err := readCommand(req.Type, req.NewInputs)
	if err != nil {
		return plugin.UpdateResponse{}, err
	}
	state := preview(req.NewInputs)
	if !req.Preview {
		state, err = p.run(ctx, cmd, cmd.inputs().updateLine(), req.URN, req.NewInputs, readOutputs(req.OldOutputs))
	}
	return plugin.UpdateResponse{Properties: state, Status: resource.StatusOK}, err
}

// Read returns the state unchanged: the effect of a command cannot be read back.
func (p *provider) Read(_ context.Context, req plugin.ReadRequest) (plugin.ReadResponse, error) {
	return plugin.ReadResponse{
		ReadResult: plugin.ReadResult{ID: req.ID, Inputs: req.Inputs, Outputs: req.State},
		Status:     resource.StatusOK,
	}, nil
}

// Delete runs the delete command, with the connection and the stdin recorded in the state.
func (p *provider) Delete(ctx context.Context, req plugin.DeleteRequest) (plugin.DeleteResponse, error) {
	cmd, err := readCommand(req.Type, req.Outputs)
	if err != nil {
		return plugin.DeleteResponse{}, err
	}
	_, err = p.run(ctx, cmd, cmd.inputs().Delete, req.URN, req.Outputs, readOutputs(req.Outputs))
	return plugin.DeleteResponse{Status: resource.StatusOK}, err
}

// run runs a command line, if there is one, and returns the new state: the inputs and the outputs.
func (p *provider) run(
	ctx context.Context, cmd command, line *string, urn resource.URN, inputs resource.PropertyMap, last outputs,
) (resource.PropertyMap, error) {
	if line != nil {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(p.cancelled, cancel)()
		var err error
		if last, err = cmd.run(ctx, logger{p.engine, urn}, *line, last); err != nil {
			return nil, err
		}
	}
	state := inputs.Copy()
	state["stdout"] = resource.NewProperty(last.Stdout)
	state["stderr"] = resource.NewProperty(last.Stderr)
	return state, nil
}

// preview returns the state after a run, with unknown outputs.
func preview(inputs resource.PropertyMap) resource.PropertyMap {
	state := inputs.Copy()
	state["stdout"] = resource.MakeComputed(resource.NewProperty(""))
	state["stderr"] = resource.MakeComputed(resource.NewProperty(""))
	return state
}

func readCommand(kind tokens.Type, properties resource.PropertyMap) (command, error) {
	cmd := newCommand(kind)
	if cmd == nil {
		return nil, errUnsupported(kind)
	}
	var problems []error
	for _, failure := range decode(properties, cmd, true) {
		problems = append(problems, fmt.Errorf("%s: %s", failure.Property, failure.Reason))
	}
	slices.SortFunc(problems, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return cmd, errors.Join(problems...)
}

func readOutputs(state resource.PropertyMap) outputs {
	var last outputs
	decode(resource.PropertyMap{"stdout": state["stdout"], "stderr": state["stderr"]}, &last, true)
	return last
}

func errUnsupported(kind tokens.Type) error {
	return fmt.Errorf("this stand-in for the command plugin does not support %s; install the official plugin with "+
		"`pulumi plugin install resource command %s`", kind, version)
}
