package cli

import (
	"context"
	"sync"

	"dragstrip/models"
	"dragstrip/models/standin"
)

// shapePreviews holds the stand-ins that can be written, with their figures, so
// that they are read only once.
type shapePreviews struct {
	mu    sync.Mutex
	known []shapePreview
	whole bool
}

type shapePreview struct {
	name  string
	found models.Found
}

// each gives every shape that can be written, in each quantization that people
// use.
func (p *shapePreviews) each(ctx context.Context, tell func(shapePreview)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.whole {
		for _, one := range p.known {
			tell(one)
		}
		return
	}
	p.known = nil
	for _, s := range standin.Shapes() {
		for _, in := range s.UsualForms() {
			if ctx.Err() != nil {
				return
			}
			found, err := in.Preview()
			if err != nil {
				continue // this shape is not published in that form
			}
			found.Name = s.Title
			one := shapePreview{s.Name, found}
			p.known = append(p.known, one)
			tell(one)
		}
	}
	p.whole = true
}
