package driver

import (
	"cmp"

	"dragstrip/bench"
	"dragstrip/runner/words"
)

// Manner is what one engine does in its own way. Every field may be empty.
type Manner struct {
	// Title is the engine in sentences: "MLX".
	Title string
	// Program names what is started, where it cannot be: "the Python of this
	// environment".
	Program string
	// Gave begins the sentence of an error that no rule knows: "mlx_lm gave up".
	Gave string
	// Starting is what is done until the first line comes.
	Starting string
	// Doubts are known before anything is measured.
	Doubts []bench.Warning
	// Doubt says whether a line of chatter is a doubt.
	Doubt func(text string) (bench.Warning, bool)
	// Spoken looks at each line on standard error for what an error comes to;
	// ok is false for all other lines. It may remember lines: each invocation
	// has its own.
	Spoken func(line []byte) (said string, ok bool)
	// Rules turn words into failures, the first that fits.
	Rules []words.Rule
	// Died says more of a death by signal.
	Died func(signal string, d *words.Death)
	// Look is the remedy of an error that no rule knows; Memory and Context are
	// those of too little memory, while loading and in a test; CPUFallback that
	// of computing on the CPU unasked.
	Look, Memory, Context, CPUFallback string
}

// withDefaults fills in what an engine's folder left empty.
func (m Manner) withDefaults(engine string) Manner {
	m.Title = cmp.Or(m.Title, engine)
	for _, f := range []struct {
		field *string
		text  string
	}{
		{&m.Program, "the driver of " + engine},
		{&m.Gave, m.Title + " gave up"},
		{&m.Starting, "starting the driver"},
		{&m.Look, "look into the engine's own log"},
		{&m.Memory, "choose a smaller model or quantisation, or close other programs that hold memory"},
		{&m.Context, "use a smaller depth (-d) or prompt (-p)"},
		{&m.CPUFallback, "see what the engine says of the GPU in its own log"},
	} {
		if *f.field == "" {
			*f.field = f.text
		}
	}
	return m
}
