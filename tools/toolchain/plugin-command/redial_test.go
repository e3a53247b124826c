package main

import (
	"context"
	"errors"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
)

func TestDialRetriesUpToTheLimit(t *testing.T) {
	s, e := startServer(t, nil), newEngine(t)
	s.refusals.Store(2)
	greet(t, e, s.connection(resource.PropertyMap{"dialErrorLimit": number(2)}))
	if got := s.dials.Load(); got != 3 {
		t.Errorf("%d connections, want 3", got)
	}
	if want := "INFO Dial 1/2 failed: retrying\nINFO Dial 2/2 failed: retrying\n"; e.logged() != want {
		t.Errorf("logged %q, want %q", e.logged(), want)
	}

	s.refusals.Store(100)
	err := refused(t, e, s.connection(resource.PropertyMap{"dialErrorLimit": number(2)}))
	if got := s.dials.Load(); got != 6 {
		t.Errorf("%d connections in total, want 6", got)
	}
	if !strings.HasPrefix(err.Error(), "after 2 failed attempts: ssh: handshake failed: ") {
		t.Errorf("the error is %q", err)
	}
	err = refused(t, e, s.connection(resource.PropertyMap{"dialErrorLimit": number(0)}))
	if !strings.HasPrefix(err.Error(), "after 0 failed attempts: ") || s.dials.Load() != 7 {
		t.Errorf("after %d connections the error is %q", s.dials.Load(), err)
	}
}

func TestDialWithoutLimitRetriesUntilCancelled(t *testing.T) {
	s, e := startServer(t, nil), newEngine(t)
	s.refusals.Store(1000)
	inputs := e.check(remoteType, remoteInputs(s.connection(resource.PropertyMap{"dialErrorLimit": number(-1)}),
		resource.PropertyMap{"create": text("echo hello")}))
	time.AfterFunc(500*time.Millisecond, func() { _ = e.provider.SignalCancellation(context.Background()) })
	_, err := e.provider.Create(context.Background(),
		plugin.CreateRequest{URN: urn(remoteType), Name: "web1", Type: remoteType, Properties: inputs})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	if !strings.Contains(e.logged(), "Dial 2/inf failed: retrying") {
		t.Errorf("logged %q", e.logged())
	}
}

func TestDialWaitsPerDialTimeout(t *testing.T) {
	e := newEngine(t)
	start := time.Now()
	err := refused(t, e, unreachable(t).connection(resource.PropertyMap{
		"perDialTimeout": number(1), "dialErrorLimit": number(1),
	}))
	if took := time.Since(start); took < 2*time.Second || took > 4*time.Second {
		t.Errorf("two attempts of a second each took %v", took)
	}
	if !strings.HasPrefix(err.Error(), "after 1 failed attempts: dial tcp 127.0.0.1:") {
		t.Errorf("the error is %q", err)
	}
}

// unreachable returns a server to which no connection succeeds, because its accept queue is full.
func unreachable(t *testing.T) *sshServer {
	t.Helper()
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	file := os.NewFile(uintptr(fd), "listener")
	t.Cleanup(func() { file.Close() })
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Listen(fd, 0); err != nil {
		t.Fatal(err)
	}
	listener, err := net.FileListener(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	for range 10 {
		conn, err := net.DialTimeout("tcp", listener.Addr().String(), 200*time.Millisecond)
		if err != nil {
			return &sshServer{listener: listener}
		}
		t.Cleanup(func() { conn.Close() })
	}
	t.Skip("this kernel's accept queue cannot be filled")
	return nil
}
