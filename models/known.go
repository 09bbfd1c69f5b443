package models

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"dragstrip/models/problem"
)

// knownSchema changes whenever dragstrip reads something else from files.
const knownSchema = 5

// known remembers what headers said, by path, size and time. It is one file: a
// first line with the schema, then one line for each model. If two searches
// write it at the same time, one of the two versions stays. Both are correct.
type known struct {
	file    string
	old     map[string]remembrance
	mutex   sync.Mutex
	seen    []remembrance
	changed bool
}

// remembrance is one model with the files from which it was read. It counts
// only if all these files are unchanged.
type remembrance struct {
	Stamps []stamp `json:"stamps"`
	Found  Found   `json:"found"`
}

type stamp struct {
	Path      string `json:"path"`
	SizeBytes int64  `json:"size"`
	Modified  int64  `json:"ns"`
}

func stampOf(path string, look os.FileInfo) stamp {
	return stamp{path, look.Size(), look.ModTime().UnixNano()}
}

// recall reads the cache. It reports no error: without the cache, everything is
// read again.
func recall(file string) *known {
	k := &known{file: file, old: map[string]remembrance{}}
	look, err := os.Stat(file)
	if file == "" || err != nil || look.Size() > 64<<20 {
		return k
	}
	f, err := os.Open(file)
	if err != nil {
		return k
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(make([]byte, 64<<10), 1<<20)
	var head struct{ Schema int }
	if !lines.Scan() || json.Unmarshal(lines.Bytes(), &head) != nil || head.Schema != knownSchema {
		return k
	}
	for lines.Scan() && len(k.old) < maxFound {
		var r remembrance
		if json.Unmarshal(lines.Bytes(), &r) == nil && len(r.Stamps) > 0 && r.Found.Path != "" {
			k.old[r.Stamps[0].Path] = r
		}
	}
	return k
}

// look gives the remembered model of a candidate, or opens the candidate.
func (k *known) look(c candidate) sighting {
	first := stampOf(c.path, c.look)
	r, ok := k.old[c.path]
	ok = ok && r.Stamps[0] == first
	for _, s := range r.Stamps[min(1, len(r.Stamps)):] {
		look, err := os.Stat(s.Path)
		ok = ok && err == nil && stampOf(s.Path, look) == s
	}
	if !ok {
		found, err := Look(c.path)
		if err != nil {
			return sighting{problem: problem.At(c.path, err)}
		}
		r = remembrance{Stamps: stampsOf(first, found), Found: found}
	}
	k.mutex.Lock()
	k.seen = append(k.seen, r)
	k.changed = k.changed || !ok
	k.mutex.Unlock()
	found := r.Found
	found.Place = c.place
	if len(c.names) > 0 {
		found.Name, found.OtherNames = c.names[0], c.names[1:]
	}
	return sighting{found: &found}
}

// stampsOf stamps every file of a model.
func stampsOf(first stamp, f Found) []stamp {
	stamps := []stamp{first}
	paths := Parts(f.Model)
	if f.Format == FormatMLX {
		paths = append([]string{filepath.Join(f.Path, "config.json")}, paths...)
	}
	for _, p := range paths {
		if look, err := os.Stat(p); err == nil && p != first.Path {
			stamps = append(stamps, stampOf(p, look))
		}
	}
	return stamps
}

// keep writes the models that were seen. It also keeps models that were not
// seen but still exist: another search found them elsewhere.
func (k *known) keep(whole bool) {
	if k.file == "" || !k.changed || !whole || os.MkdirAll(filepath.Dir(k.file), 0o700) != nil {
		return
	}
	for _, r := range k.seen {
		delete(k.old, r.Stamps[0].Path)
	}
	for path, r := range k.old {
		if _, err := os.Lstat(path); err == nil {
			k.seen = append(k.seen, r)
		}
	}
	f, err := os.CreateTemp(filepath.Dir(k.file), "new-*")
	if err != nil {
		return
	}
	if err := errors.Join(k.write(f), f.Close()); err != nil || os.Rename(f.Name(), k.file) != nil {
		os.Remove(f.Name())
	}
}

func (k *known) write(f *os.File) error {
	w := bufio.NewWriter(f)
	enc := json.NewEncoder(w)
	if err := enc.Encode(struct{ Schema int }{knownSchema}); err != nil {
		return err
	}
	// A file that was written a moment ago may change again without a change of
	// its time.
	fresh := time.Now().Add(-2 * time.Second).UnixNano()
	for _, r := range k.seen {
		if r.Stamps[0].Modified > fresh {
			continue
		}
		if err := enc.Encode(r); err != nil {
			return err
		}
	}
	return w.Flush()
}
