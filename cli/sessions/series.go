package sessions

import (
	"context"
	"slices"
)

// Series gives the series of the models whose names hold all words: first those
// that were measured here, those with most sessions first.
func (s Shelf) Series(ctx context.Context, words []string) ([]Series, error) {
	lines, known, err := s.listed(ctx)
	if err != nil {
		return nil, err
	}
	var all collected
	for _, l := range slices.Backward(lines) { // the oldest first
		switch {
		case l.Live:
		case l.Imported != "":
			if err := s.addImported(ctx, &all, l, words); err != nil {
				return nil, err
			}
		default:
			for _, j := range known.Sessions[l.Name].Jobs {
				for _, t := range j.Tests {
					if HoldsAll(j.Model, words) {
						all.add(j.What, Series{Model: j.Model, Test: t.Test, How: j.How, Machine: l.Machine, first: j}, Point{Session: l.Name, Started: l.Started, Build: j.Version, TPS: t.TPS, Grade: t.Grade})
					}
				}
			}
		}
	}
	return all.series(), nil
}
