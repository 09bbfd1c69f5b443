package cli

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/naming"
	"dragstrip/bench/planning"
	"dragstrip/bench/predict"
	"dragstrip/bench/report"
)

// showPlan is dragstrip run --dry-run. It prints what would be measured, in
// which order, and how long that takes, for people or as JSON.
func (e *env) showPlan(plan *bench.Plan, cost planning.Estimate, fit bench.Fit, asJSON bool) error {
	if !asJSON {
		e.printPlan(plan, cost, fit)
		return nil
	}
	return report.WriteJSON(e.out, plannedJSON(plan, cost, fit))
}

// plannedDocument is what --dry-run --json prints. Times are seconds.
type plannedDocument struct {
	Plan *bench.Plan `json:"plan"`
	Cost struct {
		Jobs      []float64 `json:"jobs_s"`
		Load      float64   `json:"load_s"`
		Sentinel  float64   `json:"sentinel_s"`
		Around    float64   `json:"around_s"`
		Precision float64   `json:"precision_s,omitempty"`
		Total     float64   `json:"total_s"`
		CoolDown  float64   `json:"cool_down_at_most_s"`
		// Fit tells how the job with the least spare memory fits. MemoryBytes is the
		// memory that this job needs.
		Fit         bench.Fit   `json:"fit"`
		MemoryBytes int64       `json:"memory_bytes"`
		Rough       bool        `json:"rough"`
		Rounds      []roundCost `json:"rounds"`
	} `json:"cost"`
	// Sequence is the order of the jobs in each round.
	Sequence [][]string `json:"sequence"`
}

type roundCost struct {
	Rounds int     `json:"rounds"`
	Total  float64 `json:"total_s"`
}

func plannedJSON(plan *bench.Plan, cost planning.Estimate, fit bench.Fit) plannedDocument {
	d := plannedDocument{Plan: withoutSecrets(plan), Sequence: planning.Sequences(plan)}
	for _, job := range cost.Jobs {
		d.Cost.Jobs = append(d.Cost.Jobs, job.Seconds())
	}
	d.Cost.Load, d.Cost.Sentinel, d.Cost.Total = cost.Load.Seconds(), cost.Sentinel.Seconds(), cost.Total.Seconds()
	d.Cost.Around, d.Cost.Precision = cost.Around.Seconds(), cost.Precision.Seconds()
	d.Cost.CoolDown, d.Cost.Rough = cost.CoolDown.Seconds(), cost.Rough
	d.Cost.Fit, d.Cost.MemoryBytes, d.Cost.Rounds = fit, fit.Need.Total(), []roundCost{}
	for _, r := range cost.Others {
		d.Cost.Rounds = append(d.Cost.Rounds, roundCost{r.Rounds, r.Total.Seconds()})
	}
	return d
}

// withoutSecrets is a plan as people may see it.
func withoutSecrets(plan *bench.Plan) *bench.Plan {
	shown := *plan
	shown.Jobs = slices.Clone(plan.Jobs)
	for i := range shown.Jobs {
		b := &shown.Jobs[i].Build
		b.Env = bench.ShownVariables(b.Env)
	}
	return &shown
}

// printPlan prints a plan for people: first what all jobs have in common, then
// for each job what differs.
func (e *env) printPlan(plan *bench.Plan, cost planning.Estimate, fit bench.Fit) {
	jobs := make([]*bench.JobState, len(plan.Jobs))
	for i := range plan.Jobs {
		jobs[i] = &bench.JobState{Job: plan.Jobs[i]}
	}
	w, names := e.told(), naming.Jobs(jobs)
	if names.Shared != "" {
		fmt.Fprintf(w, "%s\n\n", names.Shared)
	}
	for i, j := range jobs {
		var tests []string
		for _, t := range j.Job.Tests {
			tests = append(tests, t.String())
		}
		fmt.Fprintf(w, "%s  %s\n    %s · %s · about %s\n", j.ID, names.Full[i],
			strings.Join(tests, " "), bench.Plural(j.Repetitions, "repetition"), bench.FormatDuration(cost.Jobs[i]))
	}
	fmt.Fprintln(w)
	line := func(name, format string, args ...any) {
		e.row(12, name, fmt.Sprintf(format, args...))
	}
	line("rounds", "%s", roundsLine(plan))
	for r, round := range planning.Sequences(plan)[:min(max(plan.Rounds, 1), 6)] {
		if len(plan.Jobs) > 1 {
			line("", "%d: %s", r+1, strings.Join(round[:min(len(round), 16)], " "))
		}
	}
	if len(cost.Others) > 1 {
		line("", "%s", roundCosts(cost.Others))
	}
	line("starts", "about %s in all rounds to start engines and load models", bench.FormatDuration(cost.Load))
	if cost.Around > 0 {
		line("overhead", "about %s before and after: checking the machine, probing its memory, computing digests", bench.FormatDuration(cost.Around))
	}
	if cost.Sentinel > 0 {
		line("drift check", "repeats %s %s at the end, about %s (--no-sentinel leaves it out)", plan.Jobs[0].ID, plan.Jobs[0].Tests[0], bench.FormatDuration(cost.Sentinel))
	}
	if plan.CoolDown > 0 {
		line("cool-down", "at most %s before each start, %s in all", bench.FormatDuration(plan.CoolDown), bench.FormatDuration(cost.CoolDown))
	}
	if plan.Precision > 0 {
		line("precision", "%s", precisionLine(plan))
	}
	if fit.Need.WeightBytes > 0 {
		line("memory", "%s", fit.Needed())
	}
	line("takes", "%s", takesText(plan, cost))
	for _, note := range plan.Notes() {
		line("note", "%s", note)
	}
}

// takesText says how long a plan takes, before it is measured.
func takesText(plan *bench.Plan, cost planning.Estimate) string {
	text := "about " + bench.FormatDuration(cost.Total)
	if cost.Precision > 0 {
		text += ", including " + bench.FormatDuration(cost.Precision) + " to reach a precision of " + bench.FormatPercent(plan.Precision)
	}
	if cost.Rough {
		text += " (a guess: part of it was never measured here)"
	}
	return text
}

func roundCosts(costs []predict.Cost) string {
	var parts []string
	for _, c := range costs {
		parts = append(parts, roundsTake(c.Rounds)+" "+bench.FormatDuration(c.Total))
	}
	return strings.Join(parts, ", ")
}

// roundsTake gives the words before a time: "1 round takes".
func roundsTake(rounds int) string {
	if rounds == 1 {
		return "1 round takes"
	}
	return fmt.Sprintf("%d rounds take", rounds)
}
