package bench

import (
	"fmt"
	"slices"
	"testing"
)

// keysOf gives the keys of n jobs that share no loading.
func keysOf(n int) []string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = fmt.Sprint("model ", i)
	}
	return keys
}

func TestAlternatingOrderIsFairToEveryJob(t *testing.T) {
	for n := 1; n <= 7; n++ {
		p := &Plan{Order: OrderAlternate}
		positions := make([][]int, n) // for each job, how often it was in each position
		for i := range positions {
			positions[i] = make([]int, n)
		}
		for r := range 2 * n {
			round := p.Sequence(r, keysOf(n))
			if !isPermutation(round, n) {
				t.Fatalf("%d jobs, round %d: %v", n, r, round)
			}
			if r%2 == 1 {
				back := p.Sequence(r-1, keysOf(n))
				slices.Reverse(back)
				if !slices.Equal(back, round) {
					t.Errorf("%d jobs: round %d is %v, want the one before it backwards, %v", n, r, round, back)
				}
			}
			for position, job := range round {
				positions[job][position]++
			}
		}
		for job, counts := range positions {
			if slices.Min(counts) != 2 || slices.Max(counts) != 2 {
				t.Errorf("%d jobs: job %d was in the positions %v times, want each twice", n, job, counts)
			}
		}
	}
}

func isPermutation(list []int, n int) bool {
	sorted := slices.Sorted(slices.Values(list))
	for i, v := range sorted {
		if v != i {
			return false
		}
	}
	return len(sorted) == n
}

func TestTwoJobsAlternateAsPeopleExpect(t *testing.T) {
	p := &Plan{Order: OrderAlternate}
	for r, want := range [][]int{{0, 1}, {1, 0}, {0, 1}, {1, 0}} {
		if got := p.Sequence(r, keysOf(2)); !slices.Equal(got, want) {
			t.Errorf("round %d: %v, want %v", r, got, want)
		}
	}
}

func TestShuffledOrderFollowsItsSeed(t *testing.T) {
	first := map[int]int{}
	same := true
	for seed := range uint64(200) {
		p, again := &Plan{Order: OrderShuffle, Seed: seed}, &Plan{Order: OrderShuffle, Seed: seed}
		for r := range 4 {
			round := p.Sequence(r, keysOf(4))
			if !isPermutation(round, 4) || !slices.Equal(round, again.Sequence(r, keysOf(4))) {
				t.Fatalf("seed %d, round %d: %v", seed, r, round)
			}
			same = same && slices.Equal(round, p.Sequence(0, keysOf(4)))
			first[round[0]]++
		}
	}
	if same {
		t.Error("every round has the same order")
	}
	for job := range 4 {
		if n := first[job]; n < 120 || n > 280 { // 200 of 800 expected, ± 12
			t.Errorf("job %d was first %d times of 800", job, n)
		}
	}
}

func TestJobsOfOneLoadingStayTogether(t *testing.T) {
	keys := []string{"a", "b", "a", "c", "b", "a"}
	for _, order := range []Order{OrderAlternate, OrderShuffle} {
		p := &Plan{Order: order, Seed: 7}
		for r := range 12 {
			var loads []string
			round := p.Sequence(r, keys)
			for _, job := range round {
				if len(loads) == 0 || loads[len(loads)-1] != keys[job] {
					loads = append(loads, keys[job])
				}
			}
			if len(loads) != 3 || !isPermutation(round, len(keys)) {
				t.Errorf("%s, round %d: %v loads %v", order, r, round, loads)
			}
		}
	}
	fixed := (&Plan{}).Sequence(3, keys)
	if !slices.Equal(fixed, []int{0, 1, 2, 3, 4, 5}) {
		t.Errorf("the order of an old plan: %v", fixed)
	}
}

func TestSharedLoadingIsToldByWhatItLoads(t *testing.T) {
	a := Job{Model: Model{Path: "/m"}, Build: EngineBuild{ID: "b"}, Params: Params{"flash_attn": "on"}}
	b, c := a, a
	b.Params = Params{"flash_attn": "off"}
	c.Params = Params{"n_gpu_layers": "3"}
	if a.LoadKey() != b.LoadKey() || a.LoadKey() == c.LoadKey() {
		t.Errorf("%q %q %q", a.LoadKey(), b.LoadKey(), c.LoadKey())
	}
}
