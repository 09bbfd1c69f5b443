package install

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/runner/engine"
)

// zephyrEnvironment is a Python environment with one package.
var zephyrEnvironment = Environment{
	Folder: "zephyr", Packages: func(string, int, engine.SetupWish) []string { return []string{"zephyr"} },
	Pythons: Pythons{Oldest: 10, Newest: 14, Best: 11},
	Trial:   Trial{Program: "try it", Time: startTime, Version: func(line string) string { return strings.TrimPrefix(line, "version ") }},
}

// upgradable is a machine on which one way has a newer version than b1, which
// it has installed. If newer is false, there is only b1.
func upgradable(t *testing.T, way, data string, newer bool) (*Store, Way) {
	t.Helper()
	switch way {
	case WayRelease:
		f, in := newFakeRelease(t)
		in.Data = data
		f.publish(t, "b1")
		if newer {
			f.publish(t, "b2")
		}
		return in, zephyrRelease(f.page)
	case WayDebianFolder:
		f, in := newFakeDebian(t)
		in.Data = data
		if newer {
			f.packages[debPackage] = "1:0.8.0+dfsg-1"
		}
		return in, zephyrDebian
	}
	in := &Store{Data: data, System: System{
		GOOS: "linux", GOARCH: "amd64", Root: t.TempDir(), LookPath: onlyPrograms("uv"), Getenv: func(string) string { return "" },
		Admin: func() bool { return false }, GPU: func() GPU { return GPU{} }, Free: func(string) int64 { return 1 << 40 },
	}}
	version := "1"
	if newer {
		version = "2"
	}
	in.Run = fakeUV(t, version)
	return in, zephyrEnvironment
}

// fakeUV makes environments with one package of a version.
func fakeUV(t *testing.T, version string) func(context.Context, Command) (string, error) {
	return func(_ context.Context, c Command) (string, error) {
		last := c.Argv[len(c.Argv)-1]
		switch {
		case slices.Contains(c.Argv, "venv"):
			put(t, "#!", last, "bin/python")
		case slices.Contains(c.Argv, "pip"):
			python := c.Argv[slices.Index(c.Argv, "--python")+1]
			put(t, "", filepath.Dir(filepath.Dir(python)), "lib/python3.12/site-packages/zephyr-"+version+".dist-info/METADATA")
		case last == zephyrEnvironment.Trial.Program:
			return "version " + version + "\n", nil
		case !exists(c.Argv[0]):
			return "", os.ErrNotExist
		}
		return "usage", nil
	}
}
