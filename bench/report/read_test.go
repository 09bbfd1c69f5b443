package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/benchtest"
	"dragstrip/bench/benchtest/values"
)

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A session read back from its report equals what the report says.
func TestReportComesBackAsASession(t *testing.T) {
	s := full(true)
	o := Options{Home: home, User: user}
	var md, js bytes.Buffer
	if err := errors.Join(Markdown(&md, s, o), JSON(&js, s, o)); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"markdown": md.String(), "json": js.String(),
		"with Windows line ends":    strings.ReplaceAll(md.String(), "\n", "\r\n"),
		"quoted in a mail":          "He wrote:\n> " + strings.ReplaceAll(md.String(), "\n", "\n> "),
		"pasted after other text":   "{} `x`\n" + md.String(),
		"with a byte order mark":    "\ufeff" + js.String(),
		"JSON of before the plan":   strings.Replace(js.String(), `"plan":`, `"unknown":`, 1),
		"with unknown keys (newer)": strings.Replace(md.String(), `"session":`, `"later":{"x":[1]},"session":`, 1),
	} {
		got, err := Read([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got.ID != s.ID || len(got.Jobs) != len(s.Jobs) || got.Plan.Rounds != s.Plan.Rounds {
			t.Errorf("%s: session %q with %d jobs", name, got.ID, len(got.Jobs))
			continue
		}
		for i, j := range got.Jobs {
			was := s.Jobs[i]
			if j.Params.String() != was.Params.String() || j.Repetitions != was.Repetitions || len(j.Tests) != len(was.Tests) {
				t.Errorf("%s: job %s came back as %+v", name, was.ID, j.Job)
				continue
			}
			for k, test := range j.Tests {
				if !slices.Equal(test.SamplesNS(), was.Tests[k].SamplesNS()) {
					t.Errorf("%s: %s %s has samples %v", name, j.ID, test.Test, test.SamplesNS())
				}
			}
			if strings.ContainsAny(j.Model.Path, `/\`) || len(j.Build.Prefix) > 0 {
				t.Errorf("%s: a place came along: %q %q", name, j.Model.Path, j.Build.Prefix)
			}
			if len(was.Model.Files) > 0 && jsonOf(t, was.Model.Files[0].SHA256) != jsonOf(t, j.Model.Files[0].SHA256) {
				t.Errorf("%s: another digest", name)
			}
		}
		if a := OldAgainstNew(got, s, false); len(a.Missing) > 0 || len(a.Rows) == 0 {
			t.Errorf("%s: not paired: %v", name, a.Missing)
		}
	}
}

// schema1 is an old report. Its recipe repeats for each job what all jobs have
// in common.
func schema1(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "former", "schema1.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Both schemas of one session give the same plan, samples and grades when read
// back. Reports of schema 1 say nothing about machine and devices.
func TestAReportOfTheFormerSchemaComesBackAsThePresentOne(t *testing.T) {
	was, err := Read([]byte(schema1(t)))
	if err != nil {
		t.Fatal(err)
	}
	is, err := Read([]byte(written(t, "report.md", full(true), Options{})))
	if err != nil {
		t.Fatal(err)
	}
	if x, y := jsonOf(t, withoutFacts(was)), jsonOf(t, withoutFacts(is)); x != y {
		t.Errorf("schema 1 gives\n%s\nand 2\n%s", x, y)
	}
	for i, row := range Rows(was) {
		if present := Rows(is)[i]; row.Grade != present.Grade || !slices.Equal(warningCodes(row), warningCodes(present)) {
			t.Errorf("%s %s: schema 1 gives %s %q, and 2 %s %q", row.Job.ID, row.Test.Test, row.Grade, warningCodes(row), present.Grade, warningCodes(present))
		}
	}
}

// withoutFacts is the recipe of a session with only those parts that reports of
// every version have.
func withoutFacts(s *bench.Session) Recipe {
	c := NewRecipe(s, Options{})
	c.recipeFacts = recipeFacts{}
	for i := range c.Plan.Jobs {
		c.Plan.Jobs[i].Build.Devices, c.Plan.Jobs[i].Build.Added = nil, nil
	}
	for i := range c.Results {
		c.Results[i].GPU = ""
	}
	return c
}

// Old reports, from before facts were written, name neither devices nor the
// GPU. Their results are judged as they were when the report was written.
func TestAGPUInAReportWithoutFactsIsNoFallback(t *testing.T) {
	for _, judged := range benchtest.JudgedSessions() {
		s := bench.Replay(judged.Events)
		back, err := withoutFacts(s).checked()
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range Rows(s) {
			if got := Rows(back)[i]; got.Grade != row.Grade {
				t.Errorf("%s, %s: %s became %s: %q", judged.Name, row.Test.Test, row.Grade, got.Grade, warningCodes(got))
			}
		}
	}
}

// Results that do not fit the common form of their job are kept: a build that
// changed between rounds, a round that is missing or there twice.
func TestResultsUnlikeTheOthersAreKept(t *testing.T) {
	s := full(true)
	results := s.Jobs[0].Tests[0].Results
	results[1].BuildNumber, results[2].Round = 11700, 4
	again := results[0]
	again.SamplesNS = []int64{1600000000}
	s.Jobs[0].Tests[0].Results = append(results, again)
	recipe := NewRecipe(s, Options{})
	back, err := recipe.packed().unpacked()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range recipe.Results {
		if !slices.ContainsFunc(back.Results, func(got RecipeResult) bool { return reflect.DeepEqual(got, r) }) {
			t.Errorf("lost: %+v", r)
		}
	}
	if len(back.Results) != len(recipe.Results) {
		t.Errorf("%d results, want %d", len(back.Results), len(recipe.Results))
	}
}

// A report from elsewhere may hold characters that a terminal obeys. Texts that
// a job has only once in a packed recipe used to come back uncleaned.
func TestEveryTextOfAReportIsCleanedWhenItIsRead(t *testing.T) {
	for name, text := range map[string]string{"schema 1": schema1(t), "packed": written(t, "report.md", full(true), Options{})} {
		for _, value := range []string{`"backend":"Vulkan"`, `"build_commit":"Debian"`, `"engine":"llama.cpp"`} {
			if !strings.Contains(text, value) {
				t.Fatalf("%s has no %s", name, value)
			}
			s, err := Read([]byte(strings.ReplaceAll(text, value, strings.TrimSuffix(value, `"`)+`\u001b[31m\u202e"`)))
			if err != nil {
				t.Errorf("%s, %s: %v", name, value, err)
				continue
			}
			values.EachText(reflect.ValueOf(s.Jobs), func(text string, _ reflect.StructTag) {
				if bench.Clean(text) != text {
					t.Errorf("%s, %s: came back as %q", name, value, text)
				}
			})
		}
	}
}

func TestTextsThatAreNoReportAreRefused(t *testing.T) {
	good, packed := schema1(t), written(t, "report.md", full(true), Options{})
	for name, c := range map[string]struct{ text, says string }{
		"empty":                         {"", "no plan"},
		"another text":                  {"# My notes\n", "no plan"},
		"other JSON":                    {`{"schema":1}`, "not the JSON"},
		"broken JSON":                   {`{"schema":1,`, "not the JSON"},
		"cut off":                       {good[:strings.Index(good, recipeMark)+400], "damaged"},
		"of a newer dragstrip":          {strings.Replace(good, recipeMark+"1", recipeMark+"99", 1), "newer dragstrip"},
		"impossible job name":           {strings.Replace(good, `"jobs":[{"id":"j1"`, `"jobs":[{"id":"../j1"`, 1), "not possible"},
		"JSON of a newer dragstrip":     {strings.Replace(written(t, "report.json", full(true), Options{}), `"schema": 1`, `"schema": 99`, 1), "newer dragstrip"},
		"a sample of no time":           {strings.Replace(good, `"samples_ns":[1595015576`, `"samples_ns":[-5`, 1), "a time of zero"},
		"a sample of an age":            {strings.Replace(good, `"samples_ns":[1595015576`, `"samples_ns":[9223372036854775807`, 1), "month"},
		"the sentinel's round":          {strings.Replace(good, `"round":1,"samples_ns"`, `"round":-1,"samples_ns"`, 1), "no round -1"},
		"another job's figures":         {strings.Replace(good, `{"job":"j1",`, `{"job":"j9",`, 1), "its plan has no j9"},
		"a test of no plan":             {strings.Replace(good, `{"job":"j1",`+"\n"+`"p":512,"round":1`, `{"job":"j1","p":511,"round":1`, 1), "its plan has no j1 pp511"},
		"samples copied":                {strings.Replace(good, `"results":[`, `"results":[{"job":"j1","p":512,"samples_ns":[1595015576,1597503900]},`, 1), "there twice"},
		"packed, cut off":               {packed[:strings.Index(packed, recipeMark)+400], "damaged"},
		"packed, impossible job name":   {strings.Replace(packed, `"jobs":[{"id":"j1"`, `"jobs":[{"id":"../j1"`, 1), "not possible"},
		"packed, a model that is not":   {strings.Replace(packed, `"model":0`, `"model":7`, 1), "not there"},
		"packed, a build that is not":   {strings.Replace(packed, `"build":0`, `"build":-1`, 1), "not there"},
		"packed, a sample of no time":   {strings.Replace(packed, `[1595015576`, `[-5`, 1), "a time of zero"},
		"packed, another job's figures": {strings.Replace(packed, `"jobs":[{"id":"j1"`, `"other_results":[{"job":"j9","p":512,"samples_ns":[1]}],"jobs":[{"id":"j1"`, 1), "its plan has no j9"},
		"packed, samples copied":        {strings.Replace(packed, `"jobs":[{"id":"j1"`, `"other_results":[{"job":"j1","p":512,"samples_ns":[1595015576,1597503900]}],"jobs":[{"id":"j1"`, 1), "there twice"},
		"packed, more rounds than are":  {strings.Replace(packed, `"samples_ns":[[`, `"samples_ns":[`+strings.Repeat("null,", bench.MaxRepetitions+1)+`[`, 1), "longer than"},
		"packed, a job twice":           {strings.Replace(packed, `{"id":"j2"`, `{"id":"j1"`, 1), "two jobs"},
		"endless repetitions":           {strings.Replace(good, `"repetitions":6`, `"repetitions":600000000`, 1), "not possible"},
	} {
		if _, err := Read([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A report may give a test ten thousand rounds and as many warnings. Each
// warning is read once for the whole test. It used to be read and judged again
// for each round.
func TestWarningsOfAReportAreReadOnceForEachTest(t *testing.T) {
	c := NewRecipe(full(true), Options{})
	first := c.Results[0]
	first.Warnings = []string{"of_a_later_version", "swapped", "of_a_later_version"}
	later := first
	later.Warnings = []string{"seen_once"}
	c.Results = slices.Concat(slices.Repeat([]RecipeResult{first}, bench.MaxRepetitions), []RecipeResult{later})
	got := retelling{Session: bench.NewSession(), of: c}.named()
	if len(got) != 1 || got[0].job != first.Job || got[0].test != first.Test || !slices.Equal(got[0].codes, []string{"of_a_later_version", "swapped", "seen_once"}) {
		t.Errorf("%+v", got)
	}
}

// A report that was made from a report used to say 0.00 M parameters, to give
// the model another name, and to leave out -ngl and -dev.
func TestAReportOfAReportHasTheSameTableOfLlamaBench(t *testing.T) {
	job := bench.Job{
		ID: "j1", Model: bench.Model{Name: "Tiny", Quant: "Q4_0", Format: "gguf", Path: "/m/tiny.gguf"}, Repetitions: 2,
		Params: bench.Params{"devices": "Vulkan0", "flash_attn": "on"}, Tests: []bench.Test{{Prompt: 64}},
		Build: bench.EngineBuild{ID: "b", Engine: "llama.cpp", Number: 11669, Traits: bench.Traits{Formats: []string{"gguf"}, Lines: "llama-bench"}},
	}
	s := bench.NewSession()
	for i, f := range []bench.Fact{
		bench.SessionStarted{Schema: bench.Schema, Session: "s", Plan: bench.Plan{Jobs: []bench.Job{job}}},
		bench.EngineStarted{Invocation: 1, Argv: []string{"llama-bench"}},
		bench.TestFinished{Result: bench.Result{
			Test: job.Tests[0], Backend: "Vulkan", GPU: "Radeon", BuildNumber: 11669, BuildCommit: "Debian", ModelType: "llama ?B Q4_0",
			ModelSizeBytes: 8816640, ModelParams: 14684672, Threads: 2, SamplesNS: []int64{1e9, 2e9},
			Raw: `{"build_commit": "Debian", "build_number": 11669, "backends": "Vulkan", "model_type": "llama ?B Q4_0", "model_size": 8816640, "model_n_params": 14684672, "n_threads": 2, "n_gpu_layers": -1, "flash_attn": 1, "devices": "Vulkan0", "fit_target": 0, "n_prompt": 64, "n_gen": 0, "n_depth": 0}`,
		}},
		bench.SessionFinished{Outcome: bench.OutcomeDone},
	} {
		id := "j1"
		switch f.(type) {
		case bench.SessionStarted, bench.SessionFinished:
			id = ""
		}
		s.Apply(bench.Event{Seq: int64(i + 1), Time: time.Unix(int64(i+1), 0), Job: id, Fact: f})
	}
	table := func(s *bench.Session) string {
		var b strings.Builder
		if err := LlamaTable(&b, s, Options{}); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	want := table(s)
	for _, part := range []string{"14.68 M", "|  -1 |", "Vulkan0", "llama ?B Q4_0"} {
		if !strings.Contains(want, part) {
			t.Fatalf("no %q in %s", part, want)
		}
	}
	for format, back := range readBack(t, s) {
		if got := table(back); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", format, got, want)
		}
		var page strings.Builder
		if err := Markdown(&page, back, Options{}); err != nil || strings.Count(page.String(), "were read from a report") != 1 {
			t.Errorf("%s: it does not say once what a report cannot hold: %v", format, err)
		}
	}
	var page strings.Builder
	if err := Markdown(&page, s, Options{}); err != nil || strings.Contains(page.String(), "were read from a report") {
		t.Errorf("the session itself says that it was read from a report: %v", err)
	}
}

// The answer about any other file used to be about reports of older versions.
func TestWhatIsNoReportIsCalledSoFirst(t *testing.T) {
	for _, text := range []string{"# A page about dragstrip\n", ""} {
		if _, err := Read([]byte(text)); !errors.Is(err, ErrNoRecipe) || !strings.HasPrefix(err.Error(), "it is not a report of dragstrip, or an older version wrote it: ") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A report as text used to be refused as if dragstrip had not written it.
func TestAReportAsTextIsRefusedAsOne(t *testing.T) {
	for _, name := range []string{
		"TestFinishedSessionInEveryFormat/report.txt", "TestFinishedSessionInEveryFormat/ascii.txt", "TestFinishedSessionInEveryFormat/narrow.txt",
		"TestSmallestSession/report.txt", "TestComparisonsLookAsReviewed/rerun.txt", "TestComparisonsLookAsReviewed/rerun_ascii.txt",
	} {
		text, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(name)+".golden"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Read(text); !IsReport(text) || !errors.Is(err, ErrNoRecipe) || !strings.Contains(err.Error(), "a report of dragstrip as text") || !strings.Contains(err.Error(), "writes markdown") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"llama-bench/b11669.md", "TestFinishedSessionInEveryFormat/llama-bench.md.golden"} {
		if text, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(name))); err != nil || plainHead.Match(text) {
			t.Errorf("%s is not a report as text: %v", name, err)
		}
	}
}
