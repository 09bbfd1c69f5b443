package tui

import (
	"context"

	"dragstrip/bench"
)

// Model is a model on the disk, or one that only a server has, with how it fits
// this machine.
type Model struct {
	bench.Model
	Engine        string   // title of the engine that reads it; "" if only servers have it
	Place         string   // the store in which the model was found
	OtherNames    []string // other names of the model in that store
	BitsPerWeight float64
	ContextTokens int64 // the largest context that the model was made for; 0: not known
	// Fit is "fits", "tight", "spills", "does not fit" or "" (not known). FitText
	// says the same with figures.
	Fit, FitText string
	// Expected is how fast it will generate on this machine.
	Expected bench.SpeedRange
	// CeilingSpecified and CeilingMeasured are the most tokens per second that
	// the memory allows; 0 means not known.
	CeilingSpecified, CeilingMeasured float64
	NeedBytes                         int64
	// Services are the servers that have the model.
	Services []Service
	// Facts is everything known about the model, as name and value.
	Facts [][2]string
	// Refused says why the model cannot be measured here. It is "" if the model
	// can be measured.
	Refused string
	// Unread says why the model cannot be measured if no build on this machine
	// reads it. Unread is "" for models of the first engine, because that engine
	// is offered and installed in seconds.
	Unread string
}

// ModelRoom finds models and makes stand-ins.
type ModelRoom struct {
	// Stores are the programs whose stores are searched for models, the best
	// known first.
	Stores []string
	// Find calls each with every model that it finds. It returns what was left out
	// and why. best is the probe that models are compared with.
	Find func(ctx context.Context, m bench.Machine, best bench.Bandwidth, each func(Model)) (problems []string)
	// Changed tells whether Find may give other models than the last time. It
	// takes far less time than Find. If it is nil, models never come or go.
	Changed   func(ctx context.Context) bool
	AddFolder func(path string) error // writes the settings
	// Shapes calls each with every stand-in as soon as the stand-in's size is
	// computed. Computing all sizes takes time. best is the probe that models are
	// compared with.
	Shapes func(ctx context.Context, m bench.Machine, best bench.Bandwidth, each func(Shape))
	// SameModel gives the paths of the same model for the other engine. It knows
	// only models that Find has found, and it does not wait.
	SameModel func(path string) []string
	// WriteStandIn writes a stand-in into dragstrip's own folder.
	WriteStandIn func(ctx context.Context, s Shape, done func(done, total int64)) error
}

// Shape is a stand-in that can be written.
type Shape struct {
	Name  string // its name in the catalogue
	Model Model  // the model that it will be, with how it fits this machine
}
