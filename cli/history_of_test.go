package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dragstrip/cli/sessions"
)

// Imported results used to count on the day of their import, even if it was known
// when they were measured.
func TestSessionsAreChosenByDayAndWords(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 11, d, 12, 0, 0, 0, time.Local) }
	lines := []sessions.Line{
		{Name: "b", Started: day(20), Models: []string{"Qwen3 8B Q4_K_M"}, What: "Vulkan · -fa on", Builds: []string{"llama.cpp b11669 Vulkan"}},
		{Name: "a", Started: day(10), Models: []string{"Llama 3.2 1B"}, Note: "after the update", Builds: []string{"MLX 0.32"}, Machine: "M1 Ultra"},
		{Name: "old", Started: day(1).AddDate(-1, 0, 0), ImportedAt: day(5), Measured: "2025-11-01", Models: []string{"Phi 4"}},
		{Name: "month", Started: day(5), ImportedAt: day(5), Measured: "2025-10", Models: []string{"Phi 4"}},
		{Name: "unknown", Started: day(5), ImportedAt: day(5), Models: []string{"Phi 4"}},
	}
	for _, c := range []struct{ since, until, words, want string }{
		{"", "", "", "b a old month unknown"},
		{"2026-11-15", "", "", "b"},
		{"", "", "qwen3 vulkan", "b"},
		{"", "", "UPDATE", "a"},
		{"", "", "qwen3 update", ""},
		{"", "2026-11-19", "", "a old month unknown"},
		{"", "2026-11-05", "", "old month unknown"},
		{"2026-11-05", "2026-11-05", "", "unknown"},
		{"2025-11-01", "2026-11-04", "", "old"},
		{"2025-10-31", "2025-10-31", "", "month"},
		{"", "2025-09-30", "", ""},
		{"", "", "2025-11-01", "old"},
		{"", "", "2026-11-05", "unknown"},
		{"", "", "2025-10", "month"},
		{"2026-11-10", "2026-11-10", "", "a"},
		{"", "2026-11-20", "", "b a old month unknown"},
		{"", "", "b11669 mlx", ""},
		{"", "", "b11669", "b"},
		{"", "", "MLX ultra", "a"},
		{"", "", "2026-11-20", "b"},
	} {
		when, err := daysOf(c.since, c.until)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, l := range chosenLines(append([]sessions.Line(nil), lines...), when, strings.Fields(c.words)) {
			names = append(names, l.Name)
		}
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("since %q until %q with %q: %q, want %q", c.since, c.until, c.words, got, c.want)
		}
	}
}

// The list of sessions used to be in the order of imports, but it gave no hint
// of when imported results were measured.
func TestHistorySaysWhenImportedResultsWereMeasured(t *testing.T) {
	var out bytes.Buffer
	e := &env{out: &out, err: &out}
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.Local)
	old := sessions.Line{Name: "old", Started: time.Date(2025, 11, 20, 0, 0, 0, 0, time.UTC), ImportedAt: at, Measured: "2025-11-20", Models: []string{"C"}}
	if !strings.Contains(old.Text(), "2025-11-20") {
		t.Errorf("it is found by %q", old.Text())
	}
	e.printSessions([]sessions.Line{
		{Name: "here", Started: at, Models: []string{"A"}},
		{Name: "unknown", Started: at, ImportedAt: at, Models: []string{"B"}},
		old,
	})
	if lines := strings.Split(out.String(), "\n"); len(lines) < 3 || !strings.HasSuffix(lines[0], "  A") || !strings.HasSuffix(lines[1], "  B") || !strings.HasSuffix(lines[2], "  C, measured 2025-11-20") {
		t.Errorf("%s", out.String())
	}
}

