package planning

import (
	"time"

	"dragstrip/bench"
)

// Plan finds models and engine builds for the plan of the old session.
func (a *Again) Plan() (Taken, error) {
	a.taken = Taken{Plan: a.Old.Plan}
	plan := &a.taken.Plan
	plan.Session, plan.Asked, plan.Jobs, plan.Chain, plan.RerunOf = "", time.Time{}, nil, nil, bench.Clean(a.Old.ID)
	if plan.Tuning != nil { // what failed there may pass here
		search := *plan.Tuning
		search.Known, plan.Tuning = nil, &search
	}
	builds, err := a.takeBuilds()
	if err != nil {
		return a.taken, err
	}
	models, err := a.takeModels()
	if err != nil {
		return a.taken, err
	}
	for _, j := range a.Old.Jobs {
		job := j.Job
		job.Model, job.Build = models[modelKey(j.Model)], builds[buildKey(j.Build)]
		if err = a.takeDraft(&job); err != nil {
			return a.taken, err
		}
		plan.Jobs = append(plan.Jobs, job)
	}
	return a.taken, nil
}
