package serving

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/isolated"
	"dragstrip/runner/engine"
	"dragstrip/runner/guard"
)

// Own is a server that the driver started. It listens on this machine only, and
// ends with the driver.
type Own struct {
	// Host is its address: "127.0.0.1:40123".
	Host string
	// Took is how long it took to answer, from its start.
	Took time.Duration

	title   string
	process *guard.Process
	log     io.Writer
	drained sync.WaitGroup
}

// Program is a server to start.
type Program struct {
	Title string
	Argv  []string
	// Listen gives the arguments that make it listen at an address; nil means that
	// there are none. Env gives changes to its environment, for a server that takes
	// its address ("127.0.0.1:40123") from there.
	Listen func(host, port string) []string
	Env    func(address string) []string
	// Ready is the path that answers with status 200 when the model is loaded.
	Ready string
	// Log gets everything that the server prints.
	Log io.Writer
}

// lookEvery is the time between two questions whether the server is ready.
const lookEvery = 25 * time.Millisecond

// Begin starts a server on a free port and waits until it is ready. If it ends
// before, the error is engine.ErrEngineSaid: what it printed explains it.
func Begin(ctx context.Context, p Program) (*Own, error) {
	port, err := freePort()
	if err != nil {
		return nil, engine.DriverError{Code: bench.FailEngineNotRunning, Reason: "no free port was found: " + err.Error(), Remedy: "close programs that hold network connections"}
	}
	o := &Own{title: p.Title, log: p.Log, Host: net.JoinHostPort(loopback, port)}
	began := time.Now()
	command := guard.Command{Argv: slices.Clone(p.Argv), Dir: isolated.Folder()}
	if p.Listen != nil {
		command.Argv = append(command.Argv, p.Listen(loopback, port)...)
	}
	if p.Env != nil {
		command.Env = p.Env(o.Host)
	}
	o.process, err = guard.Start(command)
	runtime.UnlockOSThread() // a driver's main function starts on the first thread, so that the server is its child
	if err != nil {
		return nil, err
	}
	o.drained.Go(func() { _, _ = io.Copy(p.Log, o.process.Stdout()) })
	o.drained.Go(func() { _, _ = io.Copy(p.Log, o.process.Stderr()) })
	if err := o.ready(ctx, "http://"+o.Host+p.Ready); err != nil {
		o.End()
		return nil, err
	}
	o.Took = time.Since(began)
	return o, nil
}

const loopback = "127.0.0.1"

// freePort finds a port on which nothing listens.
func freePort() (string, error) {
	l, err := net.Listen("tcp", net.JoinHostPort(loopback, "0"))
	if err != nil {
		return "", err
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port), nil
}

// ready waits until the server answers. A model takes as long to load as it
// takes.
func (o *Own) ready(ctx context.Context, address string) error {
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	gone := o.gone()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return err
		}
		if answer, err := client.Do(request); err == nil {
			_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, errorBytes))
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-gone:
			return o.said()
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lookEvery):
		}
	}
}

// gone closes when the server has ended.
func (o *Own) gone() <-chan struct{} {
	gone := make(chan struct{})
	go func() {
		o.process.Wait()
		close(gone)
	}()
	return gone
}

// Explain turns the error of a request into the reason why the server ended, if
// it has ended.
func (o *Own) Explain(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return errors.Join(err, ctx.Err())
	}
	if isSaid(err) {
		return err
	}
	select {
	case <-o.gone():
		return o.said()
	case <-time.After(endsWithin):
		return err
	}
}

// endsWithin is how long a server that broke off an answer may take to end.
const endsWithin = time.Second

// said adds a line about the server's end to its log. The log's last lines
// explain the end.
func (o *Own) said() error {
	exit := o.process.Wait()
	o.drained.Wait()
	if exit.StartError != "" {
		return engine.DriverError{Code: bench.FailEngineMissing, Reason: o.title + " could not be started: " + quoted(exit.StartError), Remedy: "`dragstrip engines` lists the engine builds; `dragstrip setup` installs one"}
	}
	_, _ = fmt.Fprintf(o.log, "%s ended by itself: %s\n", o.title, exit)
	return engine.ErrEngineSaid
}

// End ends the server and waits until it has gone.
func (o *Own) End() {
	o.process.Stop()
	o.process.Wait()
	o.drained.Wait()
}
