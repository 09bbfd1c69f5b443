package planning

import (
	"fmt"
	"maps"
	"path/filepath"

	"dragstrip/bench"
)

// takeDraft gives the parameters with the draft model of this machine. Reports
// keep only the name of its file, so a file of that name is looked for.
func (a *Again) takeDraft(params bench.Params) (bench.Params, error) {
	was := params[bench.Draft]
	if !bench.IsDraftFile(was) {
		return params, nil
	}
	paths := a.Models.Nearby(bench.Model{Path: was, Format: "gguf"})
	everywhere, err := a.Models.Everywhere()
	if err != nil {
		return nil, err
	}
	for _, m := range everywhere {
		if filepath.Base(m.Path) == filepath.Base(was) {
			paths = append(paths, m.Path)
		}
	}
	for _, path := range paths {
		whole, err := filepath.Abs(path)
		if err != nil {
			continue
		}
		if _, err := a.Models.Open(whole); err == nil {
			params = maps.Clone(params)
			params[bench.Draft] = whole
			return params, nil
		}
	}
	return nil, fmt.Errorf("the draft model %s is not on this machine; put it into a folder of models, or measure with another one: `dragstrip run MODEL -md FILE`", bench.Clean(filepath.Base(was)))
}
