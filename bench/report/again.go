package report

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// Again sets a plan that was measured twice side by side: old against new,
// test by test.
type Again struct {
	Old, New *bench.Session
	Rows     []AgainRow
	// Differs names what old and new do not have in common.
	Differs []string
	// Missing are tests of the old session that have no partner in the new one.
	Missing []string
}

// AgainRow is one test that both sessions were asked for.
type AgainRow struct {
	OldJob, NewJob *bench.JobState
	Test           bench.Test
	Old, New       bench.Summary
	// Comparison of new to old; its verdict is about the new one.
	bench.Comparison
	// Compared is false where one of the two has no samples, or is suspect
	// and was not asked for.
	Compared bool
	// OldDoubts and NewDoubts are the codes of the warnings on the results,
	// OldGrade and NewGrade what they come to.
	OldDoubts, NewDoubts []string
	OldGrade, NewGrade   bench.Grade
}

// NewAgain pairs the jobs of two sessions: by name and model, by model and
// parameters, or by name and parameters where the model goes by another name.
// Results graded suspect are compared with nothing unless they are included.
func NewAgain(old, new *bench.Session, includeSuspect bool) Again {
	a := Again{Old: old, New: new}
	partner := pairJobs(old.Jobs, new.Jobs)
	told := map[string]bool{}
	for _, o := range old.Jobs {
		n := partner[o]
		for _, t := range o.Tests {
			var u *bench.TestState
			if n != nil {
				u = n.Test(t.Test)
			}
			if u == nil {
				a.Missing = append(a.Missing, bench.Clean(o.Model.Label()+" "+t.Test.String()))
				continue
			}
			a.Rows = append(a.Rows, againRow(rowOf(old, o, t), rowOf(new, n, u), includeSuspect))
		}
		if n == nil {
			continue
		}
		for _, what := range differenceOf(o, n) {
			if !told[what] {
				told[what] = true
				a.Differs = append(a.Differs, what)
			}
		}
	}
	if x, y := old.PlannedRounds(), new.PlannedRounds(); x != y && len(a.Rows) > 0 {
		a.Differs = append(a.Differs, fmt.Sprintf("rounds (%d, %d)", x, y))
	}
	if x, y := old.Machine.Line, new.Machine.Line; x != y {
		a.Differs = append(a.Differs, bench.Clean(fmt.Sprintf("machine (%s, %s)", orText(x, "not described"), orText(y, "not described"))))
	}
	if old.Machine.OS != "" && new.Machine.OS != "" { // a report tells the machine's line alone
		a.Differs = append(a.Differs, settings(&old.Machine, &new.Machine)...)
	}
	return a
}

// InCommon tells whether a plan has any test that can be set beside a session's.
func InCommon(old *bench.Session, p *bench.Plan) bool {
	planned := bench.Replay([]bench.Event{{Seq: 1, Fact: bench.SessionStarted{Plan: *p}}})
	return len(NewAgain(old, planned, false).Rows) > 0
}

func againRow(old, new Row, includeSuspect bool) AgainRow {
	out := AgainRow{OldJob: old.Job, NewJob: new.Job, Test: old.Test.Test, Old: old.Summary, New: new.Summary,
		OldDoubts: warningCodes(old), NewDoubts: warningCodes(new), OldGrade: old.Grade, NewGrade: new.Grade}
	out.Compared = old.Measured() && new.Measured() && (includeSuspect || !out.suspect())
	if out.Compared {
		out.Comparison = bench.Compare(old.Test.SamplesTPS(), new.Test.SamplesTPS())
	}
	return out
}

// suspect tells whether one of the two cannot be what it seems.
func (r AgainRow) suspect() bool {
	return r.OldGrade == bench.GradeSuspect || r.NewGrade == bench.GradeSuspect
}

// pairJobs gives each old job its new one, each new one once.
func pairJobs(old, new []*bench.JobState) map[*bench.JobState]*bench.JobState {
	out, taken := map[*bench.JobState]*bench.JobState{}, map[*bench.JobState]bool{}
	for _, fits := range []func(o, n *bench.JobState) bool{
		func(o, n *bench.JobState) bool {
			return o.ID == n.ID && o.Model.Label() == n.Model.Label() && alike(o, n)
		},
		func(o, n *bench.JobState) bool {
			return o.Model.Label() == n.Model.Label() && alike(o, n) && o.Build.ID == n.Build.ID
		},
		func(o, n *bench.JobState) bool { return o.Model.Label() == n.Model.Label() && alike(o, n) },
		func(o, n *bench.JobState) bool { return o.ID == n.ID && alike(o, n) },
	} {
		for _, o := range old {
			for _, n := range new {
				if out[o] == nil && !taken[n] && fits(o, n) {
					out[o], taken[n] = n, true
				}
			}
		}
	}
	return out
}

