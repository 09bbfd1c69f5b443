package cli

import (
	"context"
	"path/filepath"

	"dragstrip/bench"
	"dragstrip/models"
)

// companions of one model are looked for everywhere, and beside it.
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

// companionRows name the companions, the first few of them.
func companionRows(c models.Companions) [][2]string {
	const most = 4
	var rows [][2]string
	for i, path := range c.Others[:min(len(c.Others), most)] {
		name := ""
		if i == 0 {
			name = "pair"
		}
		rows = append(rows, [2]string{name, "the same model on both engines: " + bench.Clean(c.Labels[i]) + ", " + bench.Clean(path)})
	}
	return rows
}
