package cli

import (
	"context"
	"io"
	"os"
	"os/signal"
	"runtime"

	"dragstrip/runner/engine"
)

// The hardware is read with an engine's descendants, but only with those that
// the first thread of a process started (see package hwinfo). A server that a
// driver starts must be among them. Only init can keep main on the first thread;
// serving.Begin lets it go again.
func init() {
	if len(os.Args) > 1 && os.Args[1] == engine.DriverVerb {
		runtime.LockOSThread()
	}
}

// driverVerb is the hidden verb that measures an engine with one of dragstrip's
// drivers. It runs under the guard and prints the driver's lines.
func driverVerb(e *env, args []string) error {
	if len(args) == 0 {
		return usagef("only dragstrip itself starts %s, with an engine and what to measure", engine.DriverVerb)
	}
	kind, ok := e.kinds.Kind(args[0])
	if !ok || kind.Drive == nil {
		return usagef("%s: dragstrip has no driver for an engine %q", engine.DriverVerb, args[0])
	}
	ctx, cancel := signal.NotifyContext(context.Background(), stopSignals...)
	defer cancel()
	go func() { // standard input ends when the guard ends
		_, _ = io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	if engine.RunDriver(ctx, kind.Drive, args[1:], e.out) != nil {
		return exitError(exitFailed)
	}
	return nil
}
