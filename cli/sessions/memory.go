package sessions

import (
	"encoding/json"
	"os"
	"path/filepath"

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

// listMemory is the file with everything that is remembered. If the form of an
// entry changes, the version must be raised.
type listMemory struct {
	Version  int                   `json:"version"`
	Sessions map[string]remembered `json:"sessions"`
	// Since is what each step to a newer build did to the speed, by the step's key.
	Since map[string][]report.Since `json:"since,omitempty"`
}

// ListFile is the name of that file.
const ListFile = "sessions.json"

const (
	listVersion = 21
	maxList     = 64 << 20
)

func (s Shelf) recall() listMemory {
	var m listMemory
	text, err := regular.Read(filepath.Join(s.Cache, ListFile), maxList)
	// If the cache cannot be read, it is made again.
	if err != nil || json.Unmarshal(text, &m) != nil || m.Version != listVersion {
		return listMemory{}
	}
	return m
}

// remember writes the file. If it fails, only the next list takes longer.
func (s Shelf) remember(m listMemory) {
	text, err := json.Marshal(m)
	if err != nil || os.MkdirAll(s.Cache, 0o700) != nil {
		return
	}
	_ = journal.WriteFile(filepath.Join(s.Cache, ListFile), text)
}
