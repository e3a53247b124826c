package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
)

// capture records the output of a program: each stream for the resource's outputs, and both streams interleaved for error
// messages. It also logs the streams that `logging` selects.
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

// result returns the outputs. Call it once the program has exited. The error includes the command line and everything
// that it printed.
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
