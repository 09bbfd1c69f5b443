package journal

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/benchtest"
)

// FuzzControls: whatever a viewer writes, the controls that are read are clean,
// and everything is read to its end.
func FuzzControls(f *testing.F) {
	f.Add([]byte("{\"verb\":\"stop\"}\n{\"verb\":\"skip\",\"job\":\"j1\"}\n"))
	f.Add([]byte("{\"verb\":\"add\",\"add\":{\"id\":\"j2\",\"tests\":[{\"p\":1}],\"repetitions\":1}}\nnot json\n{\"verb\":"))
	f.Add([]byte("{\"verb\":\"\x1b]0;owned\\u0007\\u202e\"}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		c := &Controls{}
		heard, err := c.read(bytes.NewReader(text), nil)
		if err != nil {
			t.Fatal(err)
		}
		if whole := int64(bytes.LastIndexByte(text, '\n') + 1); c.offset != whole {
			t.Errorf("read to %d of %d", c.offset, whole)
		}
		for _, ctl := range heard {
			_ = ctl.Validate()
			again := ctl
			if err := bench.Admit(&again); err != nil || !reflect.DeepEqual(again, ctl) {
				t.Errorf("%+v is not admitted as it is: %v", ctl, err)
			}
		}
		if more, err := c.read(bytes.NewReader(text), nil); err != nil || len(more) > 0 {
			t.Errorf("read again: %d, %v", len(more), err)
		}
	})
}

// FuzzFollow: a journal that arrives in two parts gives the same events as the
// whole, in limited batches.
func FuzzFollow(f *testing.F) {
	f.Add(benchtest.Journal("x\x1b[31m", "llama-bench"), 100)
	f.Add([]byte("{\"seq\":1,\"kind\":\"SessionStarted\",\"fact\":{\"plan\":{\"jobs\":[{\"id\":\"a\",\"tests\":[{\"p\":1}]}]}}}\n{\"seq\":2,"), 7)
	// A folder without a name would be found in every text, again and again, so
	// the search used to run for ever.
	f.Add([]byte("{\"seq\":1,\"kind\":\"SessionStarted\",\"fact\":{\"plan\":{\"jobs\":[{\"id\":\"a\",\"model\":{\"path\":\"x\"}}]}}}\n{\"seq\":2,\"kind\":\"SessionResumed\",\"fact\":{\"moved\":[{\"from\":\"\",\"to\":\"y\"}]}}\n"), 0)
	f.Fuzz(func(t *testing.T, text []byte, cut int) {
		cut = min(max(cut, 0), len(text))
		follower := &Follower{lines: newEventReader(&grown{inParts(text[:cut], text[cut:])})}
		session := bench.NewSession()
		for idle := 0; idle < 3; {
			b, err := follower.read()
			if err != nil {
				t.Fatal(err)
			}
			if len(b.Events) > batchEvents {
				t.Errorf("%d events at once", len(b.Events))
			}
			for _, e := range b.Events {
				session.Apply(e)
			}
			if idle++; b.More {
				idle = 0
			}
		}
		whole, err := replayOnly(t.Context(), bytes.NewReader(text), reading{wanted: everything, most: maxJournal, shown: true})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(session, whole.Session) {
			t.Errorf("followed it gives\n%+v\nand replayed\n%+v", session, whole.Session)
		}
		standing, err := replayOnly(t.Context(), bytes.NewReader(text), reading{wanted: isStanding, most: maxJournal})
		if err != nil {
			t.Fatal(err)
		}
		a, b := whole.Session, standing.Session
		if a.MissingEvents() != b.MissingEvents() || a.State != b.State || len(a.Jobs) != len(b.Jobs) {
			t.Errorf("a list says %d missing, %s, %d jobs, and a report %d, %s, %d", b.MissingEvents(), b.State, len(b.Jobs), a.MissingEvents(), a.State, len(a.Jobs))
		}
	})
}

// inParts splits texts into the pieces that a grown gives to its reader. No
// piece is larger than the reader's buffer.
func inParts(parts ...[]byte) []string {
	var out []string
	for _, part := range parts {
		for len(part) > 0 {
			n := min(len(part), 4<<10)
			out, part = append(out, string(part[:n])), part[n:]
		}
		out = append(out, "")
	}
	return out
}

// FuzzPlan: a plan that is read keeps the limits, is clean, and says the same
// when it is written and read again.
func FuzzPlan(f *testing.F) {
	f.Add([]byte(`{"schema":1,"rounds":2,"jobs":[{"id":"a","tests":[{"p":512},{"n":128}],"repetitions":6,"build":{"engine":"mlx","prefix":["x"]},"params":{"flash_attn":"on"}}]}`))
	f.Add([]byte(`{"rounds":2000000000}`))
	f.Add([]byte(`{"note":"\u001b]0;owned\u0007","jobs":[{"id":"../a"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		plan, err := decodePlan(text)
		if err != nil {
			return
		}
		_ = plan.Validate()
		if len(plan.Jobs) > bench.MaxJobs || plan.Rounds > bench.MaxRepetitions || bench.Clean(plan.Note) != plan.Note {
			t.Errorf("%+v", plan)
		}
		written, err := json.Marshal(plan)
		if err != nil {
			t.Fatal(err)
		}
		again, err := decodePlan(written)
		if err != nil {
			t.Fatalf("written as %s: %v", written, err)
		}
		if rewritten, err := json.Marshal(again); err != nil || !bytes.Equal(rewritten, written) {
			t.Errorf("%s\nthen\n%s, %v", written, rewritten, err)
		}
	})
}