func alike(o, n *bench.JobState) bool { return o.Params.String() == n.Params.String() }

// differenceOf names what two jobs differ in; a build that lies elsewhere and
// is the same in all it says of itself is the same.
func differenceOf(o, n *bench.JobState) []string {
	x, y := *o, *n
	if buildLabel(o) == buildLabel(n) {
		x.Build.ID = y.Build.ID
	}
	out := differences(&x, &y, bench.Clean)
	if otherFile(o.Model, n.Model) {
		out = append(out, "the file of "+bench.Clean(n.Model.Label()))
	}
	if p, q := o.Model.Label(), n.Model.Label(); p != q {
		out = append(out, bench.Clean(fmt.Sprintf("the model's name (%s, %s)", p, q)))
	}
	return out
}

// Build names an engine build as the reports do: engine, version, backend.
func Build(j *bench.JobState) string { return bench.Clean(buildLabel(j)) }

// several tells whether rows need their job's name.
func (a Again) several() bool { return len(a.Old.Jobs) > 1 }

func (r AgainRow) name(several bool) string {
	if several {
		return bench.Clean(r.NewJob.ID + " " + r.NewJob.Model.Label())
	}
	return bench.Clean(r.NewJob.Model.Label())
}

// Name is the row for people: model and test.
func (r AgainRow) Name() string { return r.name(false) + " " + r.Test.String() }

func (a Again) table() *table {
	t := newTable("model", "test", "old t/s", "new t/s", "change", "95 % interval", "verdict")
	t.right = []bool{false, false, true, true, true, true, false}
	for _, r := range a.Rows {
		change, interval := ChangeOf(r.Comparison)
		word := verdict(r.Verdict)
		switch {
		case r.Compared:
		case r.Old.N > 0 && r.New.N > 0:
			word = "suspect, not compared"
		default:
			word = "not measured twice"
		}
		t.add(bench.CleanLine(r.name(a.several()), 34), r.Test.String(), again(r.Old), again(r.New), change, interval, word)
	}
	return t
}

func again(s bench.Summary) string {
	if s.N == 0 {
		return bench.NotMeasured
	}
	return bench.FormatTPS(s.Median)
}

// head names the sessions, notes what else is to be known.
func (a Again) head() string {
	return bench.Clean(fmt.Sprintf("old: session %s · new: session %s", orText(a.Old.ID, "?"), orText(a.New.ID, "?")))
}

func (a Again) notes() []string {
	var out []string
	if len(a.Rows) == 0 {
		out = append(out, "Old and new have no test of one model in common.")
	} else if len(a.Differs) > 0 {
		out = append(out, "Old and new differ in "+joinWords(a.Differs)+".")
	} else {
		out = append(out, "Old and new differ in nothing that was asked for.")
	}
	if len(a.Missing) > 0 {
		out = append(out, "Not measured again: "+strings.Join(a.Missing, ", ")+".")
	}
	for _, side := range []struct {
		name string
		of   func(AgainRow) []string
	}{{"old", func(r AgainRow) []string { return r.OldDoubts }}, {"new", func(r AgainRow) []string { return r.NewDoubts }}} {
		var rows []string
		for _, r := range a.Rows {
			codes := slices.DeleteFunc(slices.Clone(side.of(r)), func(code string) bool { return bench.KindOf(code).Grade == bench.GradeClean })
			if len(codes) > 0 {
				rows = append(rows, r.Name()+" ("+strings.Join(codes, ", ")+")")
			}
		}
		if len(rows) > 0 {
			out = append(out, "Warned about when the "+side.name+" was measured: "+strings.Join(rows, "; ")+".")
		}
	}
	if slices.ContainsFunc(a.Rows, func(r AgainRow) bool { return !r.Compared && r.suspect() && r.Old.N > 0 && r.New.N > 0 }) {
		out = append(out, "Results that cannot be what they seem are compared with nothing; --include-suspect compares them.")
	}
	if a.oneStart() {
		out = append(out, "One side or both are of one start of the engine: what differs from start to start is in the change, too, and no verdict can tell it apart. "+
			"A plan of "+strconv.Itoa(bench.DefaultRepetitions)+" rounds (--rounds "+strconv.Itoa(bench.DefaultRepetitions)+") starts it anew for each repetition; two builds in one session take turns.")
	}
	return append(out, "~: no difference shown. The change is new over old with the interval that belongs to the test (Mann–Whitney, Hodges–Lehmann).")
}

