package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"dragstrip/models"
)

// resolve turns the names of models into their paths. It does not change paths
// that exist.
func (e *env) resolve(ctx context.Context, asked []string) ([]string, error) {
	var out []string
	var named *models.Names
	for _, a := range asked {
		if lies(a) {
			out = append(out, a)
			continue
		}
		if named == nil {
			named = models.ByName(e.allModels(ctx))
		}
		f, err := named.Pick(a)
		if err != nil {
			return nil, err
		}
		out = append(out, f.Path)
	}
	return out, nil
}

// lies tells whether something is at a path. It says yes as well if opening the
// path will give a better error than that it is missing: for a link that leads
// nowhere, or a folder that is closed to us.
func lies(path string) bool {
	_, err := os.Lstat(path)
	return err == nil || !errors.Is(err, fs.ErrNotExist) && models.LooksLikePath(path)
}
