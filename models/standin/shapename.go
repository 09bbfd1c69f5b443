package standin

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/naming"
)

// Asked reads the name that people write for a shape. A quantization may follow
// the name. There may be several words, and the spelling may be the one of hubs
// or of Ollama: "qwen3 30b a3b", "llama3.2:1b", "Qwen/Qwen3-8B",
// "llama-3.2-1b:q8_0". The quantization is "" if none was named. Check says
// whether the shape can have it.
func Asked(words []string) (Shape, string, error) {
	shape, quant, err := readName(strings.Join(words, " "))
	var several *severalShapes
	if err == nil || errors.As(err, &several) || len(words) < 2 {
		return shape, quant, err
	}
	// The last word may be a quantization that is not known. Then Check will
	// name it in its error. A size is not a quantization.
	last := len(words) - 1
	if parts := naming.Words(words[last]); len(parts) == 1 && strings.ContainsAny(parts[0][:1], "0123456789") {
		return shape, quant, err
	}
	if s, q, err := readName(strings.Join(words[:last], " ")); err == nil && q == "" {
		return s, words[last], nil
	}
	return shape, quant, err
}

func readName(asked string) (Shape, string, error) {
	if s, err := shapeOf(asked); err == nil {
		return s, "", nil
	}
	name, quant := splitQuant(naming.Words(asked))
	s, err := shapeOf(strings.Join(withoutKind(name), " "))
	if err != nil && !strings.Contains(asked, "/") {
		return s, quant, err
	}
	if err != nil { // try it without the organisation
		_, asked, _ = strings.Cut(asked, "/")
		return readName(asked)
	}
	return s, quant, nil
}

// shapeOf finds the one shape that a name means.
func shapeOf(asked string) (Shape, error) {
	names := make([][]string, len(shapes))
	for i, s := range shapes {
		names[i] = []string{s.Name, s.Title}
	}
	list := naming.New(names)
	hits, fit := list.Find(asked)
	switch {
	case len(hits) == 1 && fit > naming.Within:
		return shapes[hits[0]], nil
	case len(hits) > 1 && fit > naming.Within:
		return Shape{}, &severalShapes{asked, namesOf(hits)}
	}
	meant := ""
	if near := list.Near(asked); len(near) > 0 {
		meant = "did you mean " + strings.Join(namesOf(near), ", or ") + "? "
	}
	return Shape{}, noShape(asked, meant)
}

func namesOf(some []int) []string {
	var names []string
	for _, i := range some {
		names = append(names, shapes[i].Name)
	}
	return names
}

// severalShapes is the error about a name that means several shapes.
type severalShapes struct {
	asked string
	names []string
}

func (s *severalShapes) Error() string {
	return fmt.Sprintf("%d shapes match %q; name one of them: %s", len(s.names), bench.Clean(s.asked), strings.Join(s.names, ", "))
}

// splitQuant cuts the quantization from the end of a name.
func splitQuant(words []string) (name []string, quant string) {
	quants := everyQuant()
	list := naming.New(quants)
	for at := 1; at < len(words); at++ {
		tail := words[at:]
		hits, fit := list.Find(strings.Join(tail, " "))
		// "q8" is enough for Q8_0; "8" is not for 8bit.
		if len(hits) == 1 && (fit >= naming.SameWords || fit == naming.Beginning && len(tail) > 1) {
			return words[:at], quants[hits[0]][0]
		}
	}
	return words, ""
}

// everyQuant lists the quantizations of all shapes, also those for MLX. Each is
// listed once, even if it has several spellings.
func everyQuant() [][]string {
	var all [][]string
	add := func(quant string) {
		if !slices.ContainsFunc(all, func(of []string) bool { return strings.EqualFold(of[0], quant) }) {
			all = append(all, []string{quant})
		}
	}
	for _, s := range shapes {
		for _, q := range slices.Concat(s.Quants(), s.MLXQuants()) {
			add(q)
			if strings.HasSuffix(q, "bit") {
				add(q + "-g32")
				add(q + "-g128")
			}
		}
	}
	return all
}

// withoutKind removes the words that publishers write after the size. They tell
// the purpose and the date of the training, but nothing about the shape.
func withoutKind(words []string) []string {
	for n := len(words); n > 0; n = len(words) {
		last := words[n-1]
		year := len(last) == 4 && strings.Trim(last, "0123456789") == "" // 2507
		if !year && !slices.Contains([]string{"instruct", "it", "chat", "base", "thinking", "gguf", "mlx", "hf"}, last) {
			break
		}
		words = words[:n-1]
	}
	return words
}
