package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/imported"
)

const foreignTable = "| model | test | t/s |\n|---|---|---|\n| llama 7B Q4_0 | pp512 | 1 294 ± 3.2 |\n| llama 7B Q4_0 | tg128 | 46.7 |\n| llama 7B Q4_0 | tg128 | fast |\n"

// importing calls the verb import and gives everything that it printed.
func importing(t *testing.T, e *env, in string, args ...string) (code int, printed string) {
	t.Helper()
	var out bytes.Buffer
	e.in, e.out, e.err = strings.NewReader(in), &out, &out
	code = e.main(append([]string{"import"}, args...))
	return code, out.String()
}

func TestImportedResultsAreInHistoryOnce(t *testing.T) {
	e := shelf(t)
	file := filepath.Join(t.TempDir(), "post.md")
	if err := os.WriteFile(file, []byte(foreignTable), 0o600); err != nil {
		t.Fatal(err)
	}
	code, printed := importing(t, e, "", file, "--machine", "Framework Desktop", "--who", "J. Doe\x1b[31m", "--date", "2025-08-06")
	for _, part := range []string{"Imported 2 results from post.md, read as a table", "on Framework Desktop", "Left out 1 row", `line 5 (llama 7B Q4_0 tg128): its speed is not a number: "fast"`} {
		if code != exitDone || !strings.Contains(printed, part) {
			t.Errorf("exit code %d, no %q in\n%s", code, part, printed)
		}
	}
	if code, printed = importing(t, e, "", file); code != exitDone || !strings.Contains(printed, "was imported already, as session ") {
		t.Errorf("exit code %d\n%s", code, printed)
	}
	lines, err := e.sessions().Lines(context.Background())
	if err != nil || len(lines) != 1 {
		t.Fatalf("%d sessions: %v", len(lines), err)
	}
	l := lines[0]
	if l.State != "imported" || l.BestGrade != bench.GradePublished || l.Imported != "from post.md (J. Doe, 2025-08-06)" || l.Machine != "Framework Desktop" || l.Done != 2 || !strings.Contains(l.What, "from post.md") {
		t.Errorf("%+v", l)
	}
	if got := l.Started.Format(time.DateOnly); got != "2025-08-06" {
		t.Errorf("it started %s", got)
	}
	var report bytes.Buffer
	if e.out = &report; e.main([]string{"report", l.Name}) != exitDone || strings.Contains(report.String(), "All samples") || !strings.Contains(report.String(), "Framework Desktop") {
		t.Errorf("its report, which has no samples:\n%s", report.String())
	}
}

// Imported results come from another machine, whatever they say about it. They
// must teach nothing about this one.
func TestImportedResultsPredictNothing(t *testing.T) {
	e := shelf(t)
	if code, printed := importing(t, e, foreignTable, "-", "--name", "a mail"); code != exitDone || !strings.Contains(printed, "from a mail") {
		t.Fatal(printed)
	}
	known := &speeds{}
	known.read(context.Background(), e.places.store(), func(context.Context) bench.Machine { return bench.Machine{} })
	job := bench.Job{Model: bench.Model{Name: "llama 7B", Quant: "Q4_0", Path: "llama 7B Q4_0"}, Repetitions: 1}
	if r := known.expect(&job, bench.Test{Generation: 128}); r != (bench.SpeedRange{}) {
		t.Errorf("%v are expected", r)
	}
}