// oneStart tells whether any verdict rests on one start of an engine.
func (a Again) oneStart() bool {
	rounds := func(j *bench.JobState, t bench.Test) int { return len(j.Test(t).Results) }
	return slices.ContainsFunc(a.Rows, func(r AgainRow) bool {
		shown := r.Compared && (r.Verdict == bench.Faster || r.Verdict == bench.Slower)
		return shown && min(rounds(r.OldJob, r.Test), rounds(r.NewJob, r.Test)) == 1
	})
}

// Text writes the comparison for a terminal.
func (a Again) Text(w io.Writer, o Options) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n", a.head(), a.table().plain())
	for _, n := range a.notes() {
		b.WriteString(n + "\n")
	}
	text := b.String()
	if o.Width > 0 {
		text = wrapped(text, o.Width)
	}
	if o.ASCII {
		text = toASCII(text)
	}
	return write(w, text)
}

// Markdown writes the comparison for an issue or a forum.
func (a Again) Markdown(w io.Writer, o Options) error {
	r := newRedactor(a.New, o)
	var b strings.Builder
	fmt.Fprintf(&b, "# dragstrip: measured again\n\n%s\n\n%s\n", EscapeMarkdown(r.path(a.head())), a.table().markdown())
	for _, n := range a.notes() {
		if strings.HasPrefix(n, "~") {
			n = "`~`" + n[1:]
		} else {
			n = EscapeMarkdown(r.text(n))
		}
		b.WriteString(n + "\n\n")
	}
	return write(w, strings.TrimRight(b.String(), "\n")+"\n")
}

func write(w io.Writer, text string) error {
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// AgainDocument is what [Again.JSON] writes.
type AgainDocument struct {
	Schema  int                `json:"schema"`
	Old     string             `json:"old"`
	New     string             `json:"new"`
	Rows    []AgainDocumentRow `json:"rows"`
	Differs []string           `json:"differs"`
	Missing []string           `json:"missing"`
	// Breaches are the limits of --fail-if that were passed.
	Breaches []Breach `json:"breaches"`
}

// AgainDocumentRow is one row of an [AgainDocument]. Comparison is absent
// where one of the two was not measured.
type AgainDocumentRow struct {
	Job   string `json:"job"`
	Model string `json:"model"`
	Name  string `json:"name"`
	bench.Test
	Old        bench.Summary     `json:"old"`
	New        bench.Summary     `json:"new"`
	OldVerdict bench.Grade       `json:"old_verdict,omitempty"`
	NewVerdict bench.Grade       `json:"new_verdict,omitempty"`
	OldDoubts  []string          `json:"old_doubts,omitempty"`
	NewDoubts  []string          `json:"new_doubts,omitempty"`
	Comparison *bench.Comparison `json:"comparison,omitempty"`
}

// JSON writes the comparison for a program.
func (a Again) JSON(w io.Writer, o Options, breaches []Breach) error {
	r := newRedactor(a.New, o)
	d := AgainDocument{Schema: JSONSchema, Old: r.path(a.Old.ID), New: r.path(a.New.ID), Rows: []AgainDocumentRow{},
		Differs: r.each(a.Differs, r.text), Missing: r.each(a.Missing, r.path), Breaches: append([]Breach{}, breaches...)}
	for _, row := range a.Rows {
		out := AgainDocumentRow{Job: row.NewJob.ID, Model: r.path(row.NewJob.Model.Label()), Name: row.Test.String(),
			Test: row.Test, Old: row.Old, New: row.New, OldDoubts: row.OldDoubts, NewDoubts: row.NewDoubts, OldVerdict: row.OldGrade, NewVerdict: row.NewGrade}
		if row.Compared {
			out.Comparison = &row.Comparison
		}
		d.Rows = append(d.Rows, out)
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(d); err != nil {
		return fmt.Errorf("write json: %w", err)
	}
	return nil
}
