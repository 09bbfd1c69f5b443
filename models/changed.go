package models

import (
	"os"
	"path/filepath"
	"slices"

	"dragstrip/bench"
)

// Stamp notes when each model's files were last changed, so that a session that
// is resumed later notices another file under the same name.
func Stamp(planned []bench.Model) {
	for i := range planned {
		m := &planned[i]
		paths := Parts(*m)
		for k := range m.Files {
			if k >= len(paths) {
				break
			}
			if st, err := os.Stat(paths[k]); err == nil {
				m.Files[k].Modified = st.ModTime().UTC()
			}
		}
	}
}

// FilesNow gives a model's files as they are now, without digests. A file that
// no longer exists keeps its old entry.
func FilesNow(m bench.Model) []bench.ModelFile {
	paths := Parts(m)
	files := slices.Clone(m.Files)
	for k := range files {
		if k >= len(paths) {
			break
		}
		if st, err := os.Stat(paths[k]); err == nil {
			files[k] = bench.ModelFile{Name: files[k].Name, SizeBytes: st.Size(), Modified: st.ModTime().UTC()}
		}
	}
	return files
}

// Changed names the first file of a model that has changed since the plan; ""
// if none has. It does not report missing files, because the engine will report
// them.
func Changed(m bench.Model) string {
	paths := Parts(m)
	for k, f := range m.Files {
		if k >= len(paths) || f.Modified.IsZero() {
			continue
		}
		st, err := os.Stat(paths[k])
		if err == nil && (st.Size() != f.SizeBytes || !st.ModTime().UTC().Equal(f.Modified)) {
			return bench.Clean(filepath.Base(paths[k]))
		}
	}
	return ""
}
