package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"dragstrip/bench/journal"
	"dragstrip/cli/former"
)

// places are dragstrip's own folders.
type places struct {
	home   string
	state  string // sessions, logs
	data   string // engines, models
	cache  string
	config string // settings
}

// findPlaces finds dragstrip's folders. On every system it uses the XDG
// variables that are set. Without them it uses the system's usual folders.
// DRAGSTRIP_HOME puts everything into one folder.
func findPlaces(getenv func(string) string) (places, error) {
	home, err := os.UserHomeDir()
	if all := homeVariable(getenv); all != "" {
		all, err := filepath.Abs(all)
		if err != nil {
			return places{}, fmt.Errorf("find DRAGSTRIP_HOME: %w", err)
		}
		return places{
			home: home, state: filepath.Join(all, "state"), data: filepath.Join(all, "data"),
			cache: filepath.Join(all, "cache"), config: filepath.Join(all, "config"),
		}, nil
	}
	if err != nil {
		return places{}, fmt.Errorf("find your home folder: %w; set HOME, or DRAGSTRIP_HOME for dragstrip's own folder", err)
	}
	return systemPlaces(getenv, home, "dragstrip"), nil
}

// homeVariable gives the one folder for everything, or "".
func homeVariable(getenv func(string) string) string {
	if all := getenv("DRAGSTRIP_HOME"); all != "" {
		return all
	}
	return getenv(former.HomeVariable)
}

// systemPlaces gives the folders in which the system keeps the files of a
// program with this name.
func systemPlaces(getenv func(string) string, home, name string) places {
	pick := func(variable string, fallback ...string) string {
		dir := getenv(variable)
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(append([]string{home}, fallback...)...)
		}
		return filepath.Join(dir, name)
	}
	p := places{home: home}
	switch runtime.GOOS {
	case "darwin":
		p.state = pick("XDG_STATE_HOME", "Library", "Application Support")
		p.data = pick("XDG_DATA_HOME", "Library", "Application Support")
		p.cache = pick("XDG_CACHE_HOME", "Library", "Caches")
		p.config = pick("XDG_CONFIG_HOME", "Library", "Application Support")
	case "windows":
		p.state = pick("LOCALAPPDATA", "AppData", "Local")
		p.data, p.cache = p.state, filepath.Join(p.state, "cache")
		p.config = pick("APPDATA", "AppData", "Roaming")
		if filepath.IsAbs(getenv("XDG_CONFIG_HOME")) {
			p.config = pick("XDG_CONFIG_HOME")
		}
	default:
		p.state = pick("XDG_STATE_HOME", ".local", "state")
		p.data = pick("XDG_DATA_HOME", ".local", "share")
		p.cache = pick("XDG_CACHE_HOME", ".cache")
		p.config = pick("XDG_CONFIG_HOME", ".config")
	}
	return p
}

func (p places) store() journal.Store { return journal.Store{Root: filepath.Join(p.state, "sessions")} }
func (p places) models() string       { return filepath.Join(p.data, "models") }

// digests is the folder with the remembered digests of files.
func (p places) digests() string { return filepath.Join(p.cache, "hashes") }

// bandwidth is the folder of the stand-ins that measure the bandwidth of
// devices.
func (p places) bandwidth() string { return filepath.Join(p.cache, "bandwidth") }

// empty is the folder in which other programs are started. It is kept empty.
func (p places) empty() string { return filepath.Join(p.cache, "empty") }

// machineLock is an environment variable. It names another lock, instead of the
// lock that all users of this machine share.
const machineLock = "DRAGSTRIP_MACHINE_LOCK"

func (p places) modelCache() string { return filepath.Join(p.cache, "models.jsonl") }

// screensLog is the file that keeps why the screens crashed.
func (p places) screensLog() string { return filepath.Join(p.state, "screens.log") }

func exists(path string) bool { _, err := os.Stat(path); return err == nil }
