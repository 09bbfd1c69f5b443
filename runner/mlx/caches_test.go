package mlx

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestCopiesOfCachesAreWholeAndTheirOwn: a depth is filled once and the cache
// is copied for each repetition. If copies shared data, one repetition would
// change the next. The test uses the real mlx_lm, also one of a year ago.
func TestCopiesOfCachesAreWholeAndTheirOwn(t *testing.T) {
	for _, variable := range []string{"DRAGSTRIP_TEST_MLX_PYTHON", "DRAGSTRIP_TEST_OLD_MLX_PYTHON"} {
		t.Run(variable, func(t *testing.T) {
			python := os.Getenv(variable)
			if python == "" {
				t.Skipf("skipped: %s names no Python that has mlx-lm", variable)
			}
			driver := filepath.Join(t.TempDir(), driverName)
			if err := os.WriteFile(driver, []byte(Driver), 0o600); err != nil {
				t.Fatal(err)
			}
			c := exec.Command(python, filepath.Join("testdata", "caches.py"), driver)
			c.Env = append(os.Environ(), "HF_HUB_OFFLINE=1", "TRANSFORMERS_VERBOSITY=error")
			c.Stderr = os.Stderr
			out, err := c.Output()
			if err != nil {
				t.Fatal(err)
			}
			if strings.Count(string(out), ": ok\n") != 6 || strings.Contains(string(out), "WRONG") {
				t.Errorf("%s", out)
			}
		})
	}
}
