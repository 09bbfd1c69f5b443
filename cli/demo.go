package cli

import (
	"bufio"
	"bytes"
	"context"
	_ "embed" // the recording
	"encoding/json"
	"errors"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/predict/whatif"
	"dragstrip/cli/sessions"
	"dragstrip/tui"
)

// recording is a session that was measured with real engines. It shows the
// screens to people who have no engine. It was recorded with `dragstrip run`
// and keeps its own warnings. Paths and the host's name were removed.
//
//go:embed recording/session.jsonl
var recording []byte

const demoSession = "recording"

// demoPace is how many times faster than real time the recording is replayed.
// The recording is short, so it is replayed at its own speed.
const demoPace = 1

var errRecording = errors.New("this is a recording, so nothing is measured; start dragstrip without --demo to measure")

func recordedEvents() ([]bench.Event, error) {
	var events []bench.Event
	lines := bufio.NewScanner(bytes.NewReader(recording))
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		var e bench.Event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, lines.Err()
}

// demoHouse gives the screens the recording and nothing else.
func demoHouse() (tui.House, error) {
	events, err := recordedEvents()
	if err != nil {
		return tui.House{}, err
	}
	s := bench.Replay(events)
	start := time.Now()
	return tui.House{
		Demo: true,
		// The clock starts at the beginning of the recording and runs at its
		// pace.
		Now:    func() time.Time { return s.Started.Add(demoPace * time.Since(start)) },
		Quoted: quoted,
		Machine: tui.MachineRoom{
			Describe: func(context.Context) bench.Machine { return s.Machine },
			Measure: func(context.Context, bool) (seen, best bench.Bandwidth, err error) {
				probe, ok := s.BestProbe()
				if !ok {
					return seen, best, errRecording
				}
				return probe, probe, nil
			},
			Remembered: func(context.Context) (bench.Bandwidth, bool) { return s.BestProbe() },
			Watch:      func(ctx context.Context, _ func(bench.Reading)) { <-ctx.Done() },
			Fitness:    func(context.Context) []tui.Finding { return nil },
			Doctor:     func(context.Context) string { return errRecording.Error() },
		},
		Engines: tui.EngineRoom{
			Find:   func(context.Context) ([]bench.EngineBuild, []string) { return demoBuilds(s), nil },
			Offers: func(context.Context) []tui.Offer { return nil },
		},
		Models: tui.ModelRoom{
			Find: func(_ context.Context, _ bench.Machine, _ bench.Bandwidth, each func(tui.Model)) []string {
				demoModels(s, each)
				return nil
			},
			AddFolder:    func(string) error { return errRecording },
			Shapes:       func(context.Context, bench.Machine, bench.Bandwidth, func(tui.Shape)) {},
			WriteStandIn: func(context.Context, tui.Shape, func(int64, int64)) error { return errRecording },
		},
		Plans:    demoPlans(s),
		Sessions: demoSessions(s, events),
		WhatIf: tui.WhatIfRoom{
			On: func(_ context.Context, m bench.Model) (whatif.Machines, error) { return onEveryMachine(m, demoHere(s)) },
			Fitting: func(_ context.Context, machine string) []whatif.Answer {
				return fittingOn(machine, demoHere(s), 0, func(each func(bench.Model)) {
					demoModels(s, func(m tui.Model) { each(m.Model) })
				})
			},
			Published: publishedBeside, Answering: answeringChips, Sources: sourcesOf,
		},
	}, nil
}

// demoHere is the machine of the recording. It gives no expected speeds, because
// the recording has no earlier sessions.
func demoHere(s *bench.Session) whatif.Here {
	return whatif.Here{Machine: s.Machine, Expect: func(bench.Model, bench.Test) bench.Expected { return bench.Expected{} }}
}

