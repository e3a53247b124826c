package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"strconv"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/retry"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// dial connects to the host, through the proxy if there is one. It retries every failure dialErrorLimit times.
func (c *connection) dial(ctx context.Context, log logger) (*ssh.Client, error) {
	config, err := c.clientConfig()
	if err != nil {
		return nil, err
	}
	if c.Proxy == nil {
		return retried(ctx, log, "Dial", c.dialErrorLimit(), func() (*ssh.Client, error) {
			return ssh.Dial("tcp", c.address(), config)
		})
	}
	client, err := c.dialThroughProxy(ctx, log, config)
	if err != nil {
		return nil, fmt.Errorf("proxy: %w", err)
	}
	return client, nil
}

func (c *connection) dialThroughProxy(
	ctx context.Context, log logger, config *ssh.ClientConfig,
) (*ssh.Client, error) {
	proxyConfig, err := c.Proxy.clientConfig()
	if err != nil {
		return nil, err
	}
	proxy, err := retried(ctx, log, "Dial proxy", c.Proxy.dialErrorLimit(), func() (*ssh.Client, error) {
		return ssh.Dial("tcp", c.Proxy.address(), proxyConfig)
	})
	if err != nil {
		return nil, err
	}
	conn, err := retried(ctx, log, "Dial from proxy", c.dialErrorLimit(), func() (net.Conn, error) {
		return proxy.Dial("tcp", c.address())
	})
	if err != nil {
		return nil, err
	}
	// The official plugin also retries on the same connection, although a failed handshake has closed it.
	return retried(ctx, log, "Dial", c.dialErrorLimit(), func() (*ssh.Client, error) {
		client, channels, requests, err := ssh.NewClientConn(conn, c.address(), config)
		if err != nil {
			return nil, err
		}
		return ssh.NewClient(client, channels, requests), nil
	})
}

// retried calls dial until it succeeds, or fails more than limit times; -1 means no limit. The SDK's backoff starts at
// 0.1 s and grows by half each time, up to 5 s.
func retried[T any](ctx context.Context, log logger, what string, limit int, dial func() (T, error)) (T, error) {
	var result T
	ok, _, err := retry.Until(ctx, retry.Acceptor{Accept: func(try int, _ time.Duration) (bool, any, error) {
		var err error
		if result, err = dial(); err == nil {
			return true, nil, nil
		}
		if limit >= 0 && try >= limit {
			return true, nil, fmt.Errorf("after %d failed attempts: %w", try, err)
		}
		of := "inf"
		if limit >= 0 {
			of = strconv.Itoa(limit)
		}
		log.status(ctx, fmt.Sprintf("%s %d/%s failed: retrying", what, try+1, of))
		return false, nil, nil
	}})
	if err == nil && !ok {
		err = ctx.Err()
	}
	return result, err
}

func (e *endpoint) address() string {
	return net.JoinHostPort(*e.Host, strconv.Itoa(int(*e.Port)))
}

func (e *endpoint) dialErrorLimit() int {
	if e.DialErrorLimit == nil {
		return int(endpointDefaults["dialErrorLimit"].NumberValue())
	}
	return *e.DialErrorLimit
}

// clientConfig authenticates with the key, the password and the agent, in this order. Without hostKey it accepts any host
// key.
func (e *endpoint) clientConfig() (*ssh.ClientConfig, error) {
	config := &ssh.ClientConfig{
		User:            *e.User,
		HostKeyCallback: ssh.InsecureIgnoreHostKey(),
		Timeout:         time.Duration(*e.PerDialTimeout) * time.Second,
	}
	if e.HostKey != nil {
		key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(*e.HostKey))
		if err != nil {
			return nil, fmt.Errorf("failed to parse host key: %w", err)
		}
		config.HostKeyCallback = ssh.FixedHostKey(key)
		// The official plugin does this since 1.1.0: the host may have other keys, but must present one of this type.
		// For an RSA key this is ssh-rsa (SHA-1) only, which current servers do not offer.
		config.HostKeyAlgorithms = []string{key.Type()}
	}
	if e.PrivateKey != nil {
		signer, err := e.signer()
		if err != nil {
			return nil, err
		}
		config.Auth = append(config.Auth, ssh.PublicKeys(signer))
	}
	if e.Password != nil {
		config.Auth = append(config.Auth, ssh.Password(*e.Password), ssh.KeyboardInteractive(e.answerAll))
	}
	socket := os.Getenv("SSH_AUTH_SOCK")
	if e.AgentSocketPath != nil {
		socket = *e.AgentSocketPath
	}
	if socket != "" || e.AgentSocketPath != nil {
		conn, err := net.Dial("unix", socket)
		if err != nil {
			return nil, err
		}
		config.Auth = append(config.Auth, ssh.PublicKeysCallback(agent.NewClient(conn).Signers))
	}
	return config, nil
}

func (e *endpoint) signer() (ssh.Signer, error) {
	if e.PrivateKeyPassword != nil {
		return ssh.ParsePrivateKeyWithPassphrase([]byte(*e.PrivateKey), []byte(*e.PrivateKeyPassword))
	}
	return ssh.ParsePrivateKey([]byte(*e.PrivateKey))
}

// answerAll answers every prompt of keyboard-interactive authentication with the password.
func (e *endpoint) answerAll(_, _ string, prompts []string, _ []bool) ([]string, error) {
	answers := make([]string, len(prompts))
	for i := range answers {
		answers[i] = *e.Password
	}
	return answers, nil
}
