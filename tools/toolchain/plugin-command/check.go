package main

import (
	"errors"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/mapper"
)

// check fills in defaults, marks the connection as secret, and reports unknown, missing and mistyped properties. It does
// not check values that are still unknown.
func check(into command, news resource.PropertyMap) (resource.PropertyMap, []plugin.CheckFailure) {
	checked := withDefaults(news.Copy(), resource.PropertyMap{"addPreviousOutputInEnv": resource.NewProperty(true)})
	if connection, ok := checked["connection"]; ok {
		checked["connection"] = resource.MakeSecret(connectionWithDefaults(connection))
	}
	failures := decode(checked, into, false)
	if local, ok := into.(*localCommand); ok && len(failures) == 0 {
		failures = local.unsupported()
	}
	return checked, failures
}

func withDefaults(values, defaults resource.PropertyMap) resource.PropertyMap {
	for key, value := range defaults {
		if existing, ok := values[key]; !ok || existing.IsNull() {
			values[key] = value
		}
	}
	return values
}

// connectionWithDefaults fills in the defaults of a connection and its proxy. It returns other values than objects
// unchanged, for example unknowns.
func connectionWithDefaults(value resource.PropertyValue) resource.PropertyValue {
	if value.IsSecret() {
		return connectionWithDefaults(value.SecretValue().Element)
	}
	if !value.IsObject() {
		return value
	}
	fields := withDefaults(value.ObjectValue().Copy(), endpointDefaults)
	if proxy, ok := fields["proxy"]; ok && !proxy.IsNull() {
		secret := proxy.IsSecret()
		fields["proxy"] = connectionWithDefaults(proxy)
		if secret {
			fields["proxy"] = resource.MakeSecret(fields["proxy"])
		}
	}
	return resource.NewProperty(fields)
}

// decode reads properties into a struct by its tags. A state may have properties that the struct does not have.
func decode(values resource.PropertyMap, into any, fromState bool) []plugin.CheckFailure {
	known, complete := plain(resource.NewProperty(values))
	err := mapper.New(&mapper.Opts{
		IgnoreMissing:      !complete,
		IgnoreUnrecognized: fromState,
	}).Decode(known.ObjectValue().Mappable(), into)
	if err == nil {
		return nil
	}
	var failures []plugin.CheckFailure
	for _, failure := range err.Failures() {
		var field mapper.FieldError
		if errors.As(failure, &field) {
			failures = append(failures, plugin.CheckFailure{
				Property: resource.PropertyKey(field.Field()), Reason: field.Reason(),
			})
		} else {
			failures = append(failures, plugin.CheckFailure{Reason: failure.Error()})
		}
	}
	return failures
}

// plain unwraps secrets and drops unknown values. If it dropped any, complete is false.
func plain(value resource.PropertyValue) (bare resource.PropertyValue, complete bool) {
	complete = true
	switch {
	case value.IsSecret():
		return plain(value.SecretValue().Element)
	case value.IsComputed(), value.IsOutput():
		return resource.NewNullProperty(), false
	case value.IsArray():
		elements := []resource.PropertyValue{}
		for _, element := range value.ArrayValue() {
			e, ok := plain(element)
			elements, complete = append(elements, e), complete && ok
		}
		return resource.NewProperty(elements), complete
	case value.IsObject():
		fields := resource.PropertyMap{}
		for key, field := range value.ObjectValue() {
			f, ok := plain(field)
			complete = complete && ok
			if !f.IsNull() {
				fields[key] = f
			}
		}
		return resource.NewProperty(fields), complete
	}
	return value, complete
}
