package bench

import (
	"fmt"
	"slices"
)

// Tuning asks for the best configuration of a model. The jobs of its plan are
// the configurations. They are not all measured, and not equally often: after
// each block, package tuning decides which jobs the next block has, and the
// decision becomes a fact (RepetitionsAdded).
type Tuning struct {
	// Axes are what the jobs differ in.
	Axes []TuningAxis `json:"axes"`
	// Choices are the values of each job: for every axis the index of one of its
	// values. The first job is the default.
	Choices [][]int `json:"choices"`
	// Goals are what the best is searched for. Each has a winner of its own.
	Goals []TuningGoal `json:"goals"`
	// Exhaustive measures every job in every block.
	Exhaustive bool `json:"exhaustive,omitempty"`
	// MemoryLimitBytes is the most memory that a configuration may take.
	MemoryLimitBytes int64 `json:"memory_limit_bytes,omitempty"`
	// LeftOut are combinations that cannot be measured, with the reason.
	LeftOut []string `json:"left_out,omitempty"`
	// StandsIn says which values stand for the default, if the default is not among
	// the values to try or cannot be measured.
	StandsIn []string `json:"stands_in,omitempty"`
	// Servers are the words with which the engine's own server takes the
	// settings of each job; absent if it has no such server.
	Servers []string `json:"servers,omitempty"`
	// Known are jobs that failed in an earlier search on this machine. They are
	// not tried again.
	Known []TuningKnown `json:"known,omitempty"`
}

// TuningKnown is a job that failed in an earlier search.
type TuningKnown struct {
	// Choice is the index of the job.
	Choice int `json:"choice"`
	// Session is the earlier search.
	Session string `json:"session"`
	// Code is that of the failure.
	Code FailureCode `json:"code"`
	// Reason says why it failed.
	Reason string `json:"reason"`
}

// TuningAxis is one thing in which the jobs of a search differ.
type TuningAxis struct {
	// Name is the key of a parameter, "build", or "kv" for both types of the cache.
	Name string `json:"name"`
	// Values are those to choose from, on a scale in its order.
	Values []string `json:"values"`
	// Default is the index of the value that is used if nobody chooses.
	Default int `json:"default,omitempty"`
	// Ordered says that the values are a scale on which speed has one peak.
	Ordered bool `json:"ordered,omitempty"`
	// Grows says that a later value never needs less memory.
	Grows bool `json:"grows,omitempty"`
	// Reloads says that another value needs the model loaded again.
	Reloads bool `json:"reloads,omitempty"`
}

// TuningGoal is what a configuration is the best for, in tokens.
type TuningGoal struct {
	// Prompt is how many prompt tokens count; 0 if they do not.
	Prompt int `json:"prompt,omitempty"`
	// Generation is how many generated tokens count; 0 if they do not.
	Generation int `json:"generation,omitempty"`
	// Depth is how many tokens are already in the context.
	Depth int `json:"depth,omitempty"`
}

// StageFinal is the stage of blocks that compare the default with the winners
// (RepetitionsAdded.Stage).
const StageFinal = "final"

// maxGoals limits the goals of a search, because a report has a row for each goal
// of each configuration.
const maxGoals = 16

// Validate returns an error if the search does not fit the jobs.
func (x *Tuning) Validate(jobs []Job) error {
	if len(x.Goals) > maxGoals {
		return fmt.Errorf("the search has %d goals, and %d are possible: each length and each depth makes a goal of its own; name fewer of them, or one --goal", len(x.Goals), maxGoals)
	}
	if len(x.Choices) != len(jobs) || len(jobs) == 0 {
		return fmt.Errorf("the search has %d configurations for %d jobs", len(x.Choices), len(jobs))
	}
	for i, values := range x.Choices {
		if len(values) != len(x.Axes) {
			return fmt.Errorf("job %s has values for %d of %d axes", jobs[i].ID, len(values), len(x.Axes))
		}
		for a, v := range values {
			if v < 0 || v >= len(x.Axes[a].Values) {
				return fmt.Errorf("job %s has no value of %s", jobs[i].ID, CleanLine(x.Axes[a].Name, 64))
			}
		}
	}
	for _, k := range x.Known {
		if k.Choice < 0 || k.Choice >= len(jobs) {
			return fmt.Errorf("there is no configuration %d that could have failed", k.Choice)
		}
	}
	return nil
}

// has tells whether an added round has a job. Only the blocks of a search
// name their jobs; other added rounds have all jobs.
func (f *RepetitionsAdded) has(job string) bool {
	return len(f.Jobs) == 0 || slices.Contains(f.Jobs, job)
}
