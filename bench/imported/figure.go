package imported

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"dragstrip/bench"
)

// Figure is one speed that somebody measured, with everything else that the
// source says about it. What the source does not say is empty or zero.
type Figure struct {
	// Line is where the figure stands in the text, counted from 1.
	Line int
	// Machine is the machine or chip as stated. CPU and GPU are the names that an
	// engine gave.
	Machine, CPU, GPU string

	Engine, Version, Commit, Backend string
	Number                           int // number of the build
	Threads                          int

	// Model is the name without the quantization. Type is what an engine calls the
	// model and the quantization together. File is the name of the file without its
	// folder.
	Model, Quant, Type, File, Format string
	SizeBytes, ParamCount            int64
	// Params are the parameters that do not have their usual values.
	Params bench.Params
	// Stated is everything else that a table says, as "NAME VALUE". It tells rows
	// apart.
	Stated []string
	// Job is the job of dragstrip's that measured the figure, if the source says it.
	// Figures of two jobs are never joined.
	Job     string
	StandIn bool
	// Warnings are the doubts that the source states.
	Warnings []bench.Warning

	Test bench.Test
	// TPS, StdDev and N are as published. They are zero if SamplesNS has the times
	// of the repetitions.
	TPS, StdDev float64
	N           int
	SamplesNS   []int64
	When        time.Time
	// object is the engine's own result in JSON, as it stands in the text, if the
	// text is JSON. It is part of the text that was read, and takes no memory of
	// its own.
	object []byte
}

// raw is the engine's own result on one line, as a journal keeps it.
func (f *Figure) raw() string {
	if !bytes.Contains(f.object, []byte("\n")) {
		return bench.RawOf(f.object)
	}
	var line bytes.Buffer
	if json.Compact(&line, f.object) != nil {
		return ""
	}
	return bench.RawOf(line.Bytes())
}

// machine names the machine, or else the chip that computed.
func (f *Figure) machine() string {
	switch {
	case f.Machine != "":
		return f.Machine
	case f.GPU != "" && f.CPU != "":
		return f.CPU + " · " + f.GPU
	}
	return f.CPU + f.GPU
}

// NamesMachine tells whether the source says which machine measured.
func (f *Figure) NamesMachine() bool { return f.machine() != "" }

// setModel sets the model's name from a cell. It also sets the quantization,
// unless it is known already.
func (f *Figure) setModel(c modelCell) {
	f.Type, f.Model = c.text, c.name
	if f.Quant == "" {
		f.Quant = c.quant
	}
}

// setPath sets the model's name from the name of the file, folder or repository.
func (f *Figure) setPath(path string) {
	f.setModel(modelCellOf(fileNamed(strings.TrimRight(plain(path), `/\`))))
	f.File = f.Type
}

// wrong says why nobody can have measured the figure. It gives "" if the figure
// is possible.
func (f *Figure) wrong() string {
	if err := f.Test.Validate(); err != nil {
		return err.Error()
	}
	for _, ns := range f.SamplesNS {
		if !bench.CanBeSample(ns) {
			return "a repetition has an impossible time"
		}
		if tooFast(bench.TokensPerSecond(f.Test.Tokens(), ns)) {
			return "no engine is that fast"
		}
	}
	switch {
	case len(f.SamplesNS) > bench.MaxRepetitions:
		return "it has too many repetitions"
	case len(f.SamplesNS) > 0:
		return ""
	case !(f.TPS > 0):
		return "its speed is not a positive number"
	case tooFast(f.TPS):
		return "no engine is that fast"
	case !f.published().Possible():
		return "its speed or its deviation is not possible"
	}
	return ""
}

func tooFast(tps float64) bool { return !(tps <= bench.MostTPS) }

func (f *Figure) published() bench.Published {
	return bench.Published{TPS: f.TPS, StdDev: f.StdDev, N: f.N}
}
