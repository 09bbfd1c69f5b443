package cli

import (
	"context"
	"os"
	"path/filepath"

	"dragstrip/bench"
	"dragstrip/models"
)

// closeModels looks at the models that were measured, once the measuring is
// over: whether their files are still what they were, and unless that was left
// out, their digests.
func (b *benchProcess) closeModels(ctx context.Context) {
	for _, j := range b.journal.Session.Jobs {
		if changed := changedFile(j.Model); changed != "" && hasResults(j) {
			b.emit(j.ID, bench.Warned{Warning: bench.Warning{
				Code: "model_changed", Text: changed + " was changed while it was being measured; a digest is of the file as it is now",
				Remedy: "measure again",
			}})
		}
	}
	b.hashModels(ctx)
}

// hashModels computes the digests of the models that were measured; they are cached, so a second session costs nothing.
func (b *benchProcess) hashModels(ctx context.Context) {
	if !b.journal.Session.Plan.Hash {
		return
	}
	done := map[string][]bench.ModelFile{}
	for _, j := range b.journal.Session.Jobs {
		files, known := done[j.Model.Path]
		if !known {
			if err := b.emit(j.ID, bench.PhaseEntered{Phase: bench.PhaseHashing}); err != nil {
				return
			}
			var err error
			if files, err = b.hashModel(ctx, j.Model); err != nil {
				b.emit(j.ID, bench.Warned{Warning: bench.Warning{
					Code: "not_hashed", Text: "the model file's digest could not be computed: " + bench.Clean(err.Error()),
					Remedy: "results are not affected; --no-hash leaves digests out",
				}})
			}
			done[j.Model.Path] = files
		}
		if len(files) > 0 {
			b.emit(j.ID, bench.ModelHashed{Files: files})
		}
	}
}

func (b *benchProcess) hashModel(ctx context.Context, m bench.Model) ([]bench.ModelFile, error) {
	var files []bench.ModelFile
	for _, path := range models.Parts(m) {
		st, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		digest, _, err := models.Hash(ctx, path, filepath.Join(b.places.cache, "hashes"), nil)
		if err != nil {
			return nil, err
		}
		files = append(files, bench.ModelFile{Name: bench.Clean(filepath.Base(path)), SizeBytes: st.Size(), SHA256: digest, Modified: st.ModTime().UTC()})
	}
	return files, nil
}
