package sitting

import (
	"fmt"

	"dragstrip/bench"
	"dragstrip/models"
)

// checkModels compares the model files with what they were when the session was
// planned. If a job has results from the old file, its remaining tests fail
// with a reason, because results of two files must not be mixed. If a job has
// no results, a warning is enough.
func (s *Sitting) checkModels() error {
	for _, j := range s.journal.Session.Jobs {
		changed := changedFile(j)
		if changed == "" || j.State == bench.StateFinished {
			continue
		}
		if !j.HasResults() {
			err := s.emit(j.ID, bench.Warned{Warning: bench.Warning{
				Code: "model_replaced", Text: changed + " was changed after the session was planned",
				Remedy: "the results are those of the changed file",
			}})
			if err == nil {
				// From now on, the changed file must stay as it is.
				now := bench.ModelHashed{Files: models.FilesNow(j.Model)}
				if j.DraftModel != nil {
					now.Draft = models.FilesNow(*j.DraftModel)
				}
				err = s.emit(j.ID, now)
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
			err := s.emit(j.ID, bench.TestFailed{Test: t.Test, Failure: bench.Failure{
				Code: bench.FailFileChanged, WholeModel: true,
				Reason: fmt.Sprintf("%s was changed after the session began; results of two files must not be mixed", changed),
				Remedy: "restore the old file and resume with --retry-failed, or measure the new file in a new session",
			}})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// changedFile names the first file of a job's models that has changed since the
// plan; "" if none has.
func changedFile(j *bench.JobState) string {
	if changed := models.Changed(j.Model); changed != "" || j.DraftModel == nil {
		return changed
	}
	return models.Changed(*j.DraftModel)
}
