package report

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"dragstrip/bench"
)

// tableOf is the program whose results the table can hold, as traits name it.
const tableOf = "llama-bench"

// What a report says about llama-bench's table, and about the mean in the
// report's own table.
const (
	printedHeading = "As llama-bench prints it"
	meanIsPrinted  = "mean ± sd is what llama-bench prints."
)

// llamaField is a column of llama-bench's own table. Width is the column's
// width as for C's printf: negative if the text is aligned left.
type llamaField struct {
	key, name string
	width     int
	standard  []string // values for which the column stays hidden
}

// llamaFields lists the optional columns in the order llama-bench has them.
// asOf sets what was different in earlier builds.
var llamaFields = []llamaField{
	{"n_cpu_moe", "n_cpu_moe", 10, []string{"0"}},
	{"n_threads", "threads", 7, nil},
	{"cpu_mask", "cpu_mask", -10, []string{"0x0"}},
	{"cpu_strict", "cpu_strict", 10, []string{"0"}},
	{"poll", "poll", 10, []string{"50"}},
	{"n_batch", "n_batch", 7, []string{"2048"}},
	{"n_ubatch", "n_ubatch", 8, []string{"512"}},
	{"type_k", "type_k", 6, []string{"f16"}},
	{"type_v", "type_v", 6, []string{"f16"}},
	{"defrag_thold", "defrag_thold", 12, []string{"-1.000000"}},
	{"main_gpu", "main_gpu", 10, []string{"0"}},
	{"split_mode", "sm", 6, []string{"layer"}},
	{"no_kv_offload", "nkvo", 13, []string{"0"}},
	{"flash_attn", "fa", 3, []string{"-1"}},
	{"devices", "dev", -12, []string{"auto"}},
	{"tensor_split", "ts", -12, []string{"0.00"}},
	{"tensor_buft_overrides", "ot", -21, []string{"none"}},
	{"use_mmap", "mmap", 4, []string{"1"}},
	{"use_direct_io", "dio", 3, []string{"0"}},
	{"load_mode", "lm", 10, []string{"auto"}},
	{"lazy_mode", "lazy_mode", -10, []string{"auto"}},
	{"embeddings", "embd", 10, []string{"0"}},
	{"no_op_offload", "nopo", 4, []string{"0"}},
	{"no_host", "noh", 4, []string{"0"}},
	{"repack", "rpk", 3, []string{"1"}},
	{"fit_target", "fitt", 10, []string{"0"}},
	{"fit_min_ctx", "fitc", 11, []string{"0"}},
}

// llamaRow is one test for llama-bench's table: the first result as llama-bench
// wrote it, and the samples of all rounds.
type llamaRow struct {
	raw     llamaRaw
	test    bench.Test
	summary bench.Summary
	standIn bool
	// stated is what tells the configuration apart and has no column.
	stated []string
	// threads tells that the job sets the number of threads.
	threads bool
	// doubts are the warnings on the figure. grade follows from them.
	doubts []bench.Warning
	grade  bench.Grade
}

// LlamaTable writes the results as llama-bench's own markdown table, for
// pasting where people compare such tables: one table for each build and variant
// of it, with its "build:" line. Mean and deviation are computed from the samples
// of all rounds. The warnings that a figure should not be without stand below its
// table, because the table is pasted without the rest of the report. Tests without
// a result and other engines' results are left out.
func LlamaTable(w io.Writer, s *bench.Session, o Options) error {
	if _, err := io.WriteString(w, printedTables(s, newRedactor(s, o), true)); err != nil {
		return fmt.Errorf("write llama-bench table: %w", err)
	}
	return nil
}

// printedTables are the tables. The comment for dragstrip itself is left out where
// it would be shown.
func printedTables(s *bench.Session, r *redactor, comment bool) string {
	var order []string
	groups := map[string][]llamaRow{}
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			row, ok := newLlamaRow(j, t)
			if !ok {
				continue
			}
			row.doubts = s.DoubtsOf(j, t)
			row.grade = bench.GradeOf(row.doubts)
			row.stated = statedOf(j, r)
			build := fmt.Sprintf("%s\x00%s\x00%s\x00%q", row.raw.text("build_commit"), row.raw.text("build_number"), row.raw.backend(), row.stated)
			if groups[build] == nil {
				order = append(order, build)
			}
			groups[build] = append(groups[build], row)
		}
	}
	var parts []string
	for _, build := range order {
		parts = append(parts, llamaTable(groups[build], r, comment))
	}
	return strings.Join(parts, "\n")
}

func newLlamaRow(j *bench.JobState, t *bench.TestState) (llamaRow, bool) {
	row := llamaRow{test: t.Test, summary: t.Summary(), standIn: j.Model.StandIn}
	_, row.threads = j.Params["n_threads"]
	if !t.Measured() {
		return row, false
	}
	for _, r := range t.Results {
		if row.raw = decodeRaw(r.Raw); row.raw != nil {
			return row, true
		}
	}
	if j.BuildUsed().Traits.Lines != tableOf {
		return row, false
	}
	row.raw = rebuiltRaw(j, t)
	return row, true
}

