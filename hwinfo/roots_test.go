package hwinfo

import (
	"context"
	"os/exec"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dragstrip/bench"
)

// linuxRoot is a Linux machine of these files.
func linuxRoot(arch string, files map[string]string) Root {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return Root{OS: "linux", Arch: arch, FS: fsys, Patience: 5 * time.Second}
}

// says answers commands by their beginning; others are not installed.
func says(answers map[string]string) Runner {
	return func(_ context.Context, name string, args ...string) ([]byte, error) {
		line := strings.Join(append([]string{name}, args...), " ")
		longest := ""
		for start := range answers {
			if strings.HasPrefix(line, start) && len(start) > len(longest) {
				longest = start
			}
		}
		if longest == "" {
			return nil, exec.ErrNotFound
		}
		return []byte(answers[longest]), nil
	}
}

func sysctls(text string) func(string) (string, error) {
	values := map[string]string{}
	for line := range strings.SplitSeq(text, "\n") {
		if name, value, found := strings.Cut(strings.TrimSpace(line), ": "); found {
			values[name] = value
		}
	}
	return func(name string) (string, error) {
		if v, ok := values[name]; ok {
			return v, nil
		}
		return "", exec.ErrNotFound
	}
}

func repeat(n int, text func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(text(i))
	}
	return b.String()
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if got < want*0.995 || got > want*1.005 {
		t.Errorf("%s = %g, want %g", what, got, want)
	}
}

func onlyGPU(t *testing.T, m bench.Machine) bench.GPU {
	t.Helper()
	if len(m.GPUs) != 1 {
		t.Fatalf("%d GPUs, want one: %+v", len(m.GPUs), m.GPUs)
	}
	return m.GPUs[0]
}

func describe(t *testing.T, root Root) bench.Machine {
	t.Helper()
	return Describe(t.Context(), root)
}
