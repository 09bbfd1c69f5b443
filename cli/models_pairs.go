package cli

import (
	"context"
	"path/filepath"

	"dragstrip/models"
)

// companions finds the same model in the formats of other engines. It looks
// everywhere, and in the model's own folder.
func (e *env) companions(ctx context.Context, one models.Found, added string) models.Companions {
	search := e.everywhere(added)
	search.Places = append(search.Places, models.Place{Name: "beside", Folder: filepath.Dir(one.Path)})
	found, _ := search.Find(ctx)
	for _, f := range found {
		if f.Path == one.Path {
			return models.CompanionsOf(found)[one.Path]
		}
	}
	return models.CompanionsOf(append(found, one))[one.Path]
}
