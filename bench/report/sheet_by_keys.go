package report

import (
	"maps"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/naming"
)

// placedJob is a job with its place in a sheet that compares along an axis.
type placedJob struct {
	*bench.JobState
	session *bench.Session
	column  int
	// rest is all that can be said about the job, except what its column stands
	// for. The rows of the job's model are named by some of it: texts. said is the
	// name of the job's own row.
	rest  naming.Thing
	texts []string
	said  string
	// under are the rows of other configurations in which the job stands.
	under []string
}

// likeness is in how many of the texts that name their rows two jobs are equal.
func (j *placedJob) likeness(o *placedJob) (n int) {
	for i, text := range j.texts {
		if text == o.texts[i] {
			n++
		}
	}
	return n
}

// textsUnder are what the job says under some keys.
func (j *placedJob) textsUnder(keys []string) []string {
	var texts []string
	for _, key := range keys {
		texts = append(texts, j.rest.Text(key))
	}
	return texts
}

// text joins what the job says under some keys.
func (j *placedJob) text(keys []string) string { return strings.Join(j.textsUnder(keys), "\x00") }

// urgency orders aspects. An aspect with a higher number is in the name of a row
// only if no aspect with a lower number tells two jobs apart.
func urgency(a naming.Aspect) int {
	switch {
	case a.Rank == naming.LastResort:
		return 2
	case a.Subject() == naming.OnOccasion:
		return 1
	}
	return 0
}

// differingKeys are the keys in which jobs of one column differ. Jobs that
// nothing tells apart get numbers.
func differingKeys(columns map[int][]*placedJob) (keys []string) {
	order := slices.Sorted(maps.Keys(columns))
	for stage := range 3 {
		for _, at := range order {
			jobs := columns[at]
			for _, a := range aspectsOf(jobs) {
				if urgency(a) != stage || slices.Contains(keys, a.Key) || stage > 0 && distinct(jobs, append(slices.Clone(keys), a.Key)) == distinct(jobs, keys) {
					continue
				}
				first := jobs[0].rest.Text(a.Key)
				if slices.ContainsFunc(jobs, func(j *placedJob) bool { return j.rest.Text(a.Key) != first }) {
					keys = append(keys, a.Key)
				}
			}
		}
	}
	for _, at := range order {
		jobs := columns[at]
		if distinct(jobs, keys) == len(jobs) {
			continue
		}
		for n, j := range jobs {
			j.rest = append(j.rest, naming.Numbered(n+1))
		}
		if number := naming.Numbered(0).Key; !slices.Contains(keys, number) {
			keys = append(keys, number)
		}
	}
	return keys
}

// aspectsOf are the aspects of some jobs, each key once, in their order.
func aspectsOf(jobs []*placedJob) (out naming.Thing) {
	seen := map[string]bool{}
	for _, j := range jobs {
		for _, a := range j.rest {
			if !seen[a.Key] {
				seen[a.Key] = true
				out = append(out, a)
			}
		}
	}
	return out
}

// distinct is how many different texts the jobs have under these keys.
func distinct(jobs []*placedJob, keys []string) int {
	seen := map[string]bool{}
	for _, j := range jobs {
		seen[j.text(keys)] = true
	}
	return len(seen)
}
