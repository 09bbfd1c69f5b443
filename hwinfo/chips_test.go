package hwinfo

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// chips.tsv is generated from the reference set and never edited by hand. It
// has what a machine must know about a chip, under the names that drivers use.
func TestTheTableIsMadeFromTheReferenceSet(t *testing.T) {
	made := filepath.Join(t.TempDir(), "chips.tsv")
	generator := exec.Command("go", "run", "genchips.go", "-o", made)
	generator.Env = append(os.Environ(), "GOOS=", "GOARCH=") // the generator must run on this machine, even if the test is built for another system
	if out, err := generator.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	want, err := os.ReadFile(made)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != chipTable {
		t.Error("chips.tsv is not what the reference set gives: go generate ./hwinfo")
	}
}
