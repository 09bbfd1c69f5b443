package cli

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// The article's tables are printed with what a report measured beside them.
func TestTheArticleStandsBesideThisMachine(t *testing.T) {
	s := quants("here", "2", 1)
	s.Jobs[0].Model.ParamCount = 6_738_415_616
	path := reportFile(t, "here", s)
	e := shelf(t)
	checkCalls(t, e, "compare", []call{
		{[]string{"--preset", "article"}, exitDone, []string{"| 1294 | 886 | **-31.5 %** |", "| model | FWD pp |"}},
		{[]string{"--preset", "article", path}, exitDone, []string{"| this machine |", "| **+82.7 %** | 128 tg |"}},
		{[]string{"--preset", "article", filepath.Join(t.TempDir(), "none.md")}, exitFailed, []string{"there is no report"}},
		{[]string{"--preset", "novel"}, exitUsage, []string{"there is only the preset article"}},
		{[]string{"--preset", "article", "--with", "M1 Ultra"}, exitUsage, []string{"so --with has no effect on them; leave it out"}},
		{[]string{"--preset", "article", "--by", "model", path}, exitUsage, []string{"so --by has"}},
		{[]string{"--preset", "article", "--baseline", "A"}, exitUsage, []string{"so --baseline has"}},
		{[]string{"--preset", "article", "--host-name"}, exitUsage, []string{"so --host-name has"}},
		{[]string{"--preset", "article", "--format", "html"}, exitUsage, []string{"md or json, not as html"}},
		{[]string{"--json", path}, exitDone, []string{`"baseline": "A"`}}, // without a preset
	})
	out, _, code := said(e, "compare", "--preset", "article", "--json")
	var tables []struct {
		Title string
		Rows  []struct{ Cells []struct{ TPS int } }
	}
	if code != exitDone || json.Unmarshal([]byte(out), &tables) != nil || len(tables) != 4 || tables[0].Rows[0].Cells[0].TPS != 1581 {
		t.Errorf("%s", out)
	}
}

// Imported results come from another machine. They must never stand in the
// article's column of this machine, although their session is the newest one.
func TestImportedResultsAreNotOfThisMachine(t *testing.T) {
	e := shelf(t)
	table := "| model | test | t/s |\n|---|---|---|\n| llama 7B Q4_0 | tg128 | 46.7 |\n"
	if code, printed := importing(t, e, table, "-", "--name", "a mail"); code != exitDone {
		t.Fatal(printed)
	}
	if out, problem, code := said(e, "compare", "--preset", "article"); code != exitDone || strings.Contains(out, "this machine |") {
		t.Errorf("exit code %d: %s\n%s", code, problem, out)
	}
	lines, err := e.sessions().Lines(t.Context())
	if err != nil || len(lines) != 1 || lines[0].MeasuredHere() {
		t.Fatalf("%+v %v", lines, err)
	}
	if _, problem, code := said(e, "compare", "--preset", "article", lines[0].Name); code != exitUsage || !strings.Contains(problem, lines[0].Name+" was imported") {
		t.Errorf("exit code %d: %s", code, problem)
	}
	for _, verb := range [][]string{{"compare", "--preset", "article", "last"}, {"compare"}, {"report"}} {
		if _, problem, code := said(e, verb...); code != exitFailed || !strings.Contains(problem, "nothing was measured here yet") || !strings.Contains(problem, lines[0].Name) {
			t.Errorf("%s: exit code %d: %s", verb, code, problem)
		}
	}
}
