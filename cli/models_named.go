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

// lies tells whether something is at a path. It also says yes if the path
// cannot be looked at for another reason, for example if we may not read its
// folder. Opening the path then gives a better error than "missing".
func lies(path string) bool {
	_, err := os.Lstat(path)
	return err == nil || !errors.Is(err, fs.ErrNotExist) && models.LooksLikePath(path)
}
