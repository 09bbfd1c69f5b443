package sessions

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/regular"
	"dragstrip/bench/report"
)

// remembered is what the list says about a journal, with the journal's size and
// its time of change. It is kept in the cache folder, because reading a thousand
// journals takes most of a second. Looking at the sizes of these journals takes
// a hundredth of that time.
type remembered struct {
	Size     int64       `json:"size"`
	Modified int64       `json:"modified"` // Unix time, nanoseconds
	State    bench.State `json:"session_state"`
	Line     Line        `json:"line"`
	// Jobs are the jobs with results.
	Jobs []measuredJob `json:"jobs,omitempty"`
}

// listMemory is everything that is remembered. If the form of an entry changes,
// the version must be raised.
type listMemory struct {
	Sessions map[string]remembered
	// Since is what each step to a newer build did to the speed, by the step's key.
	Since map[string][]report.Since
}

// listHead is the first line of the file. Each further line is a listEntry.
type listHead struct {
	Version int                       `json:"version"`
	Since   map[string][]report.Since `json:"since,omitempty"`
}

type listEntry struct {
	Name string     `json:"name"`
	Is   remembered `json:"is"`
}

// ListFile is the name of that file.
const ListFile = "sessions.jsonl"

const (
	listVersion = 22
	maxList     = 64 << 20
)

// mostLooking is how many sessions are looked at together at most. A list must
// not take all cores while an engine is measured.
const mostLooking = 2

// recall reads the file. If it cannot be read, it is made again.
func (s Shelf) recall() listMemory {
	text, err := regular.Read(filepath.Join(s.Cache, ListFile), maxList)
	first, rest, _ := bytes.Cut(text, []byte("\n"))
	var head listHead
	if err != nil || json.Unmarshal(first, &head) != nil || head.Version != listVersion {
		return listMemory{}
	}
	entries, ok := readEntries(rest)
	if !ok {
		return listMemory{}
	}
	m := listMemory{Sessions: make(map[string]remembered, len(entries)), Since: head.Since}
	for _, e := range entries {
		m.Sessions[e.Name] = e.Is
	}
	return m
}

// readEntries reads lines, several together: of a list of 10,000 sessions, this
// takes most of the time.
func readEntries(text []byte) (entries []listEntry, ok bool) {
	lines := bytes.SplitAfter(text, []byte("\n"))
	lines = lines[:len(lines)-1] // after the last line's end there is nothing
	entries = make([]listEntry, len(lines))
	part := (len(lines) + mostLooking - 1) / mostLooking
	var workers sync.WaitGroup
	var bad atomic.Bool
	for from := 0; from < len(lines); from += part {
		workers.Go(func() {
			for i := from; i < min(from+part, len(lines)); i++ {
				if json.Unmarshal(lines[i], &entries[i]) != nil {
					bad.Store(true)
				}
			}
		})
	}
	workers.Wait()
	return entries, !bad.Load()
}

// remember writes the file. If it fails, only the next list takes longer.
func (s Shelf) remember(m listMemory) {
	var text bytes.Buffer
	out := json.NewEncoder(&text)
	err := out.Encode(listHead{listVersion, m.Since})
	for _, name := range slices.Sorted(maps.Keys(m.Sessions)) {
		err = cmp.Or(err, out.Encode(listEntry{name, m.Sessions[name]}))
	}
	if err != nil || os.MkdirAll(s.Cache, 0o700) != nil {
		return
	}
	_ = journal.WriteFile(filepath.Join(s.Cache, ListFile), text.Bytes())
}
