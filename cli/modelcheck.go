package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"dragstrip/bench"
	"dragstrip/models"
)

// stampModels notes when each model's files were last changed, so that a
// session resumed next week notices another file under the same name.
func stampModels(found []bench.Model) {
	for i := range found {
		m := &found[i]
		paths := models.Parts(*m)
		for k := range m.Files {
			if k >= len(paths) {
				break
			}
			if st, err := os.Stat(paths[k]); err == nil {
				m.Files[k].Modified = st.ModTime().UTC()
			}
		}
	}
}

// nameApart adds the file's name where two models would be called the same.
func nameApart(found []bench.Model) {
	count := map[string]int{}
	for _, m := range found {
		count[m.Label()]++
	}
	labels := make([]string, len(found))
	for i, m := range found {
		labels[i] = m.Label()
	}
	for i := range found {
		if count[labels[i]] > 1 {
			found[i].Name += " [" + bench.Clean(filepath.Base(found[i].Path)) + "]"
		}
	}
}

// checkModels compares the model files with what they were when the session
// was planned. A job that has results from the old file measures nothing from
// another one: its open tests fail, with the reason. A job that has none is
// warned about.
func (b *benchProcess) checkModels() error {
	for _, j := range b.journal.Session.Jobs {
		changed := changedFile(j.Model)
		if changed == "" || j.State == bench.StateFinished {
			continue
		}
		if !hasResults(j) {
			err := b.emit(j.ID, bench.Warned{Warning: bench.Warning{
				Code: "model_replaced", Text: changed + " was changed after the session was planned",
				Remedy: "results are of the file as it is now",
			}})
			if err == nil {
				// From here on, this is the file that must not change.
				err = b.emit(j.ID, bench.ModelHashed{Files: filesNow(j.Model)})
			}
			if err != nil {
				return err
			}
			continue
		}
		for _, t := range j.Tests {
			if t.State == bench.StateFinished {
				continue
			}
			err := b.emit(j.ID, bench.TestFailed{Test: t.Test, Failure: bench.Failure{
				Code: bench.FailFileChanged, WholeModel: true,
				Reason: fmt.Sprintf("%s was changed since the session began; results of two files must not be mixed", changed),
				Remedy: "bring the old file back and resume with --retry-failed, or measure the new one in a session of its own",
			}})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// filesNow are a model's files as they are now, without digests; one that is
// gone stays as it was.
func filesNow(m bench.Model) []bench.ModelFile {
	paths := models.Parts(m)
	files := slices.Clone(m.Files)
	for k := range files {
		if k >= len(paths) {
			break
		}
		if st, err := os.Stat(paths[k]); err == nil {
			files[k] = bench.ModelFile{Name: files[k].Name, SizeBytes: st.Size(), Modified: st.ModTime().UTC()}
		}
	}
	return files
}

// changedFile names a model file that is not what was planned, or "". A file
// that is gone is the engine's to complain about.
func changedFile(m bench.Model) string {
	paths := models.Parts(m)
	for k, f := range m.Files {
		if k >= len(paths) || f.Modified.IsZero() {
			continue
		}
		st, err := os.Stat(paths[k])
		if err == nil && (st.Size() != f.SizeBytes || !st.ModTime().UTC().Equal(f.Modified)) {
			return bench.Clean(filepath.Base(paths[k]))
		}
	}
	return ""
}
