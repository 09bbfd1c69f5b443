package driver

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/benchtest"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

func someWork(tests ...string) []engine.Work {
	job := &bench.Job{ID: "j1", Model: bench.Model{Served: "words:7b"}, Repetitions: 2}
	var work []engine.Work
	for _, name := range tests {
		t, err := bench.ParseTest(name)
		if err != nil {
			panic(err)
		}
		work = append(work, engine.Work{Job: job, Test: t, Repetitions: 2})
	}
	return work
}

// said passes lines to a parser. Lines that begin with ! come on standard
// error.
func said(p *Parser, lines ...string) []engine.Emitted {
	var out []engine.Emitted
	for _, line := range lines {
		stream := engine.Out
		if rest, ok := strings.CutPrefix(line, "!"); ok {
			stream, line = engine.Err, rest
		}
		out = append(out, p.Line(stream, time.Time{}, []byte(line), 0)...)
	}
	return out
}

func failures(all []engine.Emitted) []bench.Failure {
	var out []bench.Failure
	for _, e := range all {
		if f, ok := e.Fact.(bench.TestFailed); ok {
			out = append(out, f.Failure)
		}
	}
	return out
}

// TestAnEndIsNamed: the driver itself, a rule or the last line explains why a
// driver ended. The failure settles as much work as it should.
func TestAnEndIsNamed(t *testing.T) {
	manner := Manner{Title: "Zephyr", Rules: []words.Rule{words.When(`no wind`, bench.FailNotModel, words.Stage, "there is no wind", "wait")}}
	for name, c := range map[string]struct {
		lines        []string
		exit         engine.Exit
		code         bench.FailureCode
		reason       string
		settled      int // how many of two tests
		whole, blank bool
	}{
		"its own words": {
			[]string{`{"e":"error","stage":"load","code":"file_missing","reason":"no such model","remedy":"pull it"}`},
			engine.Exit{Code: 1},
			bench.FailFileMissing, "no such model", 2, true, false,
		},
		"a code that there is not": {
			[]string{`{"e":"error","stage":"load","code":"gremlins","reason":"gremlins"}`},
			engine.Exit{Code: 1},
			bench.FailUnknown, "gremlins", 2, true, false,
		},
		"hostile words": {
			[]string{`{"e":"error","stage":"load","reason":"\u001b]0;x\u0007red","remedy":"\u202eevil"}`},
			engine.Exit{Code: 1},
			bench.FailUnknown, "red", 2, true, false,
		},
		"a rule while loading": {
			[]string{`{"e":"load"}`, `{"e":"error","stage":"load","type":"E","text":"no wind"}`},
			engine.Exit{Code: 1},
			bench.FailNotModel, "there is no wind", 2, true, false,
		},
		"unknown in a test": {
			[]string{`{"e":"loaded"}`, `{"e":"rep","i":0,"k":1,"of":2}`, `{"e":"error","stage":"test","i":0,"type":"E","text":"odd"}`},
			engine.Exit{Code: 1},
			bench.FailUnknown, "Zephyr failed: E: odd", 1, false, false,
		},
		"no type, no title": {
			[]string{`{"e":"error","stage":"start","text":"connection refused"}`},
			engine.Exit{Code: 1},
			bench.FailUnknown, "failed: connection refused", 2, true, false,
		},
		"killed": {
			[]string{`{"e":"loaded"}`, `{"e":"rep","i":1,"k":1,"of":2}`},
			engine.Exit{Code: -1, Signal: "SIGKILL"},
			bench.FailKilled, "the machine ran out of memory", 2, false, false,
		},
		"silent":      {nil, engine.Exit{}, bench.FailNoOutput, "gave no result", 2, false, false},
		"last words":  {[]string{"!something broke"}, engine.Exit{Code: 3}, bench.FailUnknown, "something broke", 2, true, false},
		"not started": {nil, engine.Exit{StartError: "no such file"}, bench.FailEngineMissing, "the driver of zephyr was not found", 2, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := NewParser(bench.EngineBuild{Engine: "zephyr"}, someWork("pp8", "tg4"), manner)
			all := append(said(p, c.lines...), p.End(time.Time{}, c.exit)...)
			f := failures(all)
			if len(f) != c.settled || f[0].Code != c.code || !strings.Contains(f[0].Reason, c.reason) || f[0].Remedy == "" || f[0].WholeModel != c.whole {
				t.Errorf("%d failed: %+v", len(f), f)
			}
			if text := f[0].Reason + f[0].Remedy; bench.Clean(text) != text {
				t.Errorf("%q reaches a screen", text)
			}
		})
	}
}

