package sitting

import (
	"fmt"

	"dragstrip/bench"
	"dragstrip/models"
)

// warmShare is how much of a model must be in memory for a start not to be
// called cold. Rows of the embedding that no token asks for are never read:
// that can be a tenth of a small model, at every start.
const warmShare = 0.8

// coldStart warns of a job whose model has to come from the disk. A warm-up
// keeps that out of the figures.
func coldStart(job *bench.Job) (bench.Warning, bool) {
	share, known := models.InMemory(job.Model)
	if !known || share >= warmShare {
		return bench.Warning{}, false
	}
	code := "cold_start"
	if job.NoWarmup {
		code = "cold_cache"
	}
	return bench.Warning{
		Code: code, Text: fmt.Sprintf("%.0f %% of the model's file was in memory when the engine was started; the rest was read from the disk", 100*share),
		Remedy: bench.KindOf(code).Remedy,
	}, true
}
