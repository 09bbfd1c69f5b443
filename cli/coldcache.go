package cli

import (
	"fmt"

	"dragstrip/bench"
	"dragstrip/models"
)

// warmShare is how much of a model must be in memory for a start not to be
// called cold. Rows of the embedding that no token asks for are never read:
// that can be a tenth of a small model, at every start.
const warmShare = 0.8

// cold says, when an engine is started for a job for the first time, that its
// model has to come from the disk. A warm-up keeps that out of the figures.
func (b *benchProcess) cold(f bench.EngineStarted) error {
	for _, id := range f.Jobs {
		job := b.journal.Session.Job(id)
		if job == nil || len(job.Engines) > 1 {
			continue
		}
		share, known := modelInMemory(job.Model)
		if !known || share >= warmShare {
			continue
		}
		code := "cold_start"
		if job.NoWarmup {
			code = "cold_cache"
		}
		if _, err := b.journal.Append(id, bench.Warned{Warning: bench.Warning{
			Code: code, Text: fmt.Sprintf("%.0f %% of the model's file was in memory when the engine was started; the rest came from the disk", 100*share),
			Remedy: bench.KindOf(code).Remedy,
		}}); err != nil {
			return err
		}
	}
	return nil
}

// modelInMemory is the share of a model's files that the system holds in
// memory, and whether it could be told.
func modelInMemory(m bench.Model) (share float64, known bool) {
	var held, all float64
	for i, path := range models.Parts(m) {
		part, ok := inMemory(path)
		if !ok {
			return 0, false
		}
		size := 1.0
		if i < len(m.Files) {
			size = float64(m.Files[i].SizeBytes)
		}
		held, all = held+part*size, all+size
	}
	if all == 0 {
		return 0, false
	}
	return held / all, true
}