// layout chooses the columns and widths of the build that wrote the lines.
func layout(rows []llamaRow) []llamaField {
	first := rows[0].raw
	fields := []llamaField{{"model", "model", -30, nil}, {"size", "size", 10, nil}, {"params", "params", 10, nil}, {"backend", "backend", -10, nil}}
	onCPU := isCPU(first)
	if !onCPU {
		fields = append(fields, llamaField{"n_gpu_layers", "ngl", 3, nil})
	}
	for _, f := range llamaFields {
		f = f.asOf(first)
		if f.key == "n_threads" && (onCPU || slices.ContainsFunc(rows, func(r llamaRow) bool { return r.threads })) ||
			f.appears(rows) {
			fields = append(fields, f)
		}
	}
	test, tps := 15, 20
	if !first.has("n_depth") {
		test = 13
	}
	if !first.has("backends") {
		tps = 16
	}
	return append(fields, llamaField{"test", "test", test, nil}, llamaField{"t/s", "t/s", tps, nil})
}

// asOf gives the column as the build that wrote raw had it. asOf recognizes the
// build by the fields that it writes, because build numbers of distributions are
// not reliable.
func (f llamaField) asOf(raw llamaRaw) llamaField {
	_, wasBool := raw["flash_attn"].(bool)
	switch {
	case f.key == "flash_attn" && wasBool:
		f.width, f.standard = 2, []string{"0"}
	case f.key == "split_mode" && !raw.has("fit_target"):
		f.width = 5
	case f.key == "load_mode" && !raw.has("lazy_mode"):
		f.standard = []string{"mmap"}
	}
	return f
}

// appears tells whether the column is shown: its values differ, or they are not
// the standard.
func (f llamaField) appears(rows []llamaRow) bool {
	for _, r := range rows {
		text := r.raw.text(f.key)
		if text != rows[0].raw.text(f.key) {
			return true
		}
		if f.standard != nil && r.raw.has(f.key) && !slices.Contains(f.standard, text) {
			return true
		}
	}
	return false
}

// isCPU is llama-bench's own rule for hiding ngl and showing threads. Metal
// builds say "Metal,BLAS" and so count as CPU. Builds without a backends string
// compare the whole name.
func isCPU(raw llamaRaw) bool {
	b := raw.backend()
	if !raw.has("backends") {
		return b == "CPU" || b == "BLAS"
	}
	return strings.Contains(b, "CPU") || strings.Contains(b, "BLAS") || strings.Contains(b, "ZenDNN")
}

// withoutBars escapes bars, so that a text cannot end its table cell. It also
// escapes backslashes, because a backslash before a bar would cancel the escape
// of the bar.
var withoutBars = strings.NewReplacer(`\`, `\\`, "|", `\|`)

func llamaTable(rows []llamaRow, red *redactor, comment bool) string {
	fields := layout(rows)
	var b strings.Builder
	b.WriteString("|")
	for _, f := range fields {
		b.WriteString(" " + printf(f.width, f.name) + " |")
	}
	b.WriteString("\n|")
	for _, f := range fields {
		end := ":"
		if f.width < 0 {
			end = "-"
		}
		b.WriteString(" " + strings.Repeat("-", max(f.width, -f.width)-1) + end + " |")
	}
	b.WriteString("\n")
	var standIns []string
	var doubts []rowDoubts
	var notes []bench.RowNote
	for _, r := range rows {
		doubts = append(doubts, rowDoubts{r.cell("model") + " " + r.cell("test"), r.grade, r.doubts})
		notes = append(notes, rowNote(r.standIn, r.doubts, red))
		b.WriteString("|")
		for _, f := range fields {
			text := withoutBars.Replace(r.cell(f.key))
			width := f.width
			if f.key == "t/s" {
				width++ // printf counts bytes, and ± has two
			}
			b.WriteString(" " + printf(width, text) + " |")
		}
		b.WriteString("\n")
		if name := r.cell("model"); r.standIn && !slices.Contains(standIns, name) {
			standIns = append(standIns, name)
		}
	}
	fmt.Fprintf(&b, "\nbuild: %s (%s)\n", orText(rows[0].raw.text("build_commit"), "unknown"), orText(rows[0].raw.text("build_number"), "0"))
	if stated := rows[0].stated; len(stated) > 0 {
		fmt.Fprintf(&b, "with %s\n", strings.Join(stated, ", "))
	}
	if comment {
		b.WriteString(llamaComment(rows[0].stated, notes))
	}
	if len(standIns) > 0 {
		fmt.Fprintf(&b, "stand-in (exact shape, random weights): %s\n", strings.Join(standIns, ", "))
	}
	b.WriteString(doubtsOfRows(doubts, red))
	return b.String()
}

func (r llamaRow) cell(key string) string {
	switch key {
	case "model":
		return r.raw.text("model_type")
	case "size":
		n := r.raw.number("model_size")
		if n < 1<<30 {
			return fmt.Sprintf("%.2f MiB", n/(1<<20))
		}
		return fmt.Sprintf("%.2f GiB", n/(1<<30))
	case "params":
		n := r.raw.number("model_n_params")
		if n < 1e9 {
			return fmt.Sprintf("%.2f M", n/1e6)
		}
		return fmt.Sprintf("%.2f B", n/1e9)
	case "backend":
		return r.raw.backend()
	case "test":
		return r.test.Name(" @ d")
	case "t/s":
		return fmt.Sprintf("%.2f ± %.2f", r.summary.Mean, r.summary.StdDev)
	}
	return r.raw.text(key)
}

func (r llamaRaw) number(key string) float64 {
	n, ok := r[key].(json.Number)
	if !ok {
		return 0
	}
	v, err := n.Float64()
	if err != nil {
		return 0
	}
	return v
}

// printf pads as C's "%*s" does: it counts bytes, and aligns left if width is
// negative.
func printf(width int, s string) string {
	room := strings.Repeat(" ", max(max(width, -width)-len(s), 0))
	if width < 0 {
		return s + room
	}
	return room + s
}
