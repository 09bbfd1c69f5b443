package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/bench/report"
)

// The article's tables are printed with what a report measured beside them.
func TestTheArticleStandsBesideThisMachine(t *testing.T) {
	s := quants("here", "2", 1)
	s.Jobs[0].Model.ParamCount = 6_738_415_616
	var text bytes.Buffer
	if err := report.JSON(&text, s, report.Options{}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "here.json")
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	e := shelf(t)
	e.out, e.err = &out, &errs
	for _, c := range []struct {
		args  []string
		code  int
		parts []string
	}{
		{[]string{"--preset", "article"}, exitDone, []string{"| 1294 | 886 | **-31.5 %** |", "| model | FWD pp |"}},
		{[]string{"--preset", "article", path}, exitDone, []string{"| this machine |", "| **+82.7 %** | 128 tg |"}},
		{[]string{"--preset", "article", filepath.Join(t.TempDir(), "none.md")}, exitFailed, []string{"there is no report"}},
		{[]string{"--preset", "novel"}, exitUsage, []string{"there is only the preset article"}},
		{[]string{"--preset", "article", "--with", "M1 Ultra"}, exitUsage, []string{"so --with has no effect on them; leave it out"}},
		{[]string{"--preset", "article", "--by", "model", path}, exitUsage, []string{"so --by has"}},
		{[]string{"--preset", "article", "--baseline", "A"}, exitUsage, []string{"so --baseline has"}},
		{[]string{"--preset", "article", "--host-name"}, exitUsage, []string{"so --host-name has"}},
		{[]string{"--json", path}, exitUsage, []string{"--json is for --preset"}},
	} {
		out.Reset()
		errs.Reset()
		if code := e.main(append([]string{"compare"}, c.args...)); code != c.code {
			t.Errorf("%v: exit code %d\n%s", c.args, code, errs.String())
		}
		for _, part := range c.parts {
			if !strings.Contains(out.String()+errs.String(), part) {
				t.Errorf("%v: no %q in\n%s%s", c.args, part, out.String(), errs.String())
			}
		}
	}
	out.Reset()
	var tables []struct {
		Title string
		Rows  []struct{ Cells []struct{ TPS int } }
	}
	if e.main([]string{"compare", "--preset", "article", "--json"}) != exitDone || json.Unmarshal(out.Bytes(), &tables) != nil || len(tables) != 4 || tables[0].Rows[0].Cells[0].TPS != 1581 {
		t.Errorf("%s", out.String())
	}
}
