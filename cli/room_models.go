package cli

import (
	"context"
	"errors"
	"slices"
	"sync"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/problem"
	"dragstrip/models/standin"
	"dragstrip/tui"
)

// assumedDepth is the context in what the screens say of fit and ceiling.
const assumedDepth = 4096

// modelRoom finds models for the screens and makes stand-ins.
func (e *env) modelRoom() tui.ModelRoom {
	pairs := &models.Pairing{}
	return tui.ModelRoom{
		SameModel: pairs.Of,
		Find: func(ctx context.Context, m bench.Machine, measuredGBps float64, each func(tui.Model)) []string {
			y := models.YardstickOf(m, measuredGBps, assumedDepth)
			var problems []string
			pairs.Reset()
			defer pairs.Of("") // worked out here, and not while a screen is drawn
			e.everywhere(e.getenv(envName("model-folders"))).Each(ctx, func(f *models.Found, p *problem.Problem) {
				switch {
				case f != nil:
					pairs.Add(*f)
					each(shownModelOf(y, *f))
				case !errors.Is(p, problem.ErrNotOffered):
					problems = append(problems, p.Error())
				}
			})
			return problems
		},
		AddFolder:    func(path string) error { return e.changeFolders(path, "") },
		Shapes:       sync.OnceValue(offeredShapes),
		WriteStandIn: e.writeOffered,
	}
}

// shownModelOf is what the screens show of one.
func shownModelOf(y models.Yardstick, f models.Found) tui.Model {
	said := y.Of(f)
	m := tui.Model{
		Model: f.Model, Engine: "llama.cpp", Place: f.Place, BitsPerWeight: f.Facts.BitsPerWeight,
		CeilingSpecified: said.Ceilings.SpecifiedTPS, CeilingMeasured: said.Ceilings.MeasuredTPS,
	}
	if f.Format == "mlx" {
		m.Engine = "MLX"
	}
	if len(said.Fits) > 0 {
		m.Fit, m.FitText = string(said.Fits[0].Verdict), said.Fits[0].String()
		m.NeedBytes = said.Fits[0].Need.Total()
	}
	for _, row := range append(modelRows(f), outlookRows(y, f)...) {
		if row[1] != "" {
			m.Facts = append(m.Facts, row)
		}
	}
	return m
}

// offeredShapes lists what can be written, each shape in the quantisations
// people use, for both engines.
func offeredShapes() []tui.Shape {
	var out []tui.Shape
	for _, s := range standin.Shapes() {
		for _, form := range []struct{ quant, format string }{
			{"Q4_0", bench.FormatGGUF}, {"Q4_K_M", bench.FormatGGUF}, {"Q8_0", bench.FormatGGUF}, {"F16", bench.FormatGGUF}, {"MXFP4", bench.FormatGGUF},
			{"4bit", bench.FormatMLX}, {"8bit", bench.FormatMLX}, {"bf16", bench.FormatMLX}, {"mxfp4", bench.FormatMLX},
		} {
			if form.quant == "mxfp4" && slices.Contains(s.MLXQuants(), "4bit") {
				continue // published for the shapes alone that have nothing else
			}
			in := standin.StandIn{Shape: s.Name, Quant: form.quant, Format: form.format}
			if figures, err := in.Check(); err == nil {
				out = append(out, tui.Shape{Name: s.Name, Title: s.Title, Quant: form.quant, Format: form.format, Bytes: figures.FileBytes, Params: figures.ParamCount})
			}
		}
	}
	return out
}

func (e *env) writeOffered(ctx context.Context, s tui.Shape, done func(done, total int64)) error {
	in := standin.StandIn{Shape: s.Name, Quant: s.Quant, Format: s.Format, Path: e.standInPath(s.Name, s.Quant)}
	if s.Format == bench.FormatMLX {
		in.Path = e.mlxStandInPath(in)
	}
	return standin.Write(ctx, in, done)
}
