package cli

import (
	"fmt"
	"slices"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/runner/engine"
)

// refusal says why a model that was named cannot be measured.
func (c *engineChoice) refusal(f models.Found) error {
	if c.err != nil {
		return c.err
	}
	name, kinds := bench.Clean(f.Path), c.env.kinds.Reading(f.Model)
	switch {
	case len(kinds) == 0:
		return nobodyReads(f.Model)
	case len(c.own) > 0:
		return fmt.Errorf("%s is a model for %s, and no engine of this session reads it; --engine %s adds one that does", name, kinds[0].Title(), kinds[0].Name)
	case len(c.asked) > 0 && len(c.formats()) == 0:
		return c.notServed(f, kinds[0])
	case len(c.asked) > 0:
		return fmt.Errorf("%s is a model for %s, and none of the named engines reads it; add --engine %s, or name a conversion of the model to %s",
			name, kinds[0].Title(), kinds[0].Name, formatNames(c.formats()...))
	}
	return fmt.Errorf("%s is a model for %s, which is not on this machine: %s", name, kinds[0].Title(), wayTo(kinds[0]))
}

// formats gives the formats that the builds read, each once.
func (c *engineChoice) formats() []string {
	var all []string
	for _, b := range c.builds {
		all = append(all, b.Traits.Formats...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// sayNotServed says of a file which chosen servers cannot measure it, because they
// serve no copy of it, and how the user gives them one.
func (c *engineChoice) sayNotServed(f models.Found) {
	for _, b := range c.builds {
		if way := c.wayInto(b, f); way != "" {
			fmt.Fprintf(c.env.err, "note: %s\n", bench.Clean(way))
		}
	}
}

// wayInto says how a user gives a server a copy of a file; "" if the build is no
// server on this machine, that is not known, or the model is not one GGUF file.
func (c *engineChoice) wayInto(b bench.EngineBuild, f models.Found) string {
	kind, known := c.env.kinds.Kind(b.Engine)
	oneFile := f.Format == models.FormatGGUF && len(models.Parts(f.Model)) == 1
	if !known || kind.Import == nil || !b.Traits.Serves || b.Traits.Elsewhere || !oneFile {
		return ""
	}
	return fmt.Sprintf("%s has no copy of %s. To measure it there, %s", kind.Title(), f.Path, kind.Import(f.Path, quoted(f.Path)))
}

// notServed is the error for a file if all chosen engines are servers and none of
// them has a copy of it. reader is an engine that reads the file itself.
func (c *engineChoice) notServed(f models.Found, reader *engine.Kind) error {
	way := fmt.Sprintf("no chosen server has a copy of %s. Name the model as the server knows it", f.Path)
	for _, b := range c.builds {
		if into := c.wayInto(b, f); into != "" {
			way = into
			break
		}
	}
	return fmt.Errorf("%s; or measure the file with %s (--engine %s)", bench.Clean(way), reader.Title(), reader.Name)
}