// A report and a session folder that another dragstrip wrote are imported, too.
// They keep their warnings, models and numbers of repetitions.
func TestReportsAndFoldersOfOthersAreImported(t *testing.T) {
	theirs, mine := shelf(t), shelf(t)
	folder := shelve(t, theirs, time.Date(2025, 11, 1, 12, 0, 0, 0, time.UTC), 2, true)
	report := filepath.Join(t.TempDir(), "report.md")
	var out bytes.Buffer
	theirs.out, theirs.err = &out, &out
	if code := theirs.main([]string{"report", "-o", report}); code != exitDone {
		t.Fatal(out.String())
	}
	code, printed := importing(t, mine, "", report, folder.Path)
	for _, part := range []string{"read as a report of dragstrip", "read as a session folder of dragstrip", "2 results of 1 model"} {
		if code != exitDone || !strings.Contains(printed, part) {
			t.Errorf("exit code %d, no %q in\n%s", code, part, printed)
		}
	}
	lines, err := mine.sessions().Lines(context.Background())
	if err != nil || len(lines) != 2 {
		t.Fatalf("%d sessions: %v", len(lines), err)
	}
	for _, l := range lines {
		if l.State != "imported" || l.BestTPS <= 0 || l.Done != 2 || l.Started.Year() != 2025 {
			t.Errorf("%+v", l)
		}
	}
	if code, printed = importing(t, theirs, "", folder.Path); code != exitFailed || !strings.Contains(printed, "one of yours already") {
		t.Errorf("exit code %d\n%s", code, printed)
	}
}

// One's own report used to become a second session, which seemed to be of another
// machine.
func TestWhatWasMeasuredHereIsNotImported(t *testing.T) {
	e := shelf(t)
	folder := shelve(t, e, time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), 2, true)
	from := t.TempDir()
	if err := os.CopyFS(filepath.Join(from, "copy"), os.DirFS(folder.Path)); err != nil {
		t.Fatal(err)
	}
	sources := []string{filepath.Join(from, "copy")}
	for _, format := range []string{"md", "json"} {
		file := filepath.Join(from, "report."+format)
		var out bytes.Buffer
		if e.out, e.err = &out, &out; e.main([]string{"report", "--format", format, "-o", file}) != exitDone {
			t.Fatal(out.String())
		}
		sources = append(sources, file)
	}
	for _, source := range sources {
		code, printed := importing(t, e, "", source)
		if want := "is a copy of session " + folder.Name() + ", a session of this machine. It is in History already, so nothing was imported."; code != exitDone || !strings.Contains(printed, want) {
			t.Errorf("exit code %d: %s", code, printed)
		}
	}
	if lines, err := e.sessions().Lines(context.Background()); err != nil || len(lines) != 1 {
		t.Errorf("%d sessions: %v", len(lines), err)
	}
}

func TestWhatIsUnclearIsAskedForOrNamed(t *testing.T) {
	const unclear = "| LM | Result |\n|---|---|\n| Qwen3 8B Q8_0 | 30 |\n"
	const board = "| Chip | pp512 | tg128 |\n|---|---|---|\n| M2 | 300 | 30 |\n| M3 | 400 | 40 |\n"
	const noTest = "| model | t/s |\n|---|---|\n| Qwen3 8B Q8_0 | 30 |\n"
	file := filepath.Join(t.TempDir(), "table.md")
	for _, c := range []struct {
		text, in string
		args     []string
		code     int
		parts    []string
	}{
		{board, "", nil, exitFailed, []string{"does not say which column is the model", "--model NAME"}},
		{board, "", []string{"--model", "llama 7B Q4_0"}, exitDone, []string{"on M2", "on M3", "Imported 4 results"}},
		{unclear, "", []string{"--column", "LM=model", "--column", "Result=tg128"}, exitDone, []string{"Imported 1 result "}},
		{unclear, "", []string{"--column", "LM=engine room"}, exitUsage, []string{"there is no such meaning; choose model"}},
		{unclear, "", []string{"--column", "LM"}, exitUsage, []string{"write the heading of the column"}},
		{board, "llama 7B Q4_0\n", nil, exitDone, []string{"Which column is the model?", "Imported 4 results"}},
		{board, "\n", nil, exitFailed, []string{"Which column is the model?", "--model NAME"}},
		{board, "Q\n", nil, exitFailed, []string{"--model NAME"}},
		{board, "12\n", nil, exitFailed, []string{"There is no column 12.", "--model NAME"}},
		{noTest, "model\ntg64\n", nil, exitDone, []string{"Which test was measured?", "There is no test model.", "Imported 1 result "}},
		{"nothing here", "", nil, exitFailed, []string{"no results that dragstrip can read"}},
	} {
		e := shelf(t)
		e.inTTY = c.in != ""
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		code, printed := importing(t, e, c.in, append([]string{file}, c.args...)...)
		for _, part := range c.parts {
			if code != c.code || !strings.Contains(strings.Join(strings.Fields(printed), " "), part) {
				t.Errorf("%v: exit code %d, no %q in\n%s", c.args, code, part, printed)
			}
		}
	}
}

