package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"dragstrip/bench/journal"
)

// places are dragstrip's own folders.
type places struct {
	home  string
	state string // sessions, logs
	data  string // engines, models
	cache string
}

// findPlaces follows the XDG variables, on every platform where they are set,
// and the platform's own custom elsewhere. DRAGSTRIP_HOME puts everything into one
// folder.
func findPlaces(getenv func(string) string) (places, error) {
	home, err := os.UserHomeDir()
	if all := getenv("DRAGSTRIP_HOME"); all != "" {
		all, err := filepath.Abs(all)
		if err != nil {
			return places{}, fmt.Errorf("find DRAGSTRIP_HOME: %w", err)
		}
		return places{home, filepath.Join(all, "state"), filepath.Join(all, "data"), filepath.Join(all, "cache")}, nil
	}
	if err != nil {
		return places{}, fmt.Errorf("find your home folder: %w; set HOME, or DRAGSTRIP_HOME for dragstrip's own folder", err)
	}
	pick := func(variable string, fallback ...string) string {
		if dir := getenv(variable); filepath.IsAbs(dir) {
			return filepath.Join(dir, "dragstrip")
		}
		return filepath.Join(append([]string{home}, fallback...)...)
	}
	switch runtime.GOOS {
	case "darwin":
		support := []string{"Library", "Application Support", "dragstrip"}
		return places{home, pick("XDG_STATE_HOME", support...), pick("XDG_DATA_HOME", support...), pick("XDG_CACHE_HOME", "Library", "Caches", "dragstrip")}, nil
	case "windows":
		local := pick("LOCALAPPDATA", "AppData", "Local", "dragstrip")
		return places{home, local, local, filepath.Join(local, "cache")}, nil
	}
	return places{home,
		pick("XDG_STATE_HOME", ".local", "state", "dragstrip"),
		pick("XDG_DATA_HOME", ".local", "share", "dragstrip"),
		pick("XDG_CACHE_HOME", ".cache", "dragstrip")}, nil
}

func (p places) store() journal.Store { return journal.Store{Root: filepath.Join(p.state, "sessions")} }
func (p places) models() string       { return filepath.Join(p.data, "models") }

// digests is the folder in which digests of files are remembered.
func (p places) digests() string { return filepath.Join(p.cache, "hashes") }

// bandwidth is the folder of the stand-ins by which devices are measured.
func (p places) bandwidth() string { return filepath.Join(p.cache, "bandwidth") }

// machineLock is the variable that names another lock than all users of this
// machine share.
const machineLock = "DRAGSTRIP_MACHINE_LOCK"
