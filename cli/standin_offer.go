package cli

import (
	"fmt"
	"path/filepath"
	"slices"

	"dragstrip/models/standin"
)

// The stand-in that is offered where no model is found.
const (
	offeredShape = "llama-3.2-1b"
	offeredQuant = "Q4_0"
)

// offeredMLX is what is written for MLX where no quantisation is named: what
// most people measure there.
const offeredMLX = "4bit"

func offeredGGUFQuant(s standin.Shape) string {
	quants := s.Quants()
	if slices.Contains(quants, offeredQuant) {
		return offeredQuant
	}
	return quants[len(quants)-1] // published in one form only
}

func offeredMLXQuant(s standin.Shape) string {
	quants := s.MLXQuants()
	if len(quants) == 0 || slices.Contains(quants, offeredMLX) {
		return offeredMLX
	}
	return quants[0]
}

func (e *env) standInPath(shape, quant string) string {
	return filepath.Join(e.places.models(), fmt.Sprintf("standin-%s-%s.gguf", shape, quant))
}

// mlxStandInPath is a folder; one with wide scales is another model.
func (e *env) mlxStandInPath(in standin.StandIn) string {
	name := "standin-" + in.Shape + "-" + in.Quant
	if in.WideScales {
		name += "-f32scales"
	}
	return filepath.Join(e.places.models(), name+"-mlx")
}
