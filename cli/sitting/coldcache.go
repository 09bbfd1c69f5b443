package sitting

import (
	"fmt"

	"dragstrip/bench"
	"dragstrip/models"
)

// warmShare is the fraction of a model that must be in memory when an engine is
// started. With less, the start is called cold. It is below 1, because rows of
// the embedding that no token needs are never read. They can be a tenth of a
// small model.
const warmShare = 0.8

// coldStart warns if a job's model must be read from the disk. A warm-up keeps
// the time for that out of the figures.
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
