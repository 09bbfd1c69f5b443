package cli

import (
	"context"

	"dragstrip/models"
)

// resolve turns the names of models into their paths and leaves alone what
// exists.
func (e *env) resolve(ctx context.Context, asked []string) ([]string, error) {
	var out []string
	var named *models.Names
	for _, a := range asked {
		if exists(a) {
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
