package standin

import (
	"bytes"
	"compress/gzip"
	_ "embed" // for previews.jsonl.gz
	"encoding/json"
	"io"
	"slices"
	"sync"

	"dragstrip/models"
)

//go:generate go test . -run TestPreviewsAreThoseOfTheShapes -update

//go:embed previews.jsonl.gz
var packedPreviews []byte

// previewKey is what a stand-in must have to be described by a kept preview:
// nothing but a shape of the catalogue, a quantization and a format.
type previewKey struct {
	Shape, Quant, Format string
}

// keptPreview is a line of previews.jsonl.gz.
type keptPreview struct {
	previewKey
	Found json.RawMessage
}

// keptPreviews are the descriptions of the stand-ins that people use. To compute
// them, their vocabularies must be made. That takes seconds for all of them.
var keptPreviews = sync.OnceValue(func() map[previewKey]json.RawMessage {
	kept, err := readPreviews(packedPreviews)
	if err != nil {
		panic("the previews in this program are damaged: " + err.Error()) // a test reads this file
	}
	return kept
})

func readPreviews(packed []byte) (map[previewKey]json.RawMessage, error) {
	in, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	lines := json.NewDecoder(in)
	kept := map[previewKey]json.RawMessage{}
	for {
		var one keptPreview
		switch err := lines.Decode(&one); err {
		case nil:
			kept[one.previewKey] = one.Found
		case io.EOF:
			return kept, nil
		default:
			return nil, err
		}
	}
}

// keptPreview gives the kept description of a stand-in, if there is one.
func (in StandIn) keptPreview() (found models.Found, kept bool) {
	if in.Like != nil || in.Form != nil || in.Seed != 0 || in.WideScales {
		return found, false
	}
	text, kept := keptPreviews()[previewKey{in.Shape, in.Quant, in.Format}]
	return found, kept && json.Unmarshal(text, &found) == nil
}

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
