package planning

import (
	"fmt"
	"maps"
	"path/filepath"

	"dragstrip/bench"
)

// takeDraft makes a job use the draft model of this machine. Reports keep only the
// name of its file and its digest, so a file of that name is looked for. If the
// digest is known, only the same file will do: another draft model proposes other
// tokens.
func (a *Again) takeDraft(job *bench.Job) error {
	was := job.Params[bench.Draft]
	if !bench.IsDraftFile(was) {
		return nil
	}
	paths := a.Models.Nearby(bench.Model{Path: was, Format: "gguf"})
	everywhere, err := a.Models.Everywhere()
	if err != nil {
		return err
	}
	for _, m := range everywhere {
		if filepath.Base(m.Path) == filepath.Base(was) {
			paths = append(paths, m.Path)
		}
	}
	other := ""
	for _, path := range paths {
		whole, err := filepath.Abs(path)
		if err != nil {
			continue
		}
		have, err := a.Models.Open(whole)
		if err != nil {
			continue
		}
		if job.DraftModel != nil {
			if why := a.otherFile(*job.DraftModel, have); why != "" {
				other = "; " + why
				continue
			}
		}
		job.Params, job.DraftModel = maps.Clone(job.Params), &have
		job.Params[bench.Draft] = whole
		return nil
	}
	return fmt.Errorf("the draft model %s is not on this machine%s; put it into a folder of models, or measure with another one: `dragstrip run MODEL -md FILE`", bench.Clean(filepath.Base(was)), bench.Clean(other))
}
