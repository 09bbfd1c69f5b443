package hwinfo

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// There is one truth about chips: the reference set. chips.tsv has what a machine
// must know of it, under the names that drivers use.
func TestTheTableIsMadeFromTheReferenceSet(t *testing.T) {
	made := filepath.Join(t.TempDir(), "chips.tsv")
	generator := exec.Command("go", "run", "genchips.go", "-o", made)
	generator.Env = append(os.Environ(), "GOOS=", "GOARCH=") // of this machine, also if the test is for another one
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
