package report

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// models lists each model file once with what identifies it.
func (m *markdown) models() {
	var seen, lines []string
	list := func(model bench.Model, as string) {
		shown := m.r.model(model)
		key := model.Key() + shown.Label() + as
		if slices.Contains(seen, key) {
			return
		}
		seen = append(seen, key)
		lines = append(lines, modelLines(shown, as)...)
	}
	for _, j := range m.s.Jobs {
		if list(j.Model, ""); j.DraftModel != nil {
			list(*j.DraftModel, "draft model")
		}
	}
	if len(lines) == 0 {
		return
	}
	m.say("%s\n", strings.Join(lines, "\n"))
}

// modelLines say what identifies a model. as is its part in a job, if it is not
// the model that is measured.
func modelLines(model bench.Model, as string) []string {
	var parts []string
	for _, p := range []struct{ what, value string }{
		{"", as},
		{"", model.Arch},
		{"tensors ", known(bench.FormatBytes(model.SizeBytes))},
		{"parameters ", known(bench.FormatParams(model.ParamCount))},
		{"active ", known(bench.FormatParams(model.ActiveParamCount))},
		{"read per token ", known(bench.FormatBytes(model.ReadBytesPerToken))},
	} {
		if p.value != "" && !(p.what == "active " && model.ActiveParamCount == model.ParamCount) {
			parts = append(parts, EscapeMarkdown(p.what+p.value))
		}
	}
	lines := []string{strings.TrimSuffix("- **"+EscapeMarkdown(model.Label())+"** · "+strings.Join(parts, " · "), " · ")}
	for _, f := range model.Files {
		line := fmt.Sprintf("  - %s, %s", codeSpan(f.Name), bench.FormatBytes(f.SizeBytes))
		if f.SHA256 != "" {
			line += ", sha256 " + codeSpan(f.SHA256)
		}
		lines = append(lines, line)
	}
	switch {
	case model.Served != "":
		line := "  - served by name: " + codeSpan(model.Served)
		if len(model.AlsoServed) > 0 {
			line += "; the same weights were asked for as " + strings.Join(codeSpans(model.AlsoServed), ", ") + ", too, and measured once"
		}
		lines = append(lines, line)
	case len(model.Files) == 0 && model.Path != "":
		lines = append(lines, "  - "+codeSpan(model.Path))
	}
	return lines
}

func codeSpans(texts []string) (spans []string) {
	for _, text := range texts {
		spans = append(spans, codeSpan(text))
	}
	return spans
}

// known is "" if s says that a value is not known.
func known(s string) string {
	if s == bench.NotKnown {
		return ""
	}
	return s
}

// memory lists how much memory the engine took on each device.
func (m *markdown) memory() {
	t := newTable("#", "model", "device", "weights", "KV", "compute", "other", "all")
	for i := range t.right {
		t.right[i] = i > 2 || i == 0
	}
	for _, j := range m.s.Jobs {
		var order []string
		type use struct{ model, kv, compute, other int64 }
		devices := map[string]*use{}
		for _, a := range j.Memory {
			if devices[a.Device] == nil {
				order, devices[a.Device] = append(order, a.Device), &use{}
			}
			d := devices[a.Device]
			switch a.Use {
			case "model":
				d.model += a.Bytes
			case "kv":
				d.kv += a.Bytes
			case "compute":
				d.compute += a.Bytes
			default:
				d.other += a.Bytes
			}
		}
		for _, device := range order {
			d := devices[device]
			t.add(j.ID, m.r.path(j.Model.Label()), m.r.path(device),
				size(d.model), size(d.kv), size(d.compute), size(d.other), size(d.model+d.kv+d.compute+d.other))
		}
	}
	if len(t.rows) == 0 {
		return
	}
	m.say("%s", t.markdown())
}

func size(n int64) string {
	if n <= 0 {
		return bench.NotMeasured
	}
	return bench.FormatBytes(n)
}
