package main

import (
	"errors"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// greet creates a command over the connection and checks its output.
func greet(t *testing.T, e *fakeEngine, connection resource.PropertyMap) {
	t.Helper()
	inputs := remoteInputs(connection, resource.PropertyMap{"create": text("echo hello"), "logging": text("none")})
	expectOutputs(t, e.created(remoteType, inputs), "hello", "")
}

// refused creates a command over the connection and returns the error. It fails the test if there is none.
func refused(t *testing.T, e *fakeEngine, connection resource.PropertyMap) error {
	t.Helper()
	_, err := e.create(remoteType, remoteInputs(connection, resource.PropertyMap{"create": text("echo hello")}))
	if err == nil {
		t.Fatal("the connection succeeded")
	}
	return err
}

func TestDialAuthenticatesWithAKeyAnEncryptedKeyOrAPassword(t *testing.T) {
	key, check := newKey(t, "")
	e := newEngine(t)
	s := startServer(t, func(s *sshServer) { s.config.PublicKeyCallback = check })
	greet(t, e, s.connection(resource.PropertyMap{"privateKey": text(key)}))

	key, check = newKey(t, "open sesame")
	s = startServer(t, func(s *sshServer) { s.config.PublicKeyCallback = check })
	greet(t, e, s.connection(resource.PropertyMap{
		"privateKey": text(key), "privateKeyPassword": text("open sesame"),
	}))

	s = startServer(t, func(s *sshServer) {
		s.config.PasswordCallback = func(_ ssh.ConnMetadata, given []byte) (*ssh.Permissions, error) {
			if string(given) != "pass-word" {
				return nil, errors.New("no")
			}
			return nil, nil
		}
	})
	greet(t, e, s.connection(resource.PropertyMap{"password": text("pass-word")}))
}

func TestDialAnswersEveryPromptWithThePassword(t *testing.T) {
	s := startServer(t, func(s *sshServer) {
		s.config.KeyboardInteractiveCallback = func(
			_ ssh.ConnMetadata, challenge ssh.KeyboardInteractiveChallenge,
		) (*ssh.Permissions, error) {
			answers, err := challenge("", "", []string{"Password:", "Again:"}, []bool{false, false})
			if err != nil || strings.Join(answers, " ") != "pass-word pass-word" {
				return nil, errors.New("no")
			}
			return nil, nil
		}
	})
	greet(t, newEngine(t), s.connection(resource.PropertyMap{"password": text("pass-word")}))
}

func TestDialAuthenticatesWithTheKeysOfAnAgent(t *testing.T) {
	key, check := newKey(t, "")
	raw, err := ssh.ParseRawPrivateKey([]byte(key))
	if err != nil {
		t.Fatal(err)
	}
	keyring := agent.NewKeyring()
	if err := keyring.Add(agent.AddedKey{PrivateKey: raw}); err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(t.TempDir(), "agent")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() { _ = agent.ServeAgent(keyring, conn) }()
		}
	}()

	s := startServer(t, func(s *sshServer) { s.config.PublicKeyCallback = check })
	greet(t, newEngine(t), s.connection(resource.PropertyMap{"agentSocketPath": text(socket)}))
	t.Setenv("SSH_AUTH_SOCK", socket)
	greet(t, newEngine(t), s.connection(nil))
}

func TestDialAcceptsOnlyThePinnedHostKey(t *testing.T) {
	s, other := startServer(t, nil), startServer(t, nil)
	e := newEngine(t)
	greet(t, e, s.connection(resource.PropertyMap{"hostKey": text(s.publicKey())}))

	err := refused(t, e, s.connection(resource.PropertyMap{
		"hostKey": text(other.publicKey()), "dialErrorLimit": number(1),
	}))
	expectError(t, err, "after 1 failed attempts: ssh: handshake failed: ssh: host key mismatch")

	err = refused(t, e, s.connection(resource.PropertyMap{"hostKey": text("no key at all")}))
	if !strings.HasPrefix(err.Error(), "failed to parse host key: ssh: no key found") {
		t.Errorf("the error is %q", err)
	}
}

func TestDialRequestsTheTypeOfThePinnedHostKey(t *testing.T) {
	s := startServer(t, func(s *sshServer) {
		s.config.NoClientAuth = true
		s.config.AddHostKey(newECDSASigner(t))
	})
	// Without a pin this client would negotiate the ECDSA key.
	greet(t, newEngine(t), s.connection(resource.PropertyMap{"hostKey": text(s.publicKey())}))
}

func TestDialErrorsContainNoSecrets(t *testing.T) {
	s := startServer(t, func(s *sshServer) {
		s.config.PasswordCallback = func(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) {
			return nil, errors.New("no")
		}
	})
	key, _ := newKey(t, "open sesame")
	e := newEngine(t)
	wrongPassword := refused(t, e, s.connection(resource.PropertyMap{
		"password": text("pass-word"), "dialErrorLimit": number(0),
	}))
	if !strings.Contains(wrongPassword.Error(), "ssh: unable to authenticate") {
		t.Errorf("the error is %q", wrongPassword)
	}
	wrongPassphrase := refused(t, e, s.connection(resource.PropertyMap{
		"privateKey": text(key), "privateKeyPassword": text("pass-word"),
	}))
	noKey := refused(t, e, s.connection(resource.PropertyMap{"privateKey": text("pass-word is no key")}))
	for _, err := range []error{wrongPassword, wrongPassphrase, noKey} {
		if strings.Contains(err.Error()+e.logged(), "pass-word") || strings.Contains(err.Error(), "PRIVATE KEY") {
			t.Errorf("the error %q contains a secret", err)
		}
	}
}

func TestDialGoesThroughAProxy(t *testing.T) {
	key, check := newKey(t, "")
	proxy := startServer(t, func(s *sshServer) { s.config.PublicKeyCallback = check })
	s, e := startServer(t, nil), newEngine(t)
	through := func(fields resource.PropertyMap) resource.PropertyMap {
		return s.connection(resource.PropertyMap{
			"hostKey": text(s.publicKey()), "proxy": resource.NewProperty(proxy.connection(fields)),
		})
	}
	greet(t, e, through(resource.PropertyMap{"privateKey": text(key), "hostKey": text(proxy.publicKey())}))
	if proxy.forwards.Load() != 1 || s.dials.Load() != 1 {
		t.Errorf("%d forwards, %d connections", proxy.forwards.Load(), s.dials.Load())
	}

	err := refused(t, e, through(resource.PropertyMap{
		"privateKey": text(key), "hostKey": text(s.publicKey()), "dialErrorLimit": number(0),
	}))
	expectError(t, err, "proxy: after 0 failed attempts: ssh: handshake failed: ssh: host key mismatch")
	if s.dials.Load() != 1 {
		t.Error("the host was reached through a proxy with the wrong key")
	}
}