func TestHistoryRefusesWhatItCannotAnswer(t *testing.T) {
	var out bytes.Buffer
	e := shelf(t)
	e.out, e.err = &out, &out
	for _, c := range []struct {
		args []string
		code int
		part string
	}{
		{[]string{"--since", "yesterday"}, exitUsage, "write the day as 20"},
		{[]string{"--until", "2026-11-01", "--since", "2026-11-02"}, exitUsage, "the last day is before the first"},
		{[]string{"--format", "html"}, exitUsage, "are for --of MODEL"},
		{[]string{"--of", "Qwen3", "--format", "pdf"}, exitUsage, "there is only html"},
		{[]string{"--of", "Qwen3", "-o", "x.html"}, exitUsage, "add --format html"},
		{[]string{"--of", "Qwen3", "--until", "2026-11-01"}, exitFailed, "no session with --until 2026-11-01 measured"},
		{[]string{"--of", "Qwen3"}, exitFailed, "no session measured a model named Qwen3"},
		{[]string{"--with", "nothing"}, exitDone, "No sessions yet"},
		{[]string{"--of", "Qwen3", "--with", "Vulkan"}, exitUsage, "give one of them"},
		{nil, exitDone, "Tiny"}, // from here on there is a session
		{[]string{"--with", "nothing"}, exitDone, "No session matches --with nothing; `dragstrip history` lists all sessions."},
		{[]string{"--with", "nothing", "--since", "2020-01-01"}, exitDone, "No session matches --since 2020-01-01 and --with nothing;"},
	} {
		if len(c.args) == 0 {
			shelve(t, e, time.Now(), 1, true)
		}
		out.Reset()
		if code := e.main(append([]string{"history"}, c.args...)); code != c.code || !strings.Contains(out.String(), c.part) {
			t.Errorf("%v: exit code %d\n%s", c.args, code, out.String())
		}
	}
}

// Imported results used to have no line over time. They are lines of their own:
// one for each source and machine.
func TestHistoryOfHasLinesOfImportedResults(t *testing.T) {
	var out bytes.Buffer
	e := shelf(t)
	night := func(name, speed string, args ...string) {
		t.Helper()
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, []byte("| model | test | t/s | commit |\n| --- | --- | --- | --- |\n| Tiny Q4_0 | tg16 | "+speed+" | b"+speed[:2]+" |\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, printed := importing(t, e, "", append([]string{file}, args...)...); code != exitDone {
			t.Fatal(printed)
		}
	}
	night("night.md", "13.5", "--machine", "Mac", "--date", "2025-02")
	night("night.md", "12.5", "--machine", "Mac", "--date", "2025-01-31")
	night("other.md", "11.5", "--machine", "Mac")
	run := func(args ...string) string {
		t.Helper()
		out.Reset()
		e.out, e.err = &out, &out
		if code := e.main(append([]string{"history", "--of", "tiny"}, args...)); code != exitDone {
			t.Fatalf("exit code %d\n%s", code, out.String())
		}
		return out.String()
	}
	printed := run()
	for _, part := range []string{
		"Tiny Q4_0 · tg16 · Mac · published ○ from night.md\n  2025-01-31        b12               12.5 t/s  ○\n  2025-02           b13               13.5 t/s  ○\n",
		"\n\nTiny Q4_0 · tg16 · Mac · published ○ from other.md\n  imported 20", "\n○: somebody else measured it;",
	} {
		if !strings.Contains(printed, part) {
			t.Errorf("no %q in\n%s", part, printed)
		}
	}
	var series []sessions.Series
	if err := json.Unmarshal([]byte(run("--json")), &series); err != nil || len(series) != 2 || series[0].Imported != "from night.md" || series[0].Points[1].Day != "2025-02" {
		t.Errorf("%v: %+v", err, series)
	}
	if page := run("--format", "html"); !strings.Contains(page, "published ○ from night.md") || !strings.Contains(page, "somebody else measured it;") {
		t.Errorf("%s", page)
	}
}

// A line used to name all models, also of an imported session with a thousand.
func TestALineNamesAFewModels(t *testing.T) {
	if got := modelsText(slices.Repeat([]string{"m"}, 9)); got != "m, m, m, m, m, m and 3 more models" {
		t.Errorf("%q", got)
	}
	if got := modelsText(slices.Repeat([]string{"m"}, 7)); got != "m, m, m, m, m, m, m" {
		t.Errorf("%q", got)
	}
}
