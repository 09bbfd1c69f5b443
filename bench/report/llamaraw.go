package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// llamaRaw is a result as llama-bench wrote it. Types of fields have changed
// over the years: flash_attn was a bool and is now a number. So each value keeps
// the type that it has in the line, which is string, bool or json.Number.
type llamaRaw map[string]any

// decodeRaw reads a result line. It gives nil if llama-bench did not write the
// line.
func decodeRaw(line string) llamaRaw {
	decoder := json.NewDecoder(bytes.NewReader(bench.LegalJSON([]byte(line))))
	decoder.UseNumber()
	var raw llamaRaw
	if decoder.Decode(&raw) != nil {
		return nil
	}
	if _, is := raw["n_prompt"]; !is {
		return nil
	}
	return raw
}

// text gives a value as llama-bench's table prints it. It gives "" if the value
// is absent.
func (r llamaRaw) text(key string) string {
	switch v := r[key].(type) {
	case string:
		return bench.Clean(v)
	case bool:
		if v {
			return "1"
		}
		return "0"
	case json.Number:
		return v.String()
	}
	return ""
}

func (r llamaRaw) has(key string) bool { _, ok := r[key]; return ok }

// backend is the backends string. For builds that have a flag for each backend
// instead, it is made from these flags.
func (r llamaRaw) backend() string {
	if b := r.text("backends"); b != "" {
		return b
	}
	return bench.FormerBackend(func(field string) bool { return r.text(field) == "1" }, r.text("gpu_info"))
}

// LlamaJSONL writes each result as llama-bench wrote it, one per line, for
// llama.cpp's scripts/compare-llama-bench.py. Lines are verbatim, except for
// what the script cannot read or nobody should see:
//
//   - keys that a build does not have are added at the end with a value of the
//     same meaning, because the script refuses a file in which one line lacks a
//     key (use_mmap was removed when load_mode came; n_depth came in 2025);
//   - a stand-in's line gets "stand_in": true at the end (the script ignores it);
//   - "nan", which is not JSON, becomes null;
//   - the names of other machines that computed are replaced;
//   - model_filename is cut to the file's name if the path is in a home folder. It
//     is also cut if two builds were given different names for one file, because
//     the script would not compare them then.
//
// A line of a result with warnings gets "dragstrip_verdict" and
// "dragstrip_warnings". A line of a variant of a build gets the variables as
// "dragstrip_stated", and if the session has several jobs, each line names its own
// as "dragstrip_job", so that importing them never joins two jobs. The script
// ignores these, too. The script averages what it reads, so suspect results are
// left out unless the options include them; see [SuspectResults].
func LlamaJSONL(w io.Writer, s *bench.Session, o Options) error {
	names, r := plainNames(s, o), newRedactor(s, o)
	var b strings.Builder
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			row := rowOf(s, j, t)
			if row.Grade == bench.GradeSuspect && !o.IncludeSuspect {
				continue
			}
			for _, result := range t.Results {
				raw := decodeRaw(result.Raw)
				if raw == nil {
					continue
				}
				line := string(bench.LegalJSON([]byte(strings.TrimSpace(result.Raw))))
				if strings.ContainsAny(line, "\n\r") {
					line = oneLine(line)
				}
				if !names[j.Model.Path] {
					line = renameModel(line, baseName(j.Model.Path))
				}
				b.WriteString(complete(r.remotes.numbered(line), raw, r.ourWords(row, raw)) + "\n")
			}
		}
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write llama-bench jsonl: %w", err)
	}
	return nil
}

// plainNames tells for which model paths model_filename may stay. All results
// must agree on the name, and the name must not contain a home folder.
func plainNames(s *bench.Session, o Options) map[string]bool {
	r := newRedactor(s, o)
	first := map[string]string{}
	out := map[string]bool{}
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			for _, result := range t.Results {
				name, _ := decodeRaw(result.Raw)["model_filename"].(string)
				if seen, ok := first[j.Model.Path]; ok {
					out[j.Model.Path] = out[j.Model.Path] && seen == name
					continue
				}
				first[j.Model.Path] = name
				out[j.Model.Path] = r.text(name) == name
			}
		}
	}
	return out
}

func oneLine(line string) string {
	var b bytes.Buffer
	if json.Compact(&b, []byte(line)) != nil {
		return strings.Join(strings.Fields(line), " ")
	}
	return b.String()
}

var modelFilename = lazyregexp.New(`("model_filename"\s*:\s*)"(?:[^"\\]|\\.)*"`)

func renameModel(line, name string) string {
	quoted, err := json.Marshal(bench.Clean(name))
	if err != nil {
		return line
	}
	return modelFilename.ReplaceAllStringFunc(line, func(found string) string {
		return modelFilename.FindStringSubmatch(found)[1] + string(quoted)
	})
}

// ourWords is what dragstrip adds to a result line, as members of its JSON object.
// What the line has already, because it was imported, stays as it is.
func (r *redactor) ourWords(row Row, raw llamaRaw) (text string) {
	add := func(key string, value any) {
		if list, err := json.Marshal(value); err == nil && !raw.has(key) {
			text += fmt.Sprintf(", %q: %s", key, list)
		}
	}
	if row.Job.Model.StandIn {
		add("stand_in", true)
	}
	if stated := statedOf(row.Job, r); len(stated) > 0 {
		add("dragstrip_stated", stated)
	}
	if len(row.Session.Jobs) > 1 {
		add("dragstrip_job", joinNonEmpty("/", row.Session.ID, row.Job.ID))
	}
	if len(row.Doubts) > 0 && !raw.has("dragstrip_verdict") {
		add("dragstrip_verdict", row.Grade)
		add("dragstrip_warnings", eachText(row.Doubts, r.text))
	}
	return text
}

// SuspectResults names the suspect results, each with the reason. [LlamaJSONL]
// leaves them out unless the options include them.
func SuspectResults(s *bench.Session, o Options) []string {
	r := newRedactor(s, o)
	return r.each(suspects(Rows(s)...), r.text)
}

// complete adds keys before the closing brace of a line: first those that the
// line lacks, then dragstrip's own.
func complete(line string, raw llamaRaw, ours string) string {
	mmap := !raw.has("load_mode") || raw.text("load_mode") == "auto" || strings.HasPrefix(raw.text("load_mode"), "mmap")
	add := []struct {
		key   string
		value any
	}{
		{"backends", raw.backend()},
		{"use_mmap", mmap},
		{"n_depth", 0},
		{"tensor_buft_overrides", "none"},
		{"cpu_mask", "0x0"},
		{"cpu_strict", false},
		{"poll", 50},
		{"embeddings", false},
		{"no_op_offload", 0},
		{"n_cpu_moe", 0},
		{"fit_target", 0},
		{"fit_min_ctx", 0},
	}
	body, closed := strings.CutSuffix(line, "}")
	if !closed {
		return line
	}
	for _, a := range add {
		if raw.has(a.key) {
			continue
		}
		if value, err := json.Marshal(a.value); err == nil {
			body += fmt.Sprintf(", %q: %s", a.key, value)
		}
	}
	return body + ours + "}"
}
