package llama

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// record is one result object. Its fields and their types depend on the build.
type record struct {
	fields map[string]any
	// doubled is set if a key occurs twice. Builds b5212 to b5220 give fields
	// wrong names, so only the samples can be trusted.
	doubled bool
}

var errNoSamples = errors.New("it has no samples_ns")

// readRecord decodes a result. If a key occurs twice, the first value counts:
// the builds that give fields wrong names are right before the second one.
func readRecord(object []byte) (record, error) {
	dec := json.NewDecoder(bytes.NewReader(bench.LegalJSON(object)))
	dec.UseNumber()
	r := record{fields: map[string]any{}}
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return r, fmt.Errorf("it is not a JSON object")
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return r, fmt.Errorf("it is broken JSON: %w", err)
		}
		var value any
		if err := dec.Decode(&value); err != nil {
			return r, fmt.Errorf("it is broken JSON: %w", err)
		}
		name, _ := key.(string)
		if _, again := r.fields[name]; again {
			r.doubled = true
			continue
		}
		r.fields[name] = value
	}
	if _, err := dec.Token(); err != nil {
		return r, fmt.Errorf("it is broken JSON: %w", err)
	}
	return r, nil
}

// whole returns a field as a whole number. Different builds write the same
// value as 0, false or "0".
func (r record) whole(key string) (int64, bool) {
	return wholeOf(r.fields[key])
}

func wholeOf(v any) (int64, bool) {
	switch v := v.(type) {
	case json.Number:
		return wholeText(v.String())
	case string:
		return wholeText(v)
	case bool:
		if v {
			return 1, true
		}
		return 0, true
	}
	return 0, false
}

func wholeText(s string) (int64, bool) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) >= 1<<62 {
		return 0, false
	}
	return int64(math.Round(f)), true
}

// text returns a field as clean, short text.
func (r record) text(key string) string {
	if s, ok := r.fields[key].(string); ok {
		return words.Tidy(s)
	}
	return ""
}

func (r record) truth(key string) bool {
	n, ok := r.whole(key)
	return ok && n != 0
}

// samples returns the times of the repetitions, in nanoseconds. Impossible
// times are left out; readers of the session count them as missing
// ([bench.Session.Missing]).
func (r record) samples() []int64 {
	list, _ := r.fields["samples_ns"].([]any)
	out := make([]int64, 0, min(len(list), bench.MaxRepetitions))
	for _, v := range list {
		if n, ok := wholeOf(v); ok && bench.CanBeSample(n) && len(out) < bench.MaxRepetitions {
			out = append(out, n)
		}
	}
	return out
}

// backend names the backend that computed.
func (r record) backend() string {
	if s := r.text("backends"); s != "" {
		return s
	}
	return bench.FormerBackend(r.truth, r.text("gpu_info"))
}

// result makes the result of a piece of work.
func (r record) result(w engine.Work, raw string) (bench.Result, error) {
	out := bench.Result{
		Test: w.Test, Round: w.Round, SamplesNS: r.samples(), Raw: bench.RawOf([]byte(raw)),
		Backend: r.backend(), BuildCommit: r.text("build_commit"), CPU: r.text("cpu_info"), GPU: r.text("gpu_info"),
		ModelType: r.text("model_type"),
	}
	if len(out.SamplesNS) == 0 {
		return out, errNoSamples
	}
	number, _ := r.whole("build_number")
	threads, _ := r.whole("n_threads")
	out.BuildNumber, out.Threads = int(number), int(threads)
	out.ModelSizeBytes, _ = r.whole("model_size")
	out.ModelParams, _ = r.whole("model_n_params")
	if s, ok := r.fields["test_time"].(string); ok {
		if t, err := time.Parse(time.RFC3339, s); err == nil {
			out.Started = t
		}
	}
	return out, nil
}

// compact joins an object that came in several lines to one line.
func compact(object []byte) string {
	var b bytes.Buffer
	if err := json.Compact(&b, bench.LegalJSON(object)); err != nil {
		return string(bytes.ReplaceAll(object, []byte("\n"), []byte(" ")))
	}
	return b.String()
}
