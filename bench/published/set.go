package published

import (
	"archive/zip"
	"bytes"
	_ "embed" // for set.zip
	"fmt"
	"io"
	"sync"
)

//go:embed set.zip
var packed []byte

// mostBytes is how much of a file of the set is read at most.
const mostBytes = 16 << 20

// Set is the whole reference set. It is read once and never changed.
type Set struct {
	Chips   []Chip
	Figures []Figure
	Shapes  []Shape

	byName map[string]*Chip
	// spelled gives the names of each chip, taken apart. That takes longer than
	// reading the set, so it is done only when a chip is looked for.
	spelled func() [][]spoken
}

// Source says who published a figure and where.
type Source struct {
	Name    string
	Address string // "" if the set has none
}

// Load reads the set. It takes some milliseconds the first time.
var Load = sync.OnceValue(func() *Set {
	s, err := read(packed)
	if err != nil {
		panic("the reference set in this program is damaged: " + err.Error()) // TestTheSetIsPacked reads it
	}
	return s
})

func read(archive []byte) (*Set, error) {
	files := map[string][]byte{}
	in, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, err
	}
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		content, err := io.ReadAll(io.LimitReader(r, mostBytes))
		r.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		files[f.Name] = content
	}
	s := &Set{byName: map[string]*Chip{}}
	if err := s.readChips(files["chips.csv"]); err != nil {
		return nil, err
	}
	if err := s.readShapes(files["shapes.csv"]); err != nil {
		return nil, err
	}
	if err := s.readFigures(files["results.csv"], files["sources.csv"]); err != nil {
		return nil, err
	}
	s.spelled = sync.OnceValue(func() (all [][]spoken) {
		for i := range s.Chips {
			all = append(all, spellingsOf(s.Chips[i].Name))
		}
		return all
	})
	return s, nil
}
