package standin

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"os"
	"testing"
)

var updatePreviews = flag.Bool("update", false, "write previews.jsonl.gz")

// The kept previews must say what the shapes give. Nobody edits them by hand.
func TestPreviewsAreThoseOfTheShapes(t *testing.T) {
	var lines bytes.Buffer
	forms := 0
	for _, s := range Shapes() {
		for _, in := range s.UsualForms() {
			w, err := in.design()
			if err != nil {
				if _, kept := previewOf(previewKey{in.Shape, in.Quant, in.Format}); kept {
					t.Errorf("%+v is kept, but cannot be designed: %v", in, err)
				}
				continue
			}
			found, err := json.Marshal(w.found)
			if err != nil {
				t.Fatal(err)
			}
			forms++
			line, err := json.Marshal(keptPreview{previewKey{in.Shape, in.Quant, in.Format}, found})
			if err != nil {
				t.Fatal(err)
			}
			lines.Write(append(line, '\n'))
			if *updatePreviews {
				continue
			}
			kept, is := previewOf(previewKey{in.Shape, in.Quant, in.Format})
			got, err := json.Marshal(kept)
			if !is || err != nil || !bytes.Equal(got, found) {
				t.Errorf("%s %s: kept %s, the shape gives %s: go generate ./models/standin", in.Shape, in.Quant, got, found)
			}
		}
	}
	if *updatePreviews {
		writePreviews(t, lines.Bytes())
		return
	}
	if len(keptPreviews()) != forms {
		t.Errorf("%d previews are kept, the shapes give %d: go generate ./models/standin", len(keptPreviews()), forms)
	}
}

func writePreviews(t *testing.T, lines []byte) {
	t.Helper()
	var packed bytes.Buffer
	out, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	out.Write(lines)
	out.Close()
	if err := os.WriteFile("previews.jsonl.gz", packed.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Only a stand-in that differs in nothing is described by a kept preview.
func TestOtherStandInsAreComputed(t *testing.T) {
	in := StandIn{Shape: "tiny", Quant: "Q4_0", Format: "gguf"}
	usual, err := in.Preview()
	if err != nil || len(keptPreviews()) == 0 {
		t.Fatal(err)
	}
	wide := StandIn{Shape: "tiny", Quant: "4bit", Format: "mlx", WideScales: true}
	if found, err := wide.Preview(); err != nil || found.Format != "mlx" || found.SizeBytes < 1e6 {
		t.Errorf("%+v, %v", found, err)
	}
	in.Quant = "Q6_K"
	if found, err := in.Preview(); err != nil || found.SizeBytes <= usual.SizeBytes {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := readPreviews([]byte("damaged")); err == nil {
		t.Error("damaged previews are read")
	}
}
