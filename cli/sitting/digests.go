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
		if changed := changedFile(j); changed != "" && j.HasResults() {
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
		fact := bench.ModelHashed{Files: s.filesOf(ctx, j, j.Model, done)}
		if j.DraftModel != nil {
			fact.Draft = s.filesOf(ctx, j, *j.DraftModel, done)
		}
		if len(fact.Files) == 0 && len(fact.Draft) > 0 {
			fact.Files = j.Model.Files
		}
		if len(fact.Files) > 0 {
			s.emit(j.ID, fact)
		}
	}
}

// filesOf gives the files of a job's model with their digests; nil if that fails,
// which is told. done has those of models that were asked for before.
func (s *Sitting) filesOf(ctx context.Context, j *bench.JobState, m bench.Model, done map[string][]bench.ModelFile) []bench.ModelFile {
	if files, known := done[m.Path]; known {
		return files
	}
	if err := s.emit(j.ID, bench.PhaseEntered{Phase: bench.PhaseHashing}); err != nil {
		return nil
	}
	files, err := s.hashModel(ctx, m)
	if err != nil {
		s.emit(j.ID, bench.Warned{Warning: bench.Warning{
			Code: "not_hashed", Text: "the model file's digest could not be computed: " + bench.Clean(err.Error()),
			Remedy: "results are not affected; --no-hash leaves digests out",
		}})
	}
	done[m.Path] = files
	return files
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