// TestResultsAreTakenByIndex: a result that was not asked for, came twice, or
// belongs to another test is left out and reported.
func TestResultsAreTakenByIndex(t *testing.T) {
	p := NewParser(bench.EngineBuild{Engine: "zephyr"}, someWork("pp8", "tg4"), Manner{})
	all := said(p,
		`{"e":"result","i":0,"test":"pp8","samples_ns":[1000,2000],"started":1}`,
		`{"e":"result","i":0,"test":"pp8","samples_ns":[1]}`,
		`{"e":"result","i":7,"test":"pp8","samples_ns":[1]}`,
		`{"e":"tick","i":-3}`, `{"e":"from a later version","i":0}`, `[]`, `{`, `nonsense`)
	all = append(all, p.End(time.Time{}, engine.Exit{})...)
	finished, warned := 0, map[string]bool{}
	for _, e := range all {
		switch f := e.Fact.(type) {
		case bench.TestFinished:
			finished++
			if len(f.Result.SamplesNS) != 2 || f.Result.Test.Prompt != 8 {
				t.Errorf("result %+v", f.Result)
			}
		case bench.Warned:
			warned[f.Warning.Code] = true
		}
	}
	if finished != 1 || !warned["unexpected_result"] || !warned["broken_result"] || len(failures(all)) != 1 {
		t.Errorf("%d finished, warned %v, %d failed", finished, warned, len(failures(all)))
	}
}

// FuzzLines: hostile lines neither panic nor reach a screen, and settle every
// piece of work at most once.
func FuzzLines(f *testing.F) {
	f.Add([]byte("{\"e\":\"engine\",\"text\":\"x\"}\n{\"e\":\"loaded\",\"ns\":1}\n{\"e\":\"rep\",\"i\":0,\"k\":1,\"of\":2}\n{\"e\":\"tick\",\"done\":3,\"of\":4,\"ns\":9}\n{\"e\":\"sample\",\"i\":0,\"k\":1,\"of\":2,\"ns\":5}\n{\"e\":\"result\",\"i\":0,\"test\":\"pp8\",\"samples_ns\":[5,6]}"))
	f.Add([]byte("{\"e\":\"error\",\"stage\":\"test\",\"i\":1,\"reason\":\"r\"}"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p := NewParser(bench.EngineBuild{Engine: "zephyr"}, someWork("pp8", "tg4", "pp8+tg4@d2"), Manner{})
		var all []engine.Emitted
		for i, line := range bytes.Split(raw, []byte("\n")) {
			stream := engine.Out
			if i%7 == 6 {
				stream = engine.Err
			}
			all = append(all, p.Line(stream, time.Time{}, line, 0)...)
		}
		all = append(all, p.End(time.Time{}, engine.Exit{Code: 1})...)
		settled := map[bench.Test]int{}
		for _, e := range all {
			if altered := benchtest.Altered(e.Fact); altered != "" {
				t.Error(altered)
			}
			switch fact := e.Fact.(type) {
			case bench.TestFinished:
				settled[fact.Result.Test]++
			case bench.TestFailed:
				settled[fact.Test]++
				if text := fact.Failure.Reason + fact.Failure.Remedy; bench.Clean(text) != text {
					t.Errorf("failure %q", text)
				}
			case bench.LineLogged:
				if bench.Clean(fact.Text) != fact.Text || len(fact.Text) > 2000 {
					t.Errorf("line %q", fact.Text)
				}
			}
		}
		for test, n := range settled {
			if n > 1 {
				t.Errorf("%s settled %d times", test, n)
			}
		}
	})
}

// Impossible times are left out of the result; the result itself is kept.
func TestTimesThatCannotBeAreNoSamples(t *testing.T) {
	p := NewParser(bench.EngineBuild{Engine: "zephyr"}, someWork("pp8"), Manner{})
	all := said(p, `{"e":"sample","i":0,"k":1,"of":2,"ns":9223372036854775807}`, `{"e":"result","i":0,"test":"pp8","samples_ns":[9223372036854775807,5,-1]}`)
	var samples, results int
	for _, e := range all {
		switch f := e.Fact.(type) {
		case bench.SampleTaken:
			samples++
			if f.Nanoseconds != 5 || f.Of != 2 {
				t.Errorf("%+v", f)
			}
		case bench.TestFinished:
			results++
			if len(f.Result.SamplesNS) != 1 {
				t.Errorf("%+v", f.Result)
			}
		}
	}
	if samples != 1 || results != 1 {
		t.Errorf("%d samples, %d results", samples, results)
	}
}
