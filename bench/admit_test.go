package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dragstrip/bench/benchtest/values"
)

// hostile is a text that is too long. It has characters that a terminal obeys,
// and characters that hide text.
var hostile = "\x1b]0;owned\x07\x1b[31m\u009b2J\u202e\u200b\n\r\x00\x7f" + strings.Repeat("x", maxText)

// TestEveryTextOfEveryFactIsCleanAfterTheBorder finds all fields by itself, so
// it also tests fields that are added later. Only fields that are tagged as
// places stay unchanged.
func TestEveryTextOfEveryFactIsCleanAfterTheBorder(t *testing.T) {
	places := 0
	for _, zero := range Kinds() {
		kind, fact := zero.Kind(), reflect.New(reflect.TypeOf(zero)).Elem()
		texts := values.Fill(fact, hostile, setName)
		raw, err := json.Marshal(fact.Interface())
		if err != nil {
			t.Fatal(err)
		}
		line, _ := json.Marshal(map[string]any{"seq": 1, "kind": kind, "job": hostile, "fact": json.RawMessage(raw)})
		var e Event
		if err := json.Unmarshal(line, &e); err != nil {
			t.Errorf("%s: %v", kind, err)
			continue
		}
		if e.Job != cleanText(hostile) {
			t.Errorf("%s: its job is %.80q", kind, e.Job)
		}
		seen := 0
		values.EachText(reflect.ValueOf(e.Fact), func(text string, tag reflect.StructTag) {
			seen++
			switch tag.Get("border") {
			case "place":
				places++
			case "json":
				if string(EscapeJSON([]byte(text))) != text {
					t.Errorf("%s: %.80q", kind, text)
				}
			default:
				if Clean(text) != text || len(text) > maxText || !utf8.ValidString(text) {
					t.Errorf("%s keeps %.80q of %d bytes", kind, text, len(text))
				}
			}
		})
		if seen < texts {
			t.Errorf("%s: %d of %d texts came over the border", kind, seen, texts)
		}
	}
	if places < 5 {
		t.Errorf("%d places were seen", places)
	}
}

// setName gives a job of a plan a valid name.
func setName(v reflect.Value) {
	if job, ok := v.Addr().Interface().(*Job); ok {
		job.ID = "j1"
	}
}

// JSON fills the fields of an embedded struct even if its name is not exported.
func TestTextsOfAnEmbeddedStructAreCleaned(t *testing.T) {
	type inner struct{ Text string }
	var outer struct{ inner }
	if err := json.Unmarshal([]byte(`{"Text":"a\u001b[31mb"}`), &outer); err != nil || outer.Text != "a\x1b[31mb" {
		t.Fatalf("%q %v", outer.Text, err)
	}
	if err := Admit(&outer); err != nil || outer.Text != Clean(outer.Text) {
		t.Errorf("%q %v", outer.Text, err)
	}
}

func TestAPlaceStaysAsItIs(t *testing.T) {
	odd := "/models/a\u200db\u202e\nc.gguf"
	plan := Plan{Jobs: []Job{{ID: "a", Model: Model{Name: odd, Path: odd}, Build: EngineBuild{Prefix: []string{odd}, Env: []string{odd}}}}}
	if err := Admit(&plan); err != nil {
		t.Fatal(err)
	}
	job := plan.Jobs[0]
	if job.Model.Path != odd || job.Build.Prefix[0] != odd || job.Build.Env[0] != odd {
		t.Errorf("%+v", job)
	}
	if job.Model.Name != Clean(odd) {
		t.Errorf("the name is %q", job.Model.Name)
	}
}