func TestPagesAreFetchedSafely(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, foreignTable) }))
	defer other.Close()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/page":
			fmt.Fprint(w, foreignTable)
		case "/moved":
			http.Redirect(w, r, other.URL+"/x?token=s3cret", http.StatusFound)
		case "/away":
			http.Redirect(w, r, "http://example.org/", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	for path, c := range map[string]struct {
		code  int
		parts []string
	}{
		"/page":  {exitDone, []string{"from " + server.URL + "/page"}},
		"/moved": {exitDone, []string{"redirects to " + strings.TrimPrefix(other.URL, "http://"), "from " + other.URL + "/x?token=…"}},
		"/away":  {exitFailed, []string{"redirects to http://example.org/, which is not https"}},
		"/none":  {exitFailed, []string{"answered 404"}},
	} {
		code, printed := importing(t, shelf(t), "", server.URL+path)
		for _, part := range c.parts {
			if code != c.code || !strings.Contains(printed, part) {
				t.Errorf("%s: exit code %d, no %q in\n%s", path, code, part, printed)
			}
		}
	}
	if code, printed := importing(t, shelf(t), "", "http://example.org/page"); code != exitFailed || !strings.Contains(printed, "only https addresses are fetched") {
		t.Errorf("exit code %d\n%s", code, printed)
	}
}

// An answer is kept as it was typed. Otherwise a model would have another name
// than in other sessions. Questions must not mix with JSON.
func TestAnswersAreKeptAsTyped(t *testing.T) {
	const board = "| Chip | pp512 |\n|---|---|\n| M2 | 300 |\n"
	e := shelf(t)
	e.inTTY = true
	var out, told bytes.Buffer
	file := filepath.Join(t.TempDir(), "table.md")
	if err := os.WriteFile(file, []byte(board), 0o600); err != nil {
		t.Fatal(err)
	}
	e.in, e.out, e.err = strings.NewReader(" llama 7B Q4_0 \n"), &out, &told
	if code := e.main([]string{"import", file, "--json"}); code != exitDone || !json.Valid(out.Bytes()) || !strings.Contains(told.String(), "Which column is the model?") {
		t.Fatalf("exit code %d\n%s\n%s", code, &out, &told)
	}
	lines, err := e.sessions().Lines(context.Background())
	if err != nil || len(lines) != 1 || !strings.Contains(lines[0].What, "llama 7B Q4_0") {
		t.Errorf("%+v, %v", lines, err)
	}
}

