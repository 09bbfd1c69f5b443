package standin

import (
	"bytes"
	"compress/gzip"
	_ "embed" // for previews.jsonl.gz
	"encoding/json"
	"errors"
	"io"
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
		err := lines.Decode(&one)
		if errors.Is(err, io.EOF) {
			return kept, nil
		}
		if err != nil {
			return nil, err
		}
		kept[one.previewKey] = one.Found
	}
}

// previewOf gives the kept description of a stand-in, if there is one.
func previewOf(key previewKey) (found models.Found, kept bool) {
	text, kept := keptPreviews()[key]
	return found, kept && json.Unmarshal(text, &found) == nil
}