// TestLimitsHoldForWhatIsRead: some of these used to take gigabytes of memory.
func TestLimitsHoldForWhatIsRead(t *testing.T) {
	long := strings.Repeat(`"x",`, maxList+1) + `"x"`
	for name, fact := range map[string]string{
		`{"kind":"SessionStarted","fact":{"plan":{"rounds":2000000000}}}`:                            "rounds",
		`{"kind":"SessionStarted","fact":{"plan":{"rounds":-1}}}`:                                    "rounds",
		`{"kind":"SessionStarted","fact":{"plan":{"jobs":[{"id":"a","repetitions":2000000000}]}}}`:   "repetitions",
		`{"kind":"SessionStarted","fact":{"plan":{"jobs":[{"id":"a","tests":[{"p":2000000000}]}]}}}`: "token counts",
		`{"kind":"SessionStarted","fact":{"plan":{"jobs":[{"id":"../../a"}]}}}`:                      "letters, digits",
		`{"kind":"JobAdded","fact":{"job":{"id":"a","repetitions":2000000000}}}`:                     "repetitions",
		`{"kind":"RepetitionsAdded","fact":{"repetitions":2000000000}}`:                              "repetitions",
		`{"kind":"ControlTaken","fact":{"control":{"add":{"id":"a","repetitions":2000000000}}}}`:     "repetitions",
		`{"kind":"ReadingTaken","fact":{"throttled":["` + strings.Repeat("x", 20<<10) + `"]}}`:       "longer than any",
		`{"kind":"TestFailed","fact":{"failure":{"tail":[` + long + `]}}}`:                           "longer than any",
		`{"kind":"EngineStarted","fact":{"argv":["` + strings.Repeat("x", maxPlace+1) + `"]}}`:       "longer than any",
		`{"kind":"TestFinished","fact":{"result":{"raw":"` + strings.Repeat("x", MaxRaw+1) + `"}}}`:  "longer than any",
		`{"kind":"MachineDescribed","fact":{"machine":{"power_mode":{` + manyKeys() + `}}}}`:         "longer than any",
		fmt.Sprintf(`{"seq":%d,"kind":"JobStarted"}`, int64(MaxSeq+1)):                               "number",
		`{"seq":-1,"kind":"JobStarted"}`:                                                             "number",
		`{"seq":9223372036854775808,"kind":"JobStarted"}`:                                            "cannot unmarshal",
	} {
		var e Event
		if err := json.Unmarshal([]byte(name), &e); err == nil || !strings.Contains(err.Error(), fact) {
			t.Errorf("%.80s: %v", name, err)
		}
	}
}

func manyKeys() string {
	var keys []string
	for i := range maxList + 1 {
		keys = append(keys, fmt.Sprintf(`"k%d":""`, i))
	}
	return strings.Join(keys, ",")
}

// TestJobsBeyondTheLimitAreNotTaken: 20,000 jobs used to take 20 s.
func TestJobsBeyondTheLimitAreNotTaken(t *testing.T) {
	s := NewSession()
	for i := range 2 * MaxJobs {
		s.Apply(Event{Seq: int64(i + 1), Fact: JobAdded{Job: Job{ID: fmt.Sprintf("j%d", i), Tests: []Test{{Prompt: 1}}}}})
	}
	if len(s.Jobs) != MaxJobs || s.CanAdd(&Job{}) == nil {
		t.Errorf("%d jobs", len(s.Jobs))
	}
	many := Job{ID: "many", Tests: make([]Test, MaxPlanTests)}
	if err := NewSession().CanAdd(&many); err != nil {
		t.Error(err)
	}
	many.Tests = make([]Test, MaxPlanTests+1)
	if NewSession().CanAdd(&many) == nil {
		t.Error("tests without a bound are taken")
	}
}

func TestEscapedJSONSaysTheSame(t *testing.T) {
	for _, text := range []string{"plain", "größe 模型 e\u0301", "a\u202eb\u009b31m\u200b\u2028\U000e0041", "\u007f"} {
		line, err := json.Marshal(map[string]string{"text": text})
		if err != nil {
			t.Fatal(err)
		}
		safe := EscapeJSON(line)
		var back map[string]string
		if err := json.Unmarshal(safe, &back); err != nil || back["text"] != text {
			t.Errorf("%q came back as %q, %v", text, back["text"], err)
		}
		if Clean(string(safe)) != string(safe) {
			t.Errorf("%q is not safe", safe)
		}
	}
	if got := EscapeJSON([]byte("{\t\"a\":\r1,\"b\":\"\xff\"}")); !bytes.Equal(got, []byte(`{ "a": 1,"b":"\ufffd"}`)) {
		t.Errorf("%s", got)
	}
}

