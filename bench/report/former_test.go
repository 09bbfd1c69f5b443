package report

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// TestReportsOfTheFormerNameComeBack reads testdata/former, which the program
// wrote when it was called dyno.
func TestReportsOfTheFormerNameComeBack(t *testing.T) {
	for _, name := range []string{"report.md", "report.json"} {
		text, err := os.ReadFile(filepath.Join("testdata", "former", name))
		if err != nil {
			t.Fatal(err)
		}
		was, err := Read(text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if was.Version != "0.1.0-dev" || len(was.Jobs) != 2 || len(was.Jobs[0].Tests[0].Results) != 2 || was.Jobs[1].Build.Origin != "dragstrip, venv" {
			t.Errorf("%s: version %q, %d jobs, origin %q", name, was.Version, len(was.Jobs), was.Jobs[1].Build.Origin)
		}
		present := strings.NewReplacer(`"dyno_`, `"dragstrip_`).Replace(string(text))
		is, err := Read([]byte(present))
		if err != nil || !reflect.DeepEqual(was, is) {
			t.Errorf("%s with the present keys is another session: %v", name, err)
		}
		// A report may be quoted in a mail.
		if quoted := "> " + strings.ReplaceAll(string(text), "\n", "\n> "); name == "report.md" {
			if again, err := Read([]byte(quoted)); err != nil || !reflect.DeepEqual(was, again) {
				t.Errorf("quoted in a mail it is another session: %v", err)
			}
		}
	}
}
