package benchtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"dragstrip/bench"
	"dragstrip/bench/benchtest/values"
)

// Injected is a word that a hostile text tries to put on a line of its own.
const Injected = "INJECTED"

// Hostile is a text with everything that must not be shown: sequences that a
// terminal obeys (a title, a colour, the clearing of the screen in its 8-bit
// form), characters that turn or hide text, and ends of lines. It is also too
// long for any column.
var Hostile = "\x1b]0;owned\x07\x1b[31mred\u009b2J\u202eturned\u2066\u200bhid\x00den\x7f\u0085\r\n" + Injected + strings.Repeat(" very long", 250)

// began is when the session in hostile journals began.
var began = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// The tests of a hostile journal's one job: one has results, one failed.
var (
	done   = bench.Test{Prompt: 512}
	failed = bench.Test{Generation: 128}
)

// Journal is a journal with one fact of every kind, and the text in every field
// of each. Sessions, jobs and tests fit together, so that every text is shown
// somewhere. lines is the value of Lines in [bench.Traits].
func Journal(text, lines string) []byte {
	var out bytes.Buffer
	for i, fact := range facts() {
		v := reflect.New(reflect.TypeOf(fact)).Elem()
		values.Fill(v, text, func(v reflect.Value) { fit(v, text, lines) })
		raw, err := json.Marshal(v.Interface())
		if err != nil {
			panic(fmt.Sprintf("%T: %v", fact, err)) // every fact can be written as JSON
		}
		line, _ := json.Marshal(map[string]any{
			"seq": i + 1, "time": began.Add(time.Duration(i) * time.Second),
			"job": "j1", "kind": fact.Kind(), "fact": json.RawMessage(raw),
		})
		out.Write(append(line, '\n'))
	}
	line, _ := json.Marshal(map[string]any{"seq": len(facts()) + 1, "kind": "NoKindOfOurs" + text, "fact": map[string]string{text: text}})
	return append(append(out.Bytes(), line...), '\n')
}

// facts are one of each kind, in an order in which they could have happened.
func facts() []bench.Fact {
	order := func(f bench.Fact) int {
		switch f.(type) {
		case bench.SessionStarted:
			return -2
		case bench.JobAdded, bench.JobMoved, bench.JobRequeued, bench.JobStarted, bench.EngineStarted:
			return -1
		case bench.JobFinished:
			return 1
		case bench.SessionFinished:
			return 2
		}
		return 0
	}
	all := bench.Kinds()
	slices.SortStableFunc(all, func(a, b bench.Fact) int { return order(a) - order(b) })
	return all
}

// fit gives figures to a value that was filled, and makes it fit the session.
func fit(v reflect.Value, text, lines string) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	case reflect.Uint64:
		v.SetUint(1)
	case reflect.Float64:
		v.SetFloat(0.5)
	}
	belong(v, text, lines)
}

// belong makes the facts of the session fit together.
func belong(v reflect.Value, text, lines string) {
	switch f := v.Addr().Interface().(type) {
	case *bench.Test:
		*f = done
	case *time.Time:
		*f = began
	case *bench.Job:
		f.ID, f.Tests, f.Repetitions = "j1", []bench.Test{done, failed}, 6
		f.Params = bench.Params{"flash_attn": text, text: text}
	case *bench.JobAdded:
		f.Job.ID = "j2"
	case *bench.EngineStarted:
		f.Jobs = append(f.Jobs, "j1")
	case *bench.Result:
		f.SamplesNS = []int64{1e9, 2e9, 3e9, 2e9, 1e9, 2e9}
		raw, _ := json.Marshal(map[string]any{"model_filename": text, "model_type": text, "cpu_info": text, text: text, "n_prompt": 512, "samples_ns": f.SamplesNS})
		f.Raw = strings.ReplaceAll(string(raw), `\u0000`, "")
	case *bench.TestFailed:
		f.Test = failed
	case *bench.Traits:
		f.Formats, f.Lines = append(f.Formats, "gguf"), lines
	}
}

// Unfit says which forbidden thing a text for people contains. It gives "" if
// there is none. Forbidden are sequences that a terminal obeys, characters that
// turn or hide text, and a line that begins with the injected word.
func Unfit(text string) string {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimLeft(line, " |#>*-\"'`"), Injected) {
			return fmt.Sprintf("a line was begun: %.80q", line)
		}
	}
	return obeyed(text)
}

// Drawn is [Unfit] for what is drawn on a terminal. It allows our own colours,
// and long texts that continue on further lines.
func Drawn(text string) string {
	if strings.Contains(text, "\x1b]") {
		return "a control string is sent"
	}
	return obeyed(ansi.Strip(text))
}

func obeyed(text string) string {
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		at := strings.IndexFunc(line, func(r rune) bool {
			return r < 0x20 && r != '\t' || r >= 0x7f && r <= 0x9f || strings.ContainsRune("\u202e\u2066\u200b", r)
		})
		if at >= 0 {
			return fmt.Sprintf("%q", line[max(at-40, 0):min(at+40, len(line))])
		}
	}
	return ""
}
