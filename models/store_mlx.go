package models

import (
	"os"
	"path/filepath"

	"dragstrip/models/mlx"
	"dragstrip/models/problem"
)

// mlx sends a folder of weights as one candidate. A folder with several names
// is sent only once.
func (w *walk) mlx(in opened) {
	folder, place := in.path, in.place
	for _, e := range in.entries {
		if !mlx.IsShard(e.Name()) {
			continue
		}
		path := filepath.Join(folder, e.Name())
		look, err := os.Stat(path)
		if err != nil {
			w.problem(path, problem.ErrIncomplete, "it is a link to a file that is not there", "download the model again")
			return
		}
		if id := idOf(path, look); w.files[id] {
			return
		} else {
			w.files[id] = true
		}
		break
	}
	look, err := os.Stat(folder)
	if err != nil {
		w.trouble(folder, err)
		return
	}
	w.send(candidate{folder, place, nil, look})
}