func demoPlans(s *bench.Session) tui.PlanRoom {
	return tui.PlanRoom{
		Make:          func(tui.Choice) (*bench.Plan, error) { return &s.Plan, nil },
		Check:         func(string, string) error { return nil },
		Estimate:      func(*bench.Plan) tui.Estimate { return tui.Estimate{Total: s.Finished.Sub(s.Started)} },
		Command:       func(tui.Choice) string { return "dragstrip --demo" },
		EngineCommand: func(*bench.Plan, *bench.Job) string { return "" },
		Search:        func(context.Context, tui.SearchAsk) (tui.Search, error) { return tui.Search{}, errRecording },
		Presets:       func() []tui.Preset { return nil },
		SavePreset:    func(tui.Preset) error { return errRecording },
	}
}

func demoSessions(s *bench.Session, events []bench.Event) tui.SessionRoom {
	return tui.SessionRoom{
		Start:  func(*bench.Plan) (string, error) { return demoSession, nil },
		Resume: func(string) error { return errRecording },
		Live:   func() (string, time.Time, bool) { return "", time.Time{}, false },
		Left: func(shown *bench.Session, _ time.Time) (time.Duration, bool) {
			return s.Finished.Sub(shown.LastEvent), shown.State == bench.StateRunning
		},
		Follow: func(string) tui.Feed { return &demoFeed{events: events, began: time.Now()} },
		Ask:    func(string, bench.Control) error { return errRecording },
		Widen:  func(*bench.Session) ([]bench.Control, error) { return nil, errRecording },
		List: func(context.Context) ([]tui.Past, error) {
			line := sessions.LineOf(s)
			line.Name, line.State = demoSession, string(s.Outcome)
			return []tui.Past{pastOf(line)}, nil
		},
		Open:     func(context.Context, string) (*bench.Session, error) { return bench.Replay(events), nil },
		Delete:   func(string) error { return errRecording },
		Note:     func(string, string) error { return errRecording },
		Export:   func(context.Context, string, string) ([]string, error) { return nil, errRecording },
		OpenFile: func(context.Context, string) (*bench.Session, error) { return nil, errRecording },
		Import:   func(context.Context, tui.Pasted) (tui.Import, error) { return tui.Import{}, errRecording },
	}
}

func demoBuilds(s *bench.Session) []bench.EngineBuild {
	var out []bench.EngineBuild
	seen := map[string]bool{}
	for _, j := range s.Jobs {
		if !seen[j.Build.ID] {
			seen[j.Build.ID] = true
			out = append(out, j.Build)
		}
	}
	return out
}

func demoModels(s *bench.Session, each func(tui.Model)) {
	seen := map[string]bool{}
	for _, j := range s.Jobs {
		if seen[j.Model.Label()] {
			continue
		}
		seen[j.Model.Label()] = true
		m := tui.Model{Model: j.Model, Engine: j.Build.Engine, Place: "recording", Fit: "fits", NeedBytes: j.Model.SizeBytes}
		m.CeilingMeasured = bench.AllowedTPS(j.Model.ReadBytesPerToken, s.CeilingOf(j).MeasuredGBps)
		each(m)
	}
}

// demoFeed gives the recording's events at its pace.
type demoFeed struct {
	events []bench.Event
	at     int
	began  time.Time
}

func (f *demoFeed) Next(ctx context.Context) (tui.Batch, error) {
	if f.at >= len(f.events) {
		return tui.Batch{Ended: true}, nil
	}
	first := f.events[0].Time
	due := func(i int) time.Duration { return f.events[i].Time.Sub(first) / demoPace }
	select {
	case <-time.After(max(due(f.at)-time.Since(f.began), 100*time.Millisecond)):
	case <-ctx.Done():
		return tui.Batch{}, ctx.Err()
	}
	var b tui.Batch
	for f.at < len(f.events) && due(f.at) <= time.Since(f.began) {
		b.Events = append(b.Events, f.events[f.at])
		f.at++
	}
	b.Ended = f.at >= len(f.events)
	return b, nil
}

func (f *demoFeed) Close() {}
