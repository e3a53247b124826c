package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
)

// capture keeps what a program prints: each stream for the outputs, both in their order for an error's text, and the
// streams that `logging` names for the engine.
type capture struct {
	stdout, stderr io.Writer
	out, err, both bytes.Buffer
	mu             sync.Mutex
	finish         func()
}

func newCapture(ctx context.Context, log logger, in *commonInputs) *capture {
	c := &capture{}
	lines, finish := log.lines(ctx)
	c.finish = finish
	stream := func(name string, buffer *bytes.Buffer) io.Writer {
		writers := []io.Writer{buffer, lockedWriter{&c.both, &c.mu}}
		if in.logs(name) {
			writers = append(writers, lines)
		}
		return io.MultiWriter(writers...)
	}
	c.stdout, c.stderr = stream("stdout", &c.out), stream("stderr", &c.err)
	return c
}

// result is called once the program has ended. An error names the program line and all that it printed.
func (c *capture) result(line string, err error) (outputs, error) {
	c.finish()
	if err != nil {
		return outputs{}, fmt.Errorf("%w: running %q:\n%s", err, line, c.both.String())
	}
	return outputs{
		Stdout: strings.TrimSuffix(c.out.String(), "\n"),
		Stderr: strings.TrimSuffix(c.err.String(), "\n"),
	}, nil
}

type lockedWriter struct {
	io.Writer
	mu *sync.Mutex
}

func (w lockedWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.Writer.Write(p)
}
