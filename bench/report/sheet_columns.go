package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/naming"
)

// division sorts the jobs of sessions into columns and rows.
type division struct {
	axis    Axis
	names   *modelNames
	columns []SheetColumn
	jobs    []*placedJob
}

func newDivision(axis Axis, sessions []*bench.Session) *division {
	d := &division{axis: axis, names: namesOf(sessions)}
	told := naming.Told(jobsOf(sessions))
	keys := map[string]int{}
	machines := machineNumbers(sessions)
	for _, session := range sessions {
		for _, j := range session.Jobs {
			all := slices.Concat(naming.Model(j.Model), naming.Configuration(told[0]), naming.Occasion(session, time.UTC))
			told = told[1:]
			of := all.About(subjects[axis]...)
			key := d.keyOf(j, of, machines[session])
			at, known := keys[key]
			if !known {
				at = len(d.columns)
				keys[key] = at
				d.columns = append(d.columns, SheetColumn{Name: letter(at), Session: session, Title: titleOf(axis, j, session, of)})
			}
			c := &d.columns[at]
			c.Jobs = append(c.Jobs, j)
			if !c.Has(session) {
				c.Others = append(c.Others, session)
			}
			if from := ImportedFrom(session); !strings.Contains(c.Detail, from) {
				c.Detail = joinNonEmpty("; ", c.Detail, from)
			}
			rest := slices.DeleteFunc(slices.Clone(all), func(a naming.Aspect) bool {
				return a.Key == naming.ModelName || slices.Contains(subjects[axis], a.Subject())
			})
			if file := bench.Clean(baseName(j.Model.Path)); axis == AxisModel && file != "" { // copies of one model share a column
				rest = append(rest, naming.Aspect{Key: naming.ModelFile, Text: file, Rank: naming.LastResort},
					naming.Aspect{Key: "folder", Text: bench.Clean(folderOf(j.Model.Path)), Rank: naming.LastResort})
			}
			if g := d.names.group(j); axis == AxisModel && !g.engines {
				c.Title = g.name
			}
			d.jobs = append(d.jobs, &placedJob{JobState: j, session: session, column: at, rest: rest})
		}
	}
	return d
}

// keyOf tells the columns apart.
func (d *division) keyOf(j *bench.JobState, of naming.Thing, machine int) string {
	switch d.axis {
	case AxisMachine:
		return fmt.Sprint(machine)
	case AxisModel:
		if g := d.names.group(j); !g.engines {
			return "group " + fmt.Sprint(d.names.of[j])
		}
		return j.Model.Label()
	}
	var parts []string
	for _, a := range of {
		if a.Key == naming.NotStated && d.axis != AxisFlags {
			continue // a build is the same build, whoever measured with it
		}
		if a.Rank != naming.LastResort || a.Key == "commit" {
			parts = append(parts, a.Key, a.Text)
		}
	}
	return strings.Join(parts, "\x00")
}

// titleOf says what a column stands for.
func titleOf(axis Axis, j *bench.JobState, s *bench.Session, of naming.Thing) string {
	switch axis {
	case AxisModel:
		return j.Model.Label()
	case AxisMachine:
		return machineTitle(s)
	case AxisBuild:
		return joinNonEmpty(partsBy, orText(j.BuildLabel(), "an unknown engine"), shownEnvironment(j.BuildUsed().Env))
	case AxisFlags:
		return orText(joinNonEmpty(partsBy, j.Params.String(), strings.Join(j.Stated, ", "), of.Text("warm-up")), unsetIn(j, "no flags"))
	}
	return orText(bench.Clean(j.BuildMeasured().Engine), "an unknown engine")
}

// machineTitle names the machine of a session, as far as it is described.
func machineTitle(s *bench.Session) string {
	if line := bench.Clean(s.Machine.Line); line != "" {
		return line
	}
	if from := ImportedFrom(s); from != "" {
		return "machine not stated, " + from
	}
	return "the machine of session " + orText(bench.Clean(s.ID), bench.NotKnown)
}

// machineNumbers numbers the machines of sessions. If nothing is known about a
// session's machine, the machine gets a number of its own.
func machineNumbers(sessions []*bench.Session) map[*bench.Session]int {
	out := map[*bench.Session]int{}
	for i, s := range sessions {
		at := slices.IndexFunc(sessions[:i], func(o *bench.Session) bool { return s.Machine.Line != "" && oneMachine(s, o) })
		if at < 0 {
			at = i
		} else {
			at = out[sessions[at]]
		}
		out[s] = at
	}
	return out
}
