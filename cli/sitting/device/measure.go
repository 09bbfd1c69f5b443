package device

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// Measure measures the bandwidth of a device and remembers it. Measure passes
// its progress to report, which may be nil. It never calls report from two
// goroutines at once. If ctx is cancelled, the engine is ended and the error is
// Stopped.
func Measure(ctx context.Context, here Here, ask Ask, report func(Step)) (bench.DeviceBandwidth, error) {
	if report == nil {
		report = func(Step) {}
	}
	m := &measurement{Ask: ask, Here: here, report: report}
	d, err := m.measure(ctx)
	if ctx.Err() != nil {
		return d, m.stopped
	}
	if err != nil {
		return d, fmt.Errorf("measure the bandwidth of a device: %w", err)
	}
	return d, nil
}

func (m *measurement) measure(ctx context.Context) (d bench.DeviceBandwidth, err error) {
	var none bench.DeviceBandwidth
	pairs, err := m.pairs()
	if err != nil {
		return none, err
	}
	m.report(Step{Text: "looking for engines and devices"})
	m.machine = m.Memory.Describe(ctx)
	if err := m.choose(ctx); err != nil {
		return none, err
	}
	if err := os.MkdirAll(m.Folder, 0o700); err != nil {
		return none, fmt.Errorf("make the folder of the stand-ins: %w", err)
	}
	lock, err := m.takeMachine(ctx)
	if err != nil {
		return none, err
	}
	defer lock.Release()
	if err := m.begin(); err != nil {
		return none, err
	}
	defer func() { // this comes before the release of the lock, because afterwards another process may need the stand-ins
		switch {
		case ctx.Err() != nil:
			m.stopped = m.leave()
		case err != nil:
			err = errors.Join(err, m.dropFailed())
		}
	}()
	pair, tokens, err := m.pilot(ctx, pairs)
	if err != nil {
		return none, err
	}
	if err := m.provide(ctx, pair.Deep); err != nil {
		return none, err
	}
	session, err := m.walk(ctx, m.plan(pair, tokens))
	if err != nil {
		return none, err
	}
	d, err = m.conclude(session, pair)
	if err != nil {
		return none, err
	}
	m.keep(pair)
	return d, m.Memory.Remember(m.machine, d)
}

// waitingFor says what a measurement waits for, and since when that has been
// measured. The text changes every minute, as a sign of life.
func waitingFor(ahead journal.Ahead, me journal.Holder, now time.Time) string {
	text := "waiting " + ahead.WaitText(me)
	if since := ahead.Holder.Since; !since.IsZero() && since.Before(now) {
		text += fmt.Sprintf("; another dragstrip has been measuring since %s (%d min)", since.Local().Format("15:04"), int(now.Sub(since).Minutes()))
	}
	return text
}

// takeMachine takes the machine's lock. It waits until nothing else is measured
// on this machine.
func (m *measurement) takeMachine(ctx context.Context) (*journal.MachineLock, error) {
	lock := journal.NewMachineLock(m.MachineLock)
	me := journal.Me(journal.DeviceProbe)
	for {
		ok, ahead, err := lock.Try(me)
		if err != nil || ok {
			return lock, err
		}
		m.report(Step{Text: waitingFor(ahead, me, time.Now()), Waiting: true})
		select {
		case <-ctx.Done():
			lock.Release()
			return nil, ctx.Err()
		case <-time.After(time.Second):
		}
	}
}
