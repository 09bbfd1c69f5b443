package report

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// seconds writes a time in seconds, with its unit.
func seconds(s bench.Summary) string {
	if s.Median <= 0 {
		return bench.NotMeasured
	}
	return bench.FormatFigure(s.Median) + " s"
}

// firstTokenCell is how long the first token took.
func firstTokenCell(r Row) string { return seconds(r.Test.FirstToken()) }

// lateCell is the time within which 95 of 100 requests had their first token, if
// several were sent at once. A single request has repetitions, which are few.
func lateCell(r Row) string {
	late, _ := r.Test.FirstTokenLate()
	if late <= 0 || r.Test.RequestTPS().N == 0 {
		return bench.NotMeasured
	}
	return bench.FormatFigure(late) + " s"
}

// serversOwn is the speed as the server itself states it, with its difference
// from what dragstrip's clock says.
func (r Row) serversOwn() string {
	own := r.Test.ServerTPS().Median
	if own <= 0 || r.Summary.Median <= 0 {
		return bench.FormatTPS(own)
	}
	return bench.FormatTPS(own) + " (" + bench.FormatChange(own/r.Summary.Median) + ")"
}

// Answered says in one line what a server answered; "" if none did.
func (r Row) Answered() string {
	list := r.Test.Exchanges()
	if len(list) == 0 {
		return ""
	}
	first := "first token after " + seconds(r.Test.FirstToken())
	if late := lateCell(r); late != bench.NotMeasured {
		first = bench.FormatTPS(r.Test.RequestTPS().Median) + " t/s for each request, " + first + " (95 % within " + late + ")"
	}
	parts := []string{
		first, "first text after " + seconds(r.Test.FirstText()),
		"first piece after " + seconds(r.Test.FirstPiece()), "end to end " + seconds(r.Test.EndToEnd()),
	}
	if r.Test.ServerTPS().Median > 0 {
		parts = append(parts, "the server itself says "+r.serversOwn())
	}
	if text := acceptedSaid(r); text != "" {
		parts = append(parts, text)
	}
	return strings.Join(append(parts, "prompt cache "+cachesOf(list)), ", ")
}

// Prepared says in one line what a server did before the requests of a row: how
// long it took to load the model, and to read a context cold. It is "" if neither
// was seen.
func (r Row) Prepared() string {
	var parts []string
	if text := loaded(r.Job); text != "" && len(r.Test.Exchanges()) > 0 {
		parts = append(parts, text)
	}
	if text := warmth(r); text != "" && text != bench.NotMeasured {
		parts = append(parts, "depth "+text)
	}
	return strings.Join(parts, ", ")
}

// warmth says how the context of a row was measured: "warm" if the server had
// it in its prompt cache, with the time that it took to read it before, cold.
func warmth(r Row) string {
	list := r.Test.Exchanges()
	if r.Test.Test.Depth == 0 || len(list) == 0 {
		return bench.NotMeasured
	}
	warm := "warm"
	if slices.ContainsFunc(list, func(x bench.Exchange) bool { return x.Cache == bench.CacheUnknown }) {
		warm = "warm if the server keeps it"
	}
	if cold := r.Test.ColdContext(); cold.N > 0 {
		return warm + ", cold " + seconds(cold)
	}
	return warm
}

// servers are the rows that a server answered.
func servers(rows []Row) []Row {
	return slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return len(r.Test.Exchanges()) == 0 })
}

// toldNotes says for each job on a server which settings the server told.
func toldNotes(s *bench.Session) []string {
	var out []string
	for _, j := range s.Jobs {
		if len(j.Told) == 0 {
			continue
		}
		var parts []string
		for _, told := range j.Told {
			parts = append(parts, toldName(told.Name)+" "+bench.ShownValue(told.Name, told.Value))
		}
		out = append(out, fmt.Sprintf("%s told its settings: %s", jobOf(s, j), strings.Join(parts, ", ")))
	}
	return out
}

// jobOf names a job's engine, with the job if there are several.
func jobOf(s *bench.Session, j *bench.JobState) string {
	title := engineTitle(j)
	if len(s.Jobs) > 1 {
		return j.ID + " (" + title + ")"
	}
	return title
}

// timingNotes says how an engine was timed, if another engine measured the same
// model in another way.
func timingNotes(s *bench.Session) []string {
	var out []string
	for _, j := range s.Jobs {
		timing := j.BuildUsed().Traits.Fair.Timing
		beside := slices.ContainsFunc(s.Jobs, func(o *bench.JobState) bool {
			return o.Build.Engine != j.Build.Engine && sameWeights(o.Model, j.Model)
		})
		if timing != "" && beside && !slices.Contains(out, timing) {
			out = append(out, timing)
		}
	}
	return out
}

