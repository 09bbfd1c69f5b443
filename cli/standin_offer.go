package cli

import (
	"path/filepath"
	"slices"

	"dragstrip/models"
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

// offeredForms are a shape in the quantisations people use, in each format.
func offeredForms(s standin.Shape) []standin.StandIn {
	var out []standin.StandIn
	for _, form := range []struct{ quant, format string }{
		{"Q4_0", models.FormatGGUF},
		{"Q4_K_M", models.FormatGGUF},
		{"Q8_0", models.FormatGGUF},
		{"F16", models.FormatGGUF},
		{"MXFP4", models.FormatGGUF},
		{"4bit", models.FormatMLX},
		{"8bit", models.FormatMLX},
		{"bf16", models.FormatMLX},
		{"mxfp4", models.FormatMLX},
	} {
		if form.quant == "mxfp4" && slices.Contains(s.MLXQuants(), "4bit") {
			continue // published for the shapes alone that have nothing else
		}
		out = append(out, standin.StandIn{Shape: s.Name, Quant: form.quant, Format: form.format})
	}
	return out
}

// wideScalesEnding ends the folder's name of an MLX stand-in with scales of F32.
const wideScalesEnding = "-f32scales-mlx"

// standIn is where a stand-in is written when nothing else is said: a file, or
// for MLX a folder. One with wide scales is another model.
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

// offeredStandIn is the one that is offered where no model is found.
func (p places) offeredStandIn() standin.StandIn {
	in := standin.StandIn{Shape: offeredShape, Quant: offeredQuant}
	in.Path = p.standIn(in)
	return in
}
