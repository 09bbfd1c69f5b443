package mlx

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// TestTheDriverTakesNothingFromItsFolder: Python puts a script's folder before
// its own modules, and the driver lies in the session's folder, which may come
// from elsewhere.
func TestTheDriverTakesNothingFromItsFolder(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("this machine has no Python")
	}
	folder := t.TempDir()
	sprung := filepath.Join(folder, "sprung")
	put(t, Driver, folder, driverName)
	for _, module := range []string{"argparse", "copy", "json", "signal", "threading", "mlx", "mlx_lm", "sitecustomize"} {
		put(t, "open("+`r"`+sprung+`"`+", 'w').close()\n", folder, module+".py")
	}
	c := exec.CommandContext(t.Context(), python, filepath.Join(folder, driverName), "--model", folder, "--tests", "pp4")
	c.Dir = t.TempDir()
	out, _ := c.CombinedOutput() // it fails, because there is no MLX or no model
	if len(out) == 0 || exists(sprung) {
		t.Errorf("it said %q; a module beside it was run: %t", out, exists(sprung))
	}
}
