package former

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
)

// Moved gives the folders that were taken over. Older texts name them by their
// former places. A folder counts only if it exists at its present place and no
// longer at its former one. Otherwise it was not taken over, or it belongs to
// another program of the same name.
func Moved(pairs []Folder, texts ...string) []bench.MovedFolder {
	var out []bench.MovedFolder
	for _, f := range each(pairs) {
		for _, text := range texts {
			for _, place := range bench.PlacesBelow(f.Former, text) {
				if moved, is := f.moved(place); is && !slices.Contains(out, moved) {
					out = append(out, moved)
				}
			}
		}
	}
	return out
}

// moved tells whether a place below the folder moved. It gives the highest
// folder that moved as a whole. This may be the folder itself, one of its
// entries, or something within such an entry, such as one model, session or
// engine.
func (f Folder) moved(place string) (bench.MovedFolder, bool) {
	parts := strings.FieldsFunc(place, func(r rune) bool { return r == '/' || r == '\\' })
	if len(parts) == 0 || !f.ours(parts[0]) || slices.Contains(parts, "..") {
		return bench.MovedFolder{}, false
	}
	parts = parts[:min(len(parts), 2)]
	if !f.lies(parts) {
		return bench.MovedFolder{}, false
	}
	for n := range parts {
		if f.lies(parts[:n]) {
			return f.part(parts[:n]), true
		}
	}
	return f.part(parts), true
}

func (f Folder) part(parts []string) bench.MovedFolder {
	below := filepath.Join(parts...)
	return bench.MovedFolder{From: filepath.Join(f.Former, below), To: filepath.Join(f.Present, below)}
}

// lies tells whether a part of the folder exists only at its present place.
func (f Folder) lies(parts []string) bool {
	part := f.part(parts)
	_, was := os.Stat(part.From)
	_, is := os.Stat(part.To)
	return errors.Is(was, fs.ErrNotExist) && is == nil
}
