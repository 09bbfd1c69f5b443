package cli

import (
	"cmp"
	"path/filepath"
	"time"

	"dragstrip/bench/report"
	"dragstrip/models"
	"dragstrip/models/standin"
)

// standInSaid is a stand-in as it is printed in JSON.
type standInSaid struct {
	Path              string  `json:"path"`
	Format            string  `json:"format"`
	Shape             string  `json:"shape,omitempty"`
	Like              string  `json:"like,omitempty"`
	Quant             string  `json:"quant,omitempty"`
	Seed              uint64  `json:"seed"`
	SizeBytes         int64   `json:"size_bytes"` // of the tensors
	FileBytes         int64   `json:"file_bytes"` // on disk
	Params            int64   `json:"params"`
	ActiveParams      int64   `json:"active_params"`
	ReadBytesPerToken int64   `json:"read_bytes_per_token"`
	BitsPerWeight     float64 `json:"bits_per_weight"`
	Tensors           int64   `json:"tensors"`
	// Published are figures that others published. Each says whether it equals our
	// figure.
	Published []publishedSaid `json:"published"`
	// Seconds is how long writing took. It is absent if nothing was written.
	Seconds float64 `json:"seconds,omitempty"`
}

type publishedSaid struct {
	Size      string `json:"size"`
	Params    string `json:"params"`
	SizeBytes int64  `json:"size_bytes,omitempty"`
	Source    string `json:"source"`
	Equal     bool   `json:"equal"`
}

// sayStandIn prints what a stand-in is, or would be, as JSON.
func (e *env) sayStandIn(in standin.StandIn, took time.Duration) error {
	f, err := in.Check()
	if err != nil {
		return err
	}
	path, err := filepath.Abs(in.Path)
	if err != nil {
		path = in.Path
	}
	said := standInSaid{
		Path: path, Format: cmp.Or(in.Format, models.FormatGGUF), Shape: in.Shape, Quant: in.Quant, Seed: in.Seed,
		SizeBytes: f.SizeBytes, FileBytes: f.FileBytes, Params: f.ParamCount, ActiveParams: f.ActiveParamCount,
		ReadBytesPerToken: f.ReadBytesPerToken, Tensors: f.Tensors, Published: []publishedSaid{}, Seconds: took.Seconds(),
	}
	if f.ParamCount > 0 {
		said.BitsPerWeight = float64(f.SizeBytes) * 8 / float64(f.ParamCount)
	}
	if in.Like != nil {
		said.Like = in.Like.Source
	} else if !in.WideScales {
		for _, p := range standin.Published(in.Shape, in.Quant) {
			said.Published = append(said.Published, publishedSaid{p.Size, p.Params, p.SizeBytes, p.Source, p.Equals(f)})
		}
	}
	return report.WriteJSON(e.out, said)
}
