package imported

import (
	"encoding/json"
	"math"
	"strings"

	"dragstrip/bench"
)

// made is what dragstrip says in a comment below a table that it wrote.
type made struct{ bench.TableNote }

// mostDoubts is how many warnings on a figure are read.
const mostDoubts = 20

// doubtsIn keeps only warnings that a figure should not be without.
func doubtsIn(warnings []bench.Warning) (kept []bench.Warning) {
	for _, w := range warnings {
		w = bench.Warning{Code: bench.CleanLine(w.Code, 40), Text: bench.CleanLine(w.Text, 400), Remedy: bench.CleanLine(w.Remedy, 400)}
		if w.Code != "" && w.Text != "" && bench.KindOf(w.Code).StaysWithFigure() && len(kept) < mostDoubts {
			kept = append(kept, w)
		}
	}
	return kept
}

// marks is what dragstrip adds to a result line of llama-bench
// (bench/report/llamamade.go).
type marks struct {
	StandIn  bool            `json:"stand_in"`
	Stated   []string        `json:"dragstrip_stated"`
	Job      string          `json:"dragstrip_job"`
	Warnings []bench.Warning `json:"dragstrip_warnings"`
}

// isMark tells whether a field is one of them.
func isMark(field string) bool { return field == "stand_in" || strings.HasPrefix(field, "dragstrip_") }

// marksOf reads them from a line. They are empty if the line has others than
// dragstrip writes.
func marksOf(object []byte) (m marks) {
	if json.Unmarshal(object, &m) != nil || bench.Admit(&m) != nil {
		return marks{}
	}
	return m
}

func (m marks) tell(f *Figure) {
	f.Job, f.StandIn, f.Warnings = shortText(m.Job), m.StandIn, doubtsIn(m.Warnings)
	f.alsoStated(m.Stated)
}

func (f *Figure) alsoStated(list []string) {
	for _, text := range list {
		if len(f.Stated) < maxStated {
			f.Stated = append(f.Stated, bench.CleanLine(text, 80))
		}
	}
}

// madeIn reads the comment of a line. It gives false if the line is none.
func madeIn(row string) (m made, ok bool) {
	text, begins := strings.CutPrefix(row, bench.TableNoteBegins)
	text, ends := strings.CutSuffix(text, bench.TableNoteEnds)
	if !begins || !ends || json.Unmarshal(bench.LegalJSON([]byte(text)), &m) != nil || bench.Admit(&m) != nil {
		return made{}, false
	}
	for _, text := range [...]*string{&m.Machine, &m.Engine, &m.Version, &m.Commit, &m.Backend, &m.Format} {
		*text = shortText(*text)
	}
	for key, value := range m.Params {
		if (bench.Params{key: value}).Validate() != nil {
			delete(m.Params, key)
		}
	}
	m.Number, m.Threads = max(m.Number, 0), min(max(m.Threads, 0), bench.MaxTokens)
	if m.N < 0 || m.N > bench.MaxRepetitions {
		m.N = 0
	}
	for i := range m.Rows {
		m.Rows[i].Warnings = doubtsIn(m.Rows[i].Warnings)
	}
	return m, true
}

// row is what the comment says about a row of the table, counted from 0.
func (m *made) row(at int) bench.RowNote {
	if m == nil || at >= len(m.Rows) {
		return bench.RowNote{}
	}
	return m.Rows[at]
}

// tell tells a figure what measured it. It gives the test without the number of
// requests at once.
func (m *made) tell(f *Figure, test string) string {
	if at := atOnce.FindStringSubmatch(test); at != nil {
		test = at[1]
		if at[2] != "1" && (bench.Params{bench.Concurrency: at[2]}).Validate() == nil {
			f.Params[bench.Concurrency] = at[2]
		}
	}
	if m.Engine == "" { // llama-bench's table says the rest itself
		f.alsoStated(m.Stated)
		return test
	}
	f.Machine, f.Engine, f.Version, f.Number, f.Commit = m.Machine, m.Engine, m.Version, m.Number, m.Commit
	f.Backend, f.Format, f.Threads, f.When, f.N = m.Backend, m.Format, m.Threads, m.Date, m.N
	for key, value := range m.Params {
		f.Params[key] = value
	}
	f.alsoStated(m.Stated)
	return test
}

// modelOf is the model of a row. dragstrip writes behind its name whether it is
// a stand-in.
func (m *made) modelOf(f *Figure, cell string) string {
	if m == nil {
		return cell
	}
	name, standIn := strings.CutSuffix(cell, bench.StandInMark)
	f.StandIn = f.StandIn || standIn
	return name
}

// sampled is the deviation of a sample. llama-benchy divides by the number of
// values, and not by one less.
func (m *made) sampled(deviation float64) float64 {
	if m == nil || m.N < 2 {
		return deviation
	}
	return deviation * math.Sqrt(float64(m.N)/float64(m.N-1))
}
