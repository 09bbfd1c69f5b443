package standin

import (
	"slices"

	"dragstrip/models"
)

// UsualForms gives a shape in the quantizations that people use, in each format.
// Some are not published for the shape; their Preview is an error.
func (s Shape) UsualForms() []StandIn {
	var out []StandIn
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
			continue // only shapes without 4bit are published in mxfp4
		}
		out = append(out, StandIn{Shape: s.Name, Quant: form.quant, Format: form.format})
	}
	return out
}
