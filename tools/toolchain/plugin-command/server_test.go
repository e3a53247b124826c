package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"golang.org/x/crypto/ssh"
)

// sshServer is a real SSH server on the loopback interface. It runs commands with /bin/sh.
type sshServer struct {
	t        *testing.T
	listener net.Listener
	config   ssh.ServerConfig
	hostKey  ssh.Signer
	// acceptEnv lists the variables that a client may set, like sshd's AcceptEnv.
	acceptEnv []string
	// refusals counts the connections that the server still closes before the handshake.
	refusals atomic.Int32
	dials    atomic.Int32
	forwards atomic.Int32
}

func startServer(t *testing.T, configure func(*sshServer)) *sshServer {
	t.Helper()
	s := &sshServer{t: t, hostKey: newSigner(t)}
	s.config.AddHostKey(s.hostKey)
	if configure == nil {
		s.config.NoClientAuth = true
	} else {
		configure(s)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.listener = listener
	t.Cleanup(func() { listener.Close() })
	go s.accept()
	return s
}

// connection returns the `connection` input for this server, with the given fields added or replaced.
func (s *sshServer) connection(fields resource.PropertyMap) resource.PropertyMap {
	address := s.listener.Addr().(*net.TCPAddr)
	connection := resource.PropertyMap{
		"host": resource.NewProperty(address.IP.String()),
		"port": resource.NewProperty(float64(address.Port)),
		"user": resource.NewProperty("someone"),
	}
	for name, value := range fields {
		connection[name] = value
	}
	return connection
}

func (s *sshServer) publicKey() string {
	return string(ssh.MarshalAuthorizedKey(s.hostKey.PublicKey()))
}

func (s *sshServer) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.dials.Add(1)
		if s.refusals.Add(-1) >= 0 {
			conn.Close()
			continue
		}
		go s.serve(conn)
	}
}

func (s *sshServer) serve(conn net.Conn) {
	_, channels, requests, err := ssh.NewServerConn(conn, &s.config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for channel := range channels {
		switch channel.ChannelType() {
		case "session":
			go s.session(channel)
		case "direct-tcpip":
			go s.forward(channel)
		default:
			_ = channel.Reject(ssh.UnknownChannelType, "")
		}
	}
}

func (s *sshServer) session(request ssh.NewChannel) {
	channel, requests, err := request.Accept()
	if err != nil {
		return
	}
	defer channel.Close()
	var env []string
	for r := range requests {
		switch r.Type {
		case "env":
			var variable struct{ Name, Value string }
			_ = ssh.Unmarshal(r.Payload, &variable)
			ok := strings.Contains(strings.Join(s.acceptEnv, " "), variable.Name)
			env = append(env, variable.Name+"="+variable.Value)
			_ = r.Reply(ok, nil)
		case "exec":
			var line struct{ Line string }
			_ = ssh.Unmarshal(r.Payload, &line)
			_ = r.Reply(true, nil)
			status := runShell(line.Line, env, channel)
			_, _ = channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Status uint32 }{status}))
			return
		default:
			_ = r.Reply(false, nil)
		}
	}
}

func runShell(line string, env []string, channel ssh.Channel) uint32 {
	cmd := exec.Command("/bin/sh", "-c", line)
	cmd.Env = append(env, "PATH=/usr/bin:/bin")
	cmd.Stdout, cmd.Stderr = channel, channel.Stderr()
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return 255
	}
	// The session does not wait for this: a command may exit before it has read all of its input.
	go func() {
		_, _ = io.Copy(stdin, channel)
		stdin.Close()
	}()
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return uint32(exit.ExitCode())
	}
	return 0
}

func (s *sshServer) forward(request ssh.NewChannel) {
	var target struct {
		Host       string
		Port       uint32
		OriginHost string
		OriginPort uint32
	}
	_ = ssh.Unmarshal(request.ExtraData(), &target)
	conn, err := net.DialTCP("tcp", nil, &net.TCPAddr{IP: net.ParseIP(target.Host), Port: int(target.Port)})
	if err != nil {
		_ = request.Reject(ssh.ConnectionFailed, err.Error())
		return
	}
	channel, requests, err := request.Accept()
	if err != nil {
		conn.Close()
		return
	}
	s.forwards.Add(1)
	go ssh.DiscardRequests(requests)
	go func() {
		_, _ = io.Copy(conn, channel)
		conn.Close()
	}()
	_, _ = io.Copy(channel, conn)
	channel.Close()
}

func newSigner(t *testing.T) ssh.Signer {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

func newECDSASigner(t *testing.T) ssh.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// newKey returns a new client key as PEM, encrypted if there is a passphrase, and the server's check of it.
func newKey(t *testing.T, passphrase string) (string, func(ssh.ConnMetadata, ssh.PublicKey) (*ssh.Permissions, error)) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	marshal := func() (*pem.Block, error) { return ssh.MarshalPrivateKey(private, "") }
	if passphrase != "" {
		marshal = func() (*pem.Block, error) {
			return ssh.MarshalPrivateKeyWithPassphrase(private, "", []byte(passphrase))
		}
	}
	block, err := marshal()
	if err != nil {
		t.Fatal(err)
	}
	known, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(block)), func(_ ssh.ConnMetadata, k ssh.PublicKey) (*ssh.Permissions, error) {
		if !bytes.Equal(k.Marshal(), known.Marshal()) {
			return nil, errors.New("unknown key")
		}
		return nil, nil
	}
}
