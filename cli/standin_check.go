package cli

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/standin"
)

// checkStandIn compares the figures of a stand-in with published figures of the
// real model.
func (e *env) checkStandIn(in standin.StandIn) error {
	f, err := in.Check()
	if err != nil {
		return err
	}
	var title string
	var known []standin.Publication
	if in.Like != nil {
		title = "like " + in.Like.Source
		model := in.Like.Model()
		known = []standin.Publication{{
			Size: standin.PrintedSize(model.SizeBytes), Params: standin.PrintedParams(model.ParamCount), SizeBytes: model.SizeBytes, Source: "the file's own header",
		}}
	} else {
		shape, err := standin.FindShape(in.Shape)
		if err != nil {
			return err
		}
		title, known = shape.Title+" "+in.Quant, standin.Published(in.Shape, in.Quant)
		if in.Format == models.FormatMLX {
			title += " for MLX"
		}
		if in.WideScales {
			title, known = title+" with F32 scales", nil // nobody publishes such figures
		}
	}
	fmt.Fprintf(e.out, "%s: %s parameters, %s active per token; %s read per token\n", bench.Clean(title), bench.FormatParams(f.ParamCount),
		bench.FormatParams(f.ActiveParamCount), bench.FormatBytes(f.ReadBytesPerToken))
	fmt.Fprintf(e.out, "  %-10s %10s %9s  %d bytes (the file has %d)\n", "ours", standin.PrintedSize(f.SizeBytes), standin.PrintedParams(f.ParamCount), f.SizeBytes, f.FileBytes)
	differ := 0
	for _, p := range known {
		differ += e.besides(p, f)
	}
	switch {
	case differ > 0:
		return fmt.Errorf("published figures that differ from ours: %d", differ)
	case len(known) == 0:
		fmt.Fprintf(e.out, "  no published figures are known for it; `dragstrip standin --check` lists all that are known\n")
	}
	return nil
}

// besides prints one published figure. It returns 1 if that figure differs from
// ours, otherwise 0.
func (e *env) besides(p standin.Publication, f standin.Figures) int {
	bytes, verdict, differ := "", "equal", 0
	if p.SizeBytes > 0 {
		bytes = fmt.Sprintf("%d bytes, ", p.SizeBytes)
	}
	if !p.Equals(f) {
		verdict, differ = "DIFFERENT", 1
	}
	fmt.Fprintf(e.out, "  %-10s %10s %9s  %s%s: %s\n", "published", p.Size, p.Params, bytes, bench.Clean(p.Source), verdict)
	return differ
}

// checkPublished compares our figures with all published figures that are
// known.
func (e *env) checkPublished() error {
	differ := 0
	for _, p := range standin.Published("", "") {
		f, err := p.StandIn().Check()
		if err != nil {
			return err
		}
		fmt.Fprintf(e.out, "%-18s %-7s %11s %9s", p.Shape, p.Quant, standin.PrintedSize(f.SizeBytes), standin.PrintedParams(f.ParamCount))
		differ += e.besides(p, f)
	}
	if differ > 0 {
		return fmt.Errorf("published figures that differ from ours: %d", differ)
	}
	return nil
}

func listShapes(e *env) {
	for _, s := range standin.Shapes() {
		line := fmt.Sprintf("%-20s %-24s", s.Name, s.Title)
		quants, quant := s.Quants(), offeredGGUFQuant(s)
		if f, err := (standin.StandIn{Shape: s.Name, Quant: quant}).Check(); err == nil {
			line += fmt.Sprintf(" %-6s %9s  %7s parameters  also %s", quant, bench.FormatBytes(f.SizeBytes), bench.FormatParams(f.ParamCount),
				strings.Join(slices.DeleteFunc(quants, func(q string) bool { return q == quant }), " "))
		}
		if mlx := s.MLXQuants(); len(mlx) > 0 {
			line += "; MLX: " + strings.Join(mlx, " ")
		}
		fmt.Fprintln(e.out, strings.TrimRight(line, " "))
	}
}
