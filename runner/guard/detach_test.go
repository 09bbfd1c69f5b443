package guard

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func init() {
	parts["detached that dies"] = func([]string) int {
		fmt.Println("first words")
		fmt.Fprintln(os.Stderr, "panic: \x1b[31mmodel not found")
		return 3
	}
	parts["detached that is not ready"] = func([]string) int {
		Ready(errors.New("another session runs:\nwait for \"it\""))
		Ready(nil)
		return 1
	}
	parts["detached that says nonsense"] = func([]string) int {
		file, err := takeFile(3)
		if err == nil {
			_, _ = file.WriteString("hello\n")
		}
		return forever()
	}
}

func openLog(t *testing.T) *os.File {
	t.Helper()
	log, err := os.OpenFile(filepath.Join(t.TempDir(), "bench.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	return log
}

func TestDetachedProcessThatDoesNotBecomeReady(t *testing.T) {
	for name, c := range map[string]struct {
		argv []string
		want []string
		not  string
	}{
		"dies":           {as("detached that dies"), []string{"exit status 3", "first words", "model not found"}, "older"},
		"says why":       {as("detached that is not ready"), []string{"another session runs:\nwait for \"it\""}, "log"},
		"never ready":    {as("hang"), []string{"not ready after"}, "older"},
		"no such":        {[]string{filepath.Join(t.TempDir(), "none")}, []string{"start "}, "older"},
		"says nonsense":  {as("detached that says nonsense"), []string{"\"hello\""}, "older"},
		"empty command":  {nil, []string{"empty"}, "older"},
		"ends, no words": {as("exit", "0"), []string{"exit status 0"}, "its log"},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "says nonsense" && os.PathSeparator == '\\' {
				t.Skip("the pipe has another number")
			}
			log := openLog(t)
			if name != "ends, no words" {
				_, _ = log.WriteString("older words\n")
			}
			limit := 10 * time.Second
			if name == "never ready" {
				limit = 300 * time.Millisecond
			}
			_, err := startDetached(c.argv, nil, "", nil, log, limit)
			if err == nil {
				t.Fatal("it was taken for ready")
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q does not contain %q", err, want)
				}
			}
			if strings.Contains(err.Error(), c.not) || strings.Contains(err.Error(), "\x1b") {
				t.Errorf("error %q holds what it should not", err)
			}
		})
	}
}

func TestReadyInAProcessThatNobodyWaitsFor(t *testing.T) {
	Ready(errors.New("nobody reads this"))
}
