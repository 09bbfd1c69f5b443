package cli

import (
	"context"
	"os"

	"dragstrip/models"
)

// resolve turns the names of models into their paths and leaves everything
// that exists, or looks like a path, alone.
func (e *env) resolve(ctx context.Context, asked []string) ([]string, error) {
	var out []string
	var all []models.Found
	for _, a := range asked {
		if _, err := os.Stat(a); err == nil || models.LooksLikePath(a) {
			out = append(out, a)
			continue
		}
		if all == nil {
			all = e.allModels(ctx)
		}
		f, err := models.Pick(all, a)
		if err != nil {
			return nil, err
		}
		out = append(out, f.Path)
	}
	return out, nil
}
