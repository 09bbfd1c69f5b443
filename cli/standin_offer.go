package cli

import (
	"path/filepath"
	"slices"

	"dragstrip/models"
	"dragstrip/models/standin"
)

// The stand-in that is offered if no model is found.
const (
	offeredShape = "llama-3.2-1b"
	offeredQuant = "Q4_0"
)

// offeredMLX is the quantization of a stand-in for MLX if the user names none.
// Most people measure this one.
const offeredMLX = "4bit"

func offeredGGUFQuant(s standin.Shape) string {
	quants := s.Quants()
	if slices.Contains(quants, offeredQuant) {
		return offeredQuant
	}
	return quants[len(quants)-1] // this shape is published in only one quantization
}

func offeredMLXQuant(s standin.Shape) string {
	quants := s.MLXQuants()
	if len(quants) == 0 || slices.Contains(quants, offeredMLX) {
		return offeredMLX
	}
	return quants[0]
}

// wideScalesEnding is the end of a folder's name, for an MLX stand-in with
// scales of F32.
const wideScalesEnding = "-f32scales-mlx"

// standIn gives the path to which a stand-in is written if the user gives no
// other path. It is a file, or for MLX a folder. A stand-in with wide scales has
// another name, because it is another model.
func (p places) standIn(in standin.StandIn) string {
	name := "standin-" + in.Shape + "-" + in.Quant
	switch {
	case in.Format != models.FormatMLX:
		name += ".gguf"
	case in.WideScales:
		name += wideScalesEnding
	default:
		name += "-mlx"
	}
	return filepath.Join(p.models(), name)
}

// offeredStandIn gives the stand-in that is offered if no model is found.
func (p places) offeredStandIn() standin.StandIn {
	in := standin.StandIn{Shape: offeredShape, Quant: offeredQuant}
	in.Path = p.standIn(in)
	return in
}
