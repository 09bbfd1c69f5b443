package tuning

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
)

// publishedFields are two sweeps that lhl published. sweptFields were recorded
// here with llama-bench. The search was made with these five.
var (
	publishedFields = []string{"strix-halo-qwen3-30b", "strix-halo-llama-2-7b"}
	sweptFields     = []string{"recorded-tiny", "recorded-smollm2", "recorded-two-builds"}
)

// guardFields are published sweeps that were seen while the search was made, so
// that a change that helps only the five is noticed. unseenFields were first
// searched when it was finished. The noise of sweptFields as it was recorded, on
// a virtual machine, is in the group "recorded".
var (
	guardFields  = []string{"guard-mistral-24b", "guard-gemma-27b", "guard-llama-8b", "guard-llama-70b"}
	unseenFields = []string{"unseen-llama-2-7b-q4km", "unseen-qwen3-32b", "unseen-gpt-oss-20b", "unseen-hunyuan-a13b"}
)

// theFive are the fields that the search was made with. The noise of the swept
// ones is that of a quiet machine of one's own: the virtual machine that recorded
// them had nothing else to do, but its looks differ by a tenth.
func theFive(tb testing.TB) (all []*field) {
	all = recordedFields(tb, publishedFields)
	for _, f := range recordedFields(tb, sweptFields) {
		all = append(all, f.onAQuietMachine())
	}
	return all
}

// replays is how often each field is searched.
const replays = 100

// figures are how searches of a field for a goal went.
type figures struct {
	configurations int
	// near counts replays that ended within 2 % of the best at 25 % of the time of
	// measuring everything, or less.
	near            int
	middle, p95     float64 // regret
	share, shareEnd float64 // median share of the exhaustive time, without and with the final
	longest         float64
	score           float64
	falseWinners    int
	scoutNear       int
	scoutMiddle     float64
	scoutShare      float64
	scoutFalse      int
}

// measure searches a field many times, and a field of its size and noise on
// which all configurations are equally fast.
func measure(f *field, g Goal) (m figures) {
	full := simulate(f, g, 1, Options{Exhaustive: true})
	equal := f.equal()
	var outcomes []outcome
	var regrets, shares, ends, scoutRegrets, scoutShares []float64
	for seed := range uint64(replays) {
		o := simulate(f, g, seed, Options{})
		outcomes = append(outcomes, o)
		share := float64(o.search) / float64(full.search)
		regrets, shares, ends = append(regrets, o.regret), append(shares, share), append(ends, float64(o.whole)/float64(full.whole))
		m.near += count(o.regret <= 0.02 && share <= 0.25)
		m.falseWinners += count(simulate(equal, g, seed, Options{}).best.Winner > 0)
		s := scout(f, g, seed)
		scoutRegrets, scoutShares = append(scoutRegrets, s.regret), append(scoutShares, float64(s.search)/float64(full.search))
		m.scoutNear += count(s.regret <= 0.02 && s.search*4 <= full.search)
		m.scoutFalse += count(scout(equal, g, seed).best.Winner > 0)
	}
	slices.SortFunc(regrets, cmp.Compare[float64])
	m.configurations = len(f.space.Configurations)
	m.middle, m.p95 = bench.Median(regrets), regrets[replays*95/100]
	m.share, m.longest, m.shareEnd = bench.Median(shares), slices.Max(shares), bench.Median(ends)
	m.score = score(f, g, outcomes)
	m.scoutMiddle, m.scoutShare = bench.Median(scoutRegrets), bench.Median(scoutShares)
	return m
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// equal is the field with the same noise on which all configurations are as
// fast as the default.
func (f *field) equal() *field {
	flat := *f
	flat.truth = map[bench.Test][]float64{}
	for t, all := range f.truth {
		for range all {
			flat.truth[t] = append(flat.truth[t], all[0])
		}
	}
	return &flat
}

// BenchmarkSearch prints how well the search does on the five sweeps it was made
// with, on other published ones and on made-up ones. The rule of
// llama-parameter-scout on the same fields stands beside it. With -benchtime 1x
// it takes some minutes; -bench Search/five measures only the five.
func BenchmarkSearch(b *testing.B) {
	for _, group := range []struct {
		name   string
		fields func(testing.TB) []*field
	}{
		{"five", theFive},
		{"guard", func(tb testing.TB) []*field { return recordedFields(tb, guardFields) }},
		{"unseen", func(tb testing.TB) []*field { return recordedFields(tb, unseenFields) }},
		{"madeup", func(testing.TB) []*field { return madeUp() }},
		{"recorded", func(tb testing.TB) []*field { return recordedFields(tb, sweptFields) }},
	} {
		b.Run(group.name, func(b *testing.B) {
			for range b.N {
				fmt.Print(table(group.fields(b)))
			}
		})
	}
}

// table measures fields and writes a line for each goal. The time is the part of
// the time of measuring everything: its median, its highest, and its median with
// the final on both sides. "false" counts false winners among equals.
func table(fields []*field) string {
	var lines strings.Builder
	fmt.Fprintf(&lines, "\n%-31s %-10s %5s │ %4s %6s %6s %5s %5s %5s %6s %5s │ %s\n", "field", "goal", "conf.", "near", "regret", "95 %", "time", "most", "final", "score", "false", "scout: near, regret, time, false")
	for _, f := range fields {
		for _, g := range f.goals() {
			m := measure(f, g)
			fmt.Fprintf(&lines, "%-31s %-10s %5d │ %4d %5.2f%% %5.2f%% %4.0f%% %4.0f%% %4.0f%% %6.2f %5d │ %d, %.2f%%, %.0f%%, %d\n", f.name, short(g), m.configurations,
				m.near, 100*m.middle, 100*m.p95, 100*m.share, 100*m.longest, 100*m.shareEnd, m.score, m.falseWinners,
				m.scoutNear, 100*m.scoutMiddle, 100*m.scoutShare, m.scoutFalse)
		}
	}
	return lines.String()
}

// short names a goal in a table.
func short(g Goal) string {
	switch {
	case g.Prompt == 0:
		return "generation"
	case g.Generation == 0:
		return "prefill"
	}
	return "mix"
}

func recordedFields(tb testing.TB, names []string) (all []*field) {
	for _, name := range names {
		all = append(all, recordedField(tb, name))
	}
	return all
}