// TestATimeThatWasReadCanBeWritten: Go reads an offset of 24:59 hours but
// refuses to write it. Such an event could be shown but not exported.
func TestATimeThatWasReadCanBeWritten(t *testing.T) {
	for _, when := range []string{"2026-11-29T12:00:00+24:59", "0000-01-01T00:00:00+24:59", "9999-12-31T23:59:59-24:00", "2026-11-29T12:00:00.123456789+23:59"} {
		var e Event
		if err := json.Unmarshal([]byte(`{"seq":1,"time":"`+when+`","kind":"SessionStarted","fact":{"plan":{"asked":"`+when+`"}}}`), &e); err != nil {
			t.Fatal(err)
		}
		line, err := json.Marshal(e)
		if err != nil {
			t.Errorf("%s: %v", when, err)
			continue
		}
		var again Event
		if err := json.Unmarshal(line, &again); err != nil || !again.Time.Equal(e.Time) || !again.Fact.(SessionStarted).Plan.Asked.Equal(e.Time) {
			t.Errorf("%s: %v, %v", when, again, err)
		}
	}
	want := time.Date(2026, 11, 28, 11, 1, 0, 0, time.UTC)
	var e Event
	if err := json.Unmarshal([]byte(`{"seq":1,"time":"2026-11-29T12:00:00+24:59","kind":"SessionStarted"}`), &e); err != nil || !e.Time.Equal(want) {
		t.Errorf("%v, %v", e.Time, err)
	}
}

// TestAnEnginesOwnResultIsTheSameAfterwards: a result with a control character
// used to be spelt differently after it was read back.
func TestAnEnginesOwnResultIsTheSameAfterwards(t *testing.T) {
	for name, result := range map[string]string{
		"plain": `{"n":1}`, "deleted": "{\"n\":\"\xff\x7f\xff\u202e\"}", "too long": strings.Repeat("\x7f", MaxRaw/2),
	} {
		raw := RawOf([]byte(result))
		line, err := json.Marshal(Event{Seq: 1, Fact: TestFinished{Result: Result{Raw: raw}}})
		if err != nil {
			t.Fatal(err)
		}
		var e Event
		if err := json.Unmarshal(line, &e); err != nil || e.Fact.(TestFinished).Result.Raw != raw || (raw == "") != (name == "too long") {
			t.Errorf("%s: %.100q, %v", name, raw, err)
		}
	}
}

// TestNoListOfAReplayGrowsWithoutABound: the lists of stops and cool-downs used
// to grow without a limit, and every repetition searched them.
func TestNoListOfAReplayGrowsWithoutABound(t *testing.T) {
	s := tell(Plan{}, "a")
	for i := range mostStarts + 10 {
		s.say("a", StoodStill{Test: tg, Repetition: i})
		s.say("", CooledDown{})
		s.say("", BandwidthMeasured{})
		s.say("a", EngineStarted{Invocation: i})
		s.say("a", ReadingTaken{})
	}
	for i := range 2 * mostKept {
		s.say("a", MemoryAllocated{Device: strconv.Itoa(i)})
	}
	j := s.Jobs[0]
	for name, c := range map[string]struct{ kept, most int }{
		"stops": {len(j.Tests[0].Still), mostKept}, "cool-downs": {len(s.CoolDowns), mostStarts}, "probes": {len(s.Bandwidth), mostKept},
		"starts": {len(j.Engines), mostStarts}, "memory": {len(j.Memory), mostKept},
	} {
		if c.kept != c.most {
			t.Errorf("%s: %d are kept, %d are the most", name, c.kept, c.most)
		}
	}
	for _, round := range []int{-2, MaxRepetitions, 1 << 40} {
		if err := Admit(&TestFinished{Result: Result{Round: round}}); err == nil {
			t.Errorf("a result of round %d, which no session has, is taken", round)
		}
	}
	if err := Admit(&TestFinished{Result: Result{Round: MaxRepetitions - 1}}); err != nil {
		t.Error(err)
	}
}
