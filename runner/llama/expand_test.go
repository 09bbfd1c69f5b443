package llama

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"dragstrip/bench"
)

// Each command line must expand to exactly its part of the work, in the order
// in which the parser expects results. All parts together must be the whole
// work.
func TestCommandLinesExpandToExactlyTheWantedWork(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	flags := []string{"-ub", "-fa", "-d", "-t"}
	most := 0
	for round := range 3000 {
		var work []candidate
		density := r.Float64()
		for _, p := range (lists{
			flags:   flags,
			values:  [][]string{{"256", "512"}, {"0", "1"}, {"0", "64", "128"}, {"1", "2"}},
			prompts: []int{16, 512}, generations: []int{8}, pairs: [][2]int{{16, 8}},
		}).expand() {
			if r.Float64() < density {
				work = append(work, candidate{values: cutPoint(p.at), test: bench.Test{Prompt: p.prompt, Generation: p.generation}})
			}
		}
		if round%2 == 0 {
			r.Shuffle(len(work), func(i, j int) { work[i], work[j] = work[j], work[i] })
		}
		for i := range work {
			work[i].index = i
		}
		batches := cover(flags, work)
		most = max(most, len(batches))
		checkCover(t, work, batches)
	}
	t.Logf("at most %d command lines", most)
}

func checkCover(t *testing.T, work []candidate, batches []batch) {
	t.Helper()
	seen := map[int]bool{}
	for _, b := range batches {
		points := b.lists.expand()
		if len(points) != len(b.order) {
			t.Fatalf("%d points, %d pieces of work", len(points), len(b.order))
		}
		for i, p := range points {
			w := work[b.order[i]]
			if seen[w.index] {
				t.Fatalf("work %d is done twice", w.index)
			}
			seen[w.index] = true
			if p != (point{axisKey(w.values), w.test.Prompt, w.test.Generation}) {
				t.Fatalf("the engine does %+v where %+v was expected", p, w)
			}
		}
	}
	if len(seen) != len(work) {
		t.Fatalf("%d of %d pieces of work are covered", len(seen), len(work))
	}
}

func cutPoint(at string) []string {
	var out []string
	start := 0
	for i := range len(at) + 1 {
		if i == len(at) || at[i] == 0 {
			out = append(out, at[start:i])
			start = i + 1
		}
	}
	return out
}

func TestAWholeProductIsOneCommandLine(t *testing.T) {
	var work []candidate
	for _, d := range []string{"0", "4096"} {
		for _, p := range []int{512, 2048} {
			work = append(work, candidate{len(work), []string{d}, bench.Test{Prompt: p}})
		}
		work = append(work, candidate{len(work), []string{d}, bench.Test{Generation: 128}})
	}
	if got := cover([]string{"-d"}, work); len(got) != 1 {
		t.Errorf("%d command lines", len(got))
	}
}

func TestThousandsOfTestsAreCutIntoCommandLinesOfBoundedLength(t *testing.T) {
	var work []candidate
	for i := range 10_000 {
		work = append(work, candidate{i, []string{"0"}, bench.Test{Prompt: i + 1}})
	}
	batches := cover([]string{"-d"}, work)
	checkCover(t, work, batches)
	for _, b := range batches {
		if n := len(fmt.Sprint(b.lists.argv([]axis{{implied: true}}))); n > 8000 {
			t.Errorf("%d bytes", n)
		}
	}
}
