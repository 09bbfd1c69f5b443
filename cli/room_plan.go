package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/planning"
	"dragstrip/cli/settings"
	"dragstrip/models"
	"dragstrip/runner/engine"
	"dragstrip/tui"
)

// planRoom turns the choices on the Plan screen into plans, with the same flags
// and the same code as dragstrip run.
func (r rooms) planRoom(ctx context.Context) tui.PlanRoom {
	return tui.PlanRoom{
		Hinders:  r.hinders,
		Make:     func(c tui.Choice) (*bench.Plan, error) { return r.planOf(c) },
		Check:    func(flag, value string) error { _, err := r.fieldFlags(map[string]string{flag: value}); return err },
		Estimate: func(p *bench.Plan) tui.Estimate { return shownEstimate(planning.EstimateOf(p, r.known.pace())) },
		Command:  r.runCommand,
		EngineCommand: func(p *bench.Plan, job *bench.Job) string {
			return r.engineCommand(ctx, p, job)
		},
		Search:     r.searchOf,
		Presets:    func() []tui.Preset { all, _ := r.presets(); return all },
		SavePreset: r.savePreset,
	}
}

// shownEstimate gives an estimate in the form that the screens use.
func shownEstimate(e planning.Estimate) tui.Estimate {
	out := tui.Estimate{Jobs: e.Jobs, Load: e.Load, Total: e.Total, Sentinel: e.Sentinel, Around: e.Around, Precision: e.Precision, CoolDown: e.CoolDown, Rough: e.Rough}
	for _, c := range e.Others {
		out.Rounds = append(out.Rounds, tui.RoundCost{Rounds: c.Rounds, Total: c.Total})
	}
	return out
}

// fieldFlags reads fields of the screen as if they were flags on the command
// line.
func (r rooms) fieldFlags(fields map[string]string) (*planFlags, error) {
	p := &planFlags{}
	f := newFlags("plan", "", "")
	p.defineJobs(f)
	p.defineSession(f)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		value := strings.TrimSpace(fields[name])
		if value == "" {
			continue
		}
		if err := f.Set(name, value); err != nil {
			return nil, errors.New(f.wrong(name, value, err.Error()))
		}
	}
	if err := f.fromEnvironment(r.env); err != nil {
		return nil, err
	}
	p.rounds = min(p.rounds, p.repetitions)
	return p, p.check()
}

func (r rooms) planOf(c tui.Choice) (*bench.Plan, error) {
	p, err := r.fieldFlags(c.Fields)
	if err != nil {
		return nil, err
	}
	switch {
	case len(c.Models) == 0:
		return nil, fmt.Errorf("no model is marked; key 2 lists the models")
	case len(c.Builds) == 0:
		return nil, fmt.Errorf("no engine build is ticked")
	}
	engines := r.serving(context.Background(), c.Builds, r.servers.source())
	found, err := r.chosenModels(engines, c.Models)
	if err != nil {
		return nil, err
	}
	planning.NameApart(found)
	models.MarkPairs(found)
	// Models are stamped when the session starts, because this function is called
	// while somebody types.
	return p.plan(planning.Given{Models: found, Builds: c.Builds, Others: c.Unticked, Ticked: true, Serves: engines.serves}, r.known)
}

// chosenModels are the marked models as the ticked builds measure them: files, and
// what servers have of them.
func (r rooms) chosenModels(engines *engineChoice, chosen []tui.Model) (found []bench.Model, err error) {
	ctx := context.Background() // nothing is asked or read
	listed, err := engines.listServed(ctx)
	if err != nil {
		return nil, err
	}
	for _, m := range chosen {
		at := slices.IndexFunc(listed, func(one bench.Model) bool { return one.Served == m.Served })
		switch {
		case m.Served == "":
		case at < 0:
			return nil, notTicked(m)
		default:
			found = append(found, listed[at])
		}
	}
	few := len(found)
	for _, m := range chosen {
		if m.Served != "" {
			continue
		}
		before, copies := len(found), 0
		if found, copies, err = engines.withCopies(ctx, found, models.Found{Model: m.Model}); err != nil {
			return nil, err
		}
		if len(found)+copies == before {
			return nil, notTicked(m)
		}
	}
	return filesFirst(found, few), nil
}

// notTicked is the error for a marked model that no ticked build can measure.
func notTicked(m tui.Model) error {
	for _, s := range m.Services {
		return fmt.Errorf("none of the ticked engines can measure %s; %s has it as %s: tick it", m.Label(), s.Title, s.Name)
	}
	return fmt.Errorf("none of the chosen engine builds reads %s, which is in the format %s", m.Label(), formatNames(m.Format))
}

// boolFields are the fields whose flags take no value.
var boolFields = map[string]bool{"no-sentinel": true}

// runCommand gives the command that makes the same plan.
func (r rooms) runCommand(c tui.Choice) string {
	words := append([]string{"dragstrip", "run"}, namedWords(addressesOf(c.Models), c.Builds)...)
	for _, name := range slices.Sorted(maps.Keys(c.Fields)) {
		if value := strings.TrimSpace(c.Fields[name]); value != "" {
			dash := "-"
			if len(name) > 3 {
				dash = "--"
			}
			if boolFields[name] {
				if value == "true" {
					words = append(words, dash+name)
				}
				continue
			}
			words = append(words, dash+name, quoted(value))
		}
	}
	return strings.Join(words, " ")
}

// engineCommand gives the command of the engine's first start for a job.
func (r rooms) engineCommand(ctx context.Context, p *bench.Plan, job *bench.Job) string {
	var work []engine.Work
	for _, t := range job.Tests {
		work = append(work, engine.Work{Job: job, Test: t, Repetitions: p.RepetitionsIn(job, 0)})
	}
	adapter, err := r.adapters()(job.Build.Engine)
	if err != nil {
		return ""
	}
	starts, err := adapter.Invocations(ctx, job.Build, work, engine.Options{Ticks: p.Ticks})
	if err != nil || len(starts) == 0 || len(starts[0].Argv) == 0 {
		return ""
	}
	var set []string
	for _, variable := range job.Build.Env {
		name, value, _ := strings.Cut(bench.ShownVariable(variable), "=")
		set = append(set, name+"="+quoted(value))
	}
	return strings.Join(append(set, readable(starts[0].Argv, job)), " ")
}

func (r rooms) savePreset(p tui.Preset) error {
	return r.settings().SavePreset(settings.Preset{Name: p.Name, Fields: p.Fields})
}
