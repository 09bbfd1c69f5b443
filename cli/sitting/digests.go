package sitting

import (
	"context"
	"os"
	"path/filepath"

	"dragstrip/bench"
	"dragstrip/models"
)

// closeModels checks the models when the measuring is over. It warns if their
// files have changed. It also computes the digests of the models, unless the
// user turned that off.
func (s *Sitting) closeModels(ctx context.Context) {
	for _, j := range s.journal.Session.Jobs {
		if changed := models.Changed(j.Model); changed != "" && j.HasResults() {
			s.emit(j.ID, bench.Warned{Warning: bench.Warning{
				Code: "model_changed", Text: changed + " was changed while it was being measured; the digest is that of the changed file",
				Remedy: "measure again",
			}})
		}
	}
	s.hashModels(ctx)
}

// hashModels computes the digests of the models. They are cached, so a second
// session need not compute them again.
func (s *Sitting) hashModels(ctx context.Context) {
	if !s.journal.Session.Plan.Hash {
		return
	}
	done := map[string][]bench.ModelFile{}
	for _, j := range s.journal.Session.Jobs {
		if j.Model.Served != "" {
			continue // a served model has no file here
		}
		files, known := done[j.Model.Path]
		if !known {
			if err := s.emit(j.ID, bench.PhaseEntered{Phase: bench.PhaseHashing}); err != nil {
				return
			}
			var err error
			if files, err = s.hashModel(ctx, j.Model); err != nil {
				s.emit(j.ID, bench.Warned{Warning: bench.Warning{
					Code: "not_hashed", Text: "the model file's digest could not be computed: " + bench.Clean(err.Error()),
					Remedy: "results are not affected; --no-hash leaves digests out",
				}})
			}
			done[j.Model.Path] = files
		}
		if len(files) > 0 {
			s.emit(j.ID, bench.ModelHashed{Files: files})
		}
	}
}

func (s *Sitting) hashModel(ctx context.Context, m bench.Model) ([]bench.ModelFile, error) {
	var files []bench.ModelFile
	for _, path := range models.Parts(m) {
		st, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		digest, _, err := models.Hash(ctx, path, s.Digests, nil)
		if err != nil {
			return nil, err
		}
		files = append(files, bench.ModelFile{Name: bench.Clean(filepath.Base(path)), SizeBytes: st.Size(), SHA256: digest, Modified: st.ModTime().UTC()})
	}
	return files, nil
}