// An answer about one source does not hold for the next source. If a source
// fails, the sources before it are imported, so the program reports them.
func TestAnswersAreAboutOneSource(t *testing.T) {
	folder := t.TempDir()
	var files []string
	for i, speed := range []string{"30", "40"} {
		files = append(files, filepath.Join(folder, fmt.Sprint(i, ".md")))
		if err := os.WriteFile(files[i], []byte("| LM | Result |\n|---|---|\n| Qwen3 8B Q8_0 | "+speed+" |\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	e := shelf(t)
	e.inTTY = true
	var out, told bytes.Buffer
	e.in, e.out, e.err = strings.NewReader("2\n1\ntg64\n"), &out, &told
	code := e.main([]string{"import", files[0], files[1], "--json"})
	var done []importDone
	if err := json.Unmarshal(out.Bytes(), &done); err != nil || code != exitFailed || len(done) != 1 || len(done[0].Sessions) != 1 {
		t.Errorf("exit code %d, %v\n%s", code, err, &out)
	}
	if said := told.String(); strings.Count(said, "Which column is the speed") != 2 || !strings.Contains(said, `--column "HEADING=speed"`) {
		t.Error(said)
	}
}

func TestAllRowsLeftOutAreNamed(t *testing.T) {
	text := foreignTable + strings.Repeat("| llama 7B Q4_0 | tg128 | slow |\n", 1100)
	_, printed := importing(t, shelf(t), text, "-")
	for _, part := range []string{"Left out 1101 rows", "line 30 (", "line 1004 (", "and 101 further rows, not listed here"} {
		if !strings.Contains(printed, part) {
			t.Errorf("no %q in\n%s", part, printed)
		}
	}
	if strings.Contains(printed, "--json") {
		t.Error("the same content is not read again, so --json cannot list its rows")
	}
}

// Ctrl-c must end the wait for text that nobody types.
func TestInterruptEndsTheWaitForText(t *testing.T) {
	e := shelf(t)
	never, end := io.Pipe()
	defer end.Close()
	e.in, e.err, e.inTTY = never, io.Discard, true
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := e.readSource(ctx, "-"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	hints := imported.Hints{Columns: map[string]imported.Meaning{}}
	if _, err := e.readAsking(ctx, []byte("| Chip | pp512 |\n|---|---|\n| M2 | 300 |\n"), hints); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// A session without results has nothing to compare. The name of somebody who
// measured is kept as it was given, even if a report would hide it.
func TestFoldersOfOthersAreKeptAsSaid(t *testing.T) {
	theirs, mine := shelf(t), shelf(t)
	folder := shelve(t, theirs, time.Date(2026, 11, 1, 13, 0, 0, 0, time.UTC), 1, true)
	journal := folder.File("events.jsonl")
	text, err := os.ReadFile(journal)
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.ReplaceAll(text, []byte("/m/tiny"), []byte("/home/jdoe/tiny"))
	measured := regexp.MustCompile(`(?m)^.*TestFinished.*\n`)
	if err := os.WriteFile(journal, measured.ReplaceAll(text, nil), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, printed := importing(t, mine, "", folder.Path); code != exitFailed || !strings.Contains(printed, "nothing was measured in this session") {
		t.Errorf("exit code %d\n%s", code, printed)
	}
	if err := os.WriteFile(journal, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, printed := importing(t, mine, "", folder.Path, "--who", "jdoe"); code != exitDone {
		t.Fatal(printed)
	}
	lines, err := mine.sessions().Lines(context.Background())
	if err != nil || len(lines) != 1 || lines[0].Imported != "from session "+folder.Name()+" (jdoe)" {
		t.Errorf("%+v, %v", lines, err)
	}
}

// A date in the future used to be believed. The figures are taken without it.
func TestDatesInTheFutureAreLeftOut(t *testing.T) {
	theirs, mine := shelf(t), shelf(t)
	later := time.Now().UTC().AddDate(1, 0, 0)
	folder := shelve(t, theirs, later, 2, true)
	file := filepath.Join(t.TempDir(), "bench.csv")
	text := "build_commit,build_number,model_type,n_prompt,n_gen,avg_ts,test_time\nabc,1,llama 7B Q4_0,0,128,46.7,2025-08-06T01:02:03Z\nabc,1,llama 7B Q4_0,512,0,1294," + later.Format(time.RFC3339) + "\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	code, printed := importing(t, mine, "", folder.Path, file)
	for _, part := range []string{
		"Note: its date, " + later.Format(time.DateOnly) + ", is in the future; the date was left out.",
		"Note: 1 result had a date in the future, such as " + later.Format(time.DateOnly) + "; the date was left out.",
	} {
		if code != exitDone || !strings.Contains(printed, part) {
			t.Errorf("exit code %d, no %q in\n%s", code, part, printed)
		}
	}
	lines, err := mine.sessions().Lines(context.Background())
	if err != nil || len(lines) != 2 {
		t.Fatalf("%d sessions: %v", len(lines), err)
	}
	for _, l := range lines {
		if want := map[bool]string{true: "2025-08-06"}[l.Imported == "from bench.csv"]; l.Measured != want || l.Done != 2 {
			t.Errorf("%+v", l)
		}
	}
	all, err := mine.sessions().Series(context.Background(), nil)
	if err != nil || len(all) == 0 {
		t.Fatal(all, err)
	}
	for _, s := range all {
		for _, p := range s.Points {
			if p.Started.After(time.Now()) {
				t.Errorf("%s: %+v", s.Test, p)
			}
		}
	}
}

// A wrong date and a wrong heading used to be accepted without a word.
func TestWrongWordsAboutASourceAreRefused(t *testing.T) {
	e := shelf(t)
	for _, date := range []string{"2025-13-40", "31.12.2025", "yesterday"} {
		if code, printed := importing(t, e, foreignTable, "-", "--date", date); code != exitUsage || !strings.Contains(printed, "as in 2025-08-06") {
			t.Errorf("--date %s: exit code %d\n%s", date, code, printed)
		}
	}
	for _, date := range []string{time.Now().AddDate(0, 0, 3).Format(time.DateOnly), time.Now().AddDate(1, 0, 0).Format("2006-01"), time.Now().AddDate(2, 0, 0).Format("2006")} {
		if code, printed := importing(t, e, foreignTable, "-", "--date", date); code != exitUsage || !strings.Contains(printed, "is in the future") {
			t.Errorf("--date %s: exit code %d\n%s", date, code, printed)
		}
	}
	for range 2 { // before and after it was imported
		if code, printed := importing(t, e, foreignTable, "-", "--column", "Nope=machine"); code != exitUsage || !strings.Contains(printed, "no column nope; its columns are model, test, t/s") {
			t.Errorf("exit code %d\n%s", code, printed)
		}
		if code, printed := importing(t, e, foreignTable, "-", "--date", "2025-08"); code != exitDone {
			t.Errorf("exit code %d\n%s", code, printed)
		}
	}
	if _, printed := importing(t, e, foreignTable, "-"); !strings.Contains(strings.Join(strings.Fields(printed), " "), "delete it on the screen History (d) and import it again") {
		t.Errorf("it does not say how a date is corrected:\n%s", printed)
	}
	// In a script nobody can press d, and the message used to name only the screen.
	_, printed := importing(t, e, foreignTable, "-")
	_, folder, _ := strings.Cut(printed, "Without the screens: delete the folder ")
	if err := os.RemoveAll(strings.TrimSpace(folder)); folder == "" || err != nil {
		t.Fatalf("no folder is named:\n%s", printed)
	}
	if code, printed := importing(t, e, foreignTable, "-"); code != exitDone || !strings.Contains(printed, "Imported ") {
		t.Errorf("exit code %d after the folder was deleted\n%s", code, printed)
	}
}

// A table of llama-bench used to be called an old report. Nothing said how its
// results can be shown.
func TestAFileOfAnotherProgramIsNoOldReport(t *testing.T) {
	file := filepath.Join(t.TempDir(), "post.md")
	if err := os.WriteFile(file, []byte(foreignTable), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := newRooms(shelf(t), &processors{}).sessionRoom(context.Background()).OpenFile(context.Background(), file)
	if err == nil || !strings.Contains(err.Error(), "it has results of another program (a table); `dragstrip import "+file+"` makes a session of them, and so does pasting them on the screen History") {
		t.Error(err)
	}
}

// Formats for an engine's own results used to be written empty, and to measure
// imported results again named an engine build "".
func TestWhatImportedResultsCannotBeIsSaid(t *testing.T) {
	e := shelf(t)
	file := filepath.Join(t.TempDir(), "post.md")
	if err := os.WriteFile(file, []byte(foreignTable), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, printed := importing(t, e, "", file); code != exitDone {
		t.Fatal(printed)
	}
	lines, err := e.sessions().Lines(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	checkCalls(t, e, "report", []call{
		{[]string{lines[0].Name, "--format", "llama-bench"}, exitFailed, []string{"no results as an engine prints them"}},
		{[]string{lines[0].Name, "--format", "llama-bench-jsonl"}, exitFailed, []string{"--format md or csv writes what it has"}},
	})
	checkCalls(t, e, "rerun", []call{{[]string{lines[0].Name}, exitFailed, []string{"do not say which engine measured them: --engine NAME or PATH names one"}}})
	checkCalls(t, e, "control", []call{{[]string{"stop", lines[0].Name}, exitUsage, []string{"is a session; a session is named by --session"}}})
}
