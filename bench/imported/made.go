package imported

import (
	"encoding/json"
	"math"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// made is what measured a table of llama-benchy's that dragstrip wrote. It stands
// in a comment below the table (bench/report/benchy_made.go).
type made struct {
	Machine string       `json:"machine"`
	Engine  string       `json:"engine"`
	Version string       `json:"version"`
	Number  int          `json:"number"`
	Commit  string       `json:"commit"`
	Backend string       `json:"backend"`
	Format  string       `json:"format"`
	Threads int          `json:"threads"`
	Params  bench.Params `json:"params"`
	Stated  []string     `json:"stated"`
	Date    time.Time    `json:"date"`
	N       int          `json:"n"`
}

const (
	madeBegins = "<!-- dragstrip: "
	// mostMade is the length of the longest such comment, in bytes.
	mostMade = 16 << 10
)

// madeIn reads the comment of a line. It gives false if the line is none.
func madeIn(row string) (m made, ok bool) {
	text, begins := strings.CutPrefix(row, madeBegins)
	text, ends := strings.CutSuffix(text, "-->")
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
	return m, true
}

// atOnce matches the number of requests at once behind a test.
var atOnce = lazyregexp.New(`^(.*) \(c(\d{1,3})\)$`)

// tell tells a figure what measured it. It gives the test without the number of
// requests at once.
func (m *made) tell(f *Figure, test string) string {
	if at := atOnce.FindStringSubmatch(test); at != nil {
		test = at[1]
		if at[2] != "1" && (bench.Params{bench.Concurrency: at[2]}).Validate() == nil {
			f.Params[bench.Concurrency] = at[2]
		}
	}
	f.Machine, f.Engine, f.Version, f.Number, f.Commit = m.Machine, m.Engine, m.Version, m.Number, m.Commit
	f.Backend, f.Format, f.Threads, f.When, f.N = m.Backend, m.Format, m.Threads, m.Date, m.N
	for key, value := range m.Params {
		f.Params[key] = value
	}
	for _, text := range m.Stated[:min(len(m.Stated), maxStated)] {
		f.Stated = append(f.Stated, bench.CleanLine(text, 80))
	}
	return test
}

// sampled is the deviation of a sample. llama-benchy divides by the number of
// values, and not by one less.
func (m *made) sampled(deviation float64) float64 {
	if m == nil || m.N < 2 {
		return deviation
	}
	return deviation * math.Sqrt(float64(m.N)/float64(m.N-1))
}