// loaded says how long a job's engine took to load the model; "" if it was not
// seen.
func loaded(j *bench.JobState) string {
	took := j.LoadTime()
	if took.N == 0 {
		return ""
	}
	return fmt.Sprintf("loaded the model in %s (%s)", seconds(took), bench.Plural(took.N, "start"))
}

// loadNotes says how long each engine took to load the model, if it was seen.
func loadNotes(s *bench.Session) []string {
	var out []string
	for _, j := range s.Jobs {
		if text := loaded(j); text != "" {
			out = append(out, jobOf(s, j)+" "+text)
		}
	}
	return out
}

// served is the table of what servers answered.
func (m *markdown) served() {
	rows := servers(m.rows)
	if len(rows) == 0 {
		return
	}
	t := newTable("job", "test", "first piece", "first token", "first text", "end to end", "server's own t/s", "prompt", "answer", "cache", "depth")
	for i := range t.right {
		t.right[i] = i > 1 && i < 9
	}
	for _, r := range rows {
		last := r.Test.Exchanges()
		t.add(r.Job.ID, r.Test.Test.String(), seconds(r.Test.FirstPiece()), firstTokenCell(r), seconds(r.Test.FirstText()), seconds(r.Test.EndToEnd()), r.serversOwn(),
			tokensOf(last, func(x bench.Exchange) int { return x.PromptTokens }), tokensOf(last, func(x bench.Exchange) int { return x.AnswerTokens }), cachesOf(last), warmth(r))
	}
	m.say("%s", t.markdown())
	m.say("Times are medians, from the request. The first piece may hold no text; the first token may belong to the reasoning; the first text is the beginning of the answer itself. The percentage behind the server's own t/s is its difference from dragstrip's clock.\n")
	if slices.ContainsFunc(rows, func(r Row) bool { return r.Test.Test.Depth > 0 }) {
		m.say("Tests at a depth are *warm*: the server has the context in its prompt cache. *Cold* is how long it took to read that context before, up to its first token.\n")
	}
	m.together(rows)
	for _, notes := range [][]string{ServerNotes(m.s), toldNotes(m.s), loadNotes(m.s), timingNotes(m.s)} {
		for _, note := range notes {
			m.say("- %s", m.sentence(note))
		}
	}
	m.say("")
}

// together is the table of several requests at once.
func (m *markdown) together(rows []Row) {
	t := newTable("job", "test", "at once", "total t/s", "t/s each", "first token", "95 % within", "requests")
	for i := range t.right {
		t.right[i] = i > 1
	}
	for _, r := range rows {
		if r.Job.Params[bench.Concurrency] == "" {
			continue
		}
		each := r.Test.RequestTPS()
		if each.N == 0 { // one request has the total
			each = r.Summary
		}
		late, requests := r.Test.FirstTokenLate()
		t.add(r.Job.ID, r.Test.Test.String(), fmt.Sprint(r.Job.Params.AtOnce()), bench.FormatTPS(r.Summary.Median), bench.FormatTPS(each.Median),
			firstTokenCell(r), bench.FormatFigure(late)+" s", fmt.Sprint(requests))
	}
	if len(t.rows) == 0 {
		return
	}
	m.say("%s", t.markdown())
	m.say("The total counts the tokens of all requests while all of them generate; of prompts, all tokens until the last request has its first token. *Each* is the median of the single requests. 95 of 100 requests had their first token within the time given.\n")
}

// tokensOf writes a count of each exchange: one number, or the range.
func tokensOf(list []bench.Exchange, of func(bench.Exchange) int) string {
	low, high := of(list[0]), of(list[0])
	for _, x := range list {
		low, high = min(low, of(x)), max(high, of(x))
	}
	switch {
	case high == 0:
		return bench.NotMeasured
	case low == high:
		return fmt.Sprint(high)
	}
	return fmt.Sprintf("%d–%d", low, high)
}

// cachesOf counts the states of the prompt cache: "none", or "3 none, 3 partial".
func cachesOf(list []bench.Exchange) string {
	var order []bench.CacheState
	counts := map[bench.CacheState]int{}
	for _, x := range list {
		if counts[x.Cache]++; counts[x.Cache] == 1 {
			order = append(order, x.Cache)
		}
	}
	if len(order) == 1 {
		return string(order[0])
	}
	var parts []string
	for _, state := range order {
		parts = append(parts, fmt.Sprintf("%d %s", counts[state], state))
	}
	return strings.Join(parts, ", ")
}
