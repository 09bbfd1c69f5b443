package driver

import (
	"cmp"

	"dragstrip/bench"
	"dragstrip/runner/words"
)

// Manner is what is special about one engine. Every field may be empty.
type Manner struct {
	// Title is the engine's name in sentences: "MLX".
	Title string
	// Program names the program in the message that it could not be started: "the
	// Python of this environment".
	Program string
	// Gave is the beginning of the message for an error that no rule knows:
	// "mlx_lm failed".
	Gave string
	// Starting describes what happens before the first line comes.
	Starting string
	// Doubts are warnings that are known before anything is measured.
	Doubts []bench.Warning
	// Doubt turns a line of the engine into a warning, if the line calls for
	// one.
	Doubt func(text string) (bench.Warning, bool)
	// Spoken finds the line on standard error that says what went wrong; ok is
	// false for all other lines. It may remember earlier lines, because each
	// invocation has a Spoken of its own.
	Spoken func(line []byte) (said string, ok bool)
	// Rules turn lines into failures. The first rule that a line matches
	// decides.
	Rules []words.Rule
	// Died may change the message about a death by signal.
	Died func(signal string, d *words.Death)
	// These are remedies. Look is for an error that no rule knows. Memory is
	// for too little memory during loading, Context for too little memory in a
	// test. CPUFallback is for an engine that computes on the CPU although the
	// job did not ask for that.
	Look, Memory, Context, CPUFallback string
}

// withDefaults fills in the texts that an engine left empty.
func (m Manner) withDefaults(engine string) Manner {
	m.Title = cmp.Or(m.Title, engine)
	for _, f := range []struct {
		field *string
		text  string
	}{
		{&m.Program, "the driver of " + engine},
		{&m.Gave, m.Title + " failed"},
		{&m.Starting, "starting the driver"},
		{&m.Look, "see the engine's own log"},
		{&m.Memory, "choose a smaller model or quantization, or close other programs that hold memory"},
		{&m.Context, "use a smaller depth (-d) or prompt (-p)"},
		{&m.CPUFallback, "see what the engine's own log says about the GPU"},
	} {
		if *f.field == "" {
			*f.field = f.text
		}
	}
	return m
}
