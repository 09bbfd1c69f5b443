package install

import (
	"fmt"
	"path/filepath"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// The engines folder of dragstrip:
//
//	engines/.lock               held while something is installed or removed
//	engines/.part-…             what is being installed, replaced or removed
//	engines/<id>/               one build
//	engines/<id>/dragstrip-engine.json
//
// A build appears and disappears with one rename, so other processes see either
// the whole build or nothing. A Python environment contains its own path and
// cannot be renamed. So it is made under its final name, beside a folder
// .part-making-<id>. It counts as a build when its dragstrip-engine.json is
// written.
const (
	manifestName   = "dragstrip-engine.json"
	stagingPrefix  = ".part-"
	replacedPrefix = stagingPrefix + "replaced-"
	removedPrefix  = stagingPrefix + "removed-"
	makingPrefix   = stagingPrefix + "making-"
	// placeholder stands for the folder of the build in the manifest, so that
	// the data folder may be moved.
	placeholder = "{folder}"
)

// Store is dragstrip's engines folder on one machine.
type Store struct {
	// Data is dragstrip's data folder. Builds lie in Data/engines.
	Data string
	System
}

// Here returns the engines folder on this machine.
func Here(f engine.Folders) *Store {
	return &Store{Data: f.Data, System: System{Home: f.Home, Getenv: f.Getenv}}
}

func (in *Store) folder() string { return filepath.Join(in.Data, "engines") }

// FreeBytes returns the free space on the disk of the engines folder; 0 means
// unknown.
func (in *Store) FreeBytes() int64 { return in.free(in.folder()) }

func (in *Store) needDisk(bytes int64) error {
	have := in.free(in.folder())
	if have <= 0 || have >= bytes {
		return nil
	}
	return fmt.Errorf("not enough disk space: %s are needed, but only %s are free in dragstrip's engines folder (%s); free some space, or set DRAGSTRIP_HOME to a folder on another disk",
		bench.FormatBytes(bytes), bench.FormatBytes(have), bench.Clean(in.folder()))
}
