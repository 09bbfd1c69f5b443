package report

import (
	"math"

	"dragstrip/bench"
)

// modelType is what an engine calls a model, and the size of its weights. Tables
// that other people publish often say nothing else about a model: "llama 7B
// Q4_0", 3.56 GiB.
type modelType struct {
	name  string
	bytes int64
}

// sameSize is how much the sizes of one model may differ, because tables round
// them.
const sameSize = 0.003

// typeOf is what the engine of a job called the model. If that is not known, the
// name is "".
func typeOf(j *bench.JobState) modelType {
	for _, t := range j.Tests {
		for _, r := range t.Results {
			if r.ModelType != "" {
				size := r.ModelSizeBytes
				if size == 0 {
					size = j.Model.SizeBytes
				}
				return modelType{r.ModelType, size}
			}
		}
	}
	return modelType{}
}

// fits tells whether two types can be of one model. Sizes are compared only if
// both types have one.
func (t modelType) fits(o modelType) bool {
	if t.name == "" || t.name != o.name {
		return false
	}
	return t.bytes == 0 || o.bytes == 0 || math.Abs(float64(t.bytes-o.bytes)) <= sameSize*float64(max(t.bytes, o.bytes))
}
