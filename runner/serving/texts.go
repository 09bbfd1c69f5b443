package serving

import (
	"context"
	"embed"
	"math"
	"strings"

	"dragstrip/bench"
)

// texts are what prompts can be made of besides random words. They were written
// for dragstrip.
//
//go:embed texts
var texts embed.FS

// writer makes prompts of one of the texts. Each begins with another word than
// the ones before it, so that a prompt cache finds nothing.
type writer struct {
	kind    string // "" means that prompts are made of random words
	sources []string
	first   *prompts
	made    int
	// A prompt of n bytes has about base + perByte·n tokens. counted says that
	// perByte is from a count of the server.
	base, perByte float64
	counted       bool
}

// usualPerByte is about how many tokens a byte has.
const usualPerByte = 0.25

// newWriter makes a writer for a kind of text (see bench.TextKinds).
func newWriter(kind string, first *prompts) writer {
	// Each start of a driver begins with any of the sources, so that all are used
	// even if a start has few repetitions.
	w := writer{kind: kind, first: first, made: first.random.IntN(1 << 10), perByte: usualPerByte}
	switch kind {
	case "":
	case "question":
		w.sources = questions()[:1]
	case "questions":
		w.sources = questions()
	default:
		w.sources = []string{file(kind)}
	}
	return w
}

// questions are asked one after the other.
func questions() []string { return strings.Split(file("questions"), "\n\n") }

// file is one of the texts, without the end of its last line: a model goes on
// with that line.
func file(name string) string {
	text, err := texts.ReadFile("texts/" + name + ".txt")
	if err != nil {
		panic(err) // the name is none of bench.TextKinds
	}
	return strings.TrimRight(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")
}

// asksQuestions tells whether the sources are whole questions, whose beginning
// matters more than their end.
func (w *writer) asksQuestions() bool { return strings.HasPrefix(w.kind, "question") }

// learn corrects the estimate: a prompt of so many bytes has so many tokens.
func (w *writer) learn(bytes, tokens int) {
	if tokens <= 0 || bytes <= 0 {
		return
	}
	if !w.counted {
		w.perByte, w.counted = min(max(float64(tokens)/float64(bytes), 0.05), 2), true
	}
	w.base = float64(tokens) - w.perByte*float64(bytes)
}

// sampleBytes is how much of a text is counted before the first test.
const sampleBytes = 400

// sample is a piece of the text from which [writer.seems] learns.
func (w *writer) sample() string { return w.head() + w.cut(w.next(), sampleBytes, true) }

// seems makes a first estimate: so many bytes of the text have so many tokens. In
// an odd vocabulary they are many, and the first prompt must fit the context, too.
func (w *writer) seems(bytes, tokens int) {
	if tokens > 0 {
		w.perByte = min(max(float64(tokens)/float64(bytes), 0.05), 2)
	}
}

// bytes is how long a prompt of so many tokens is.
func (w *writer) bytes(tokens int) int {
	return max(1, int(math.Round((float64(tokens)-w.base)/w.perByte)))
}

// head is the beginning of the next prompt. No other prompt begins so.
func (w *writer) head() string {
	word := w.first.first(w.first.made)
	w.first.use(w.first.made)
	capital := strings.ToUpper(word[:1]) + word[1:]
	switch w.kind {
	case "code":
		return "# " + word + "\n\n"
	case "list":
		return capital + "\n\n"
	}
	return capital + ". "
}

// next is the source of the next prompt.
func (w *writer) next() string {
	source := w.sources[w.made%len(w.sources)]
	w.made++
	return source
}

// prompt makes a prompt of about so many tokens after a start that the server
// keeps. count counts its tokens; nil if the server cannot do that.
func (w *writer) prompt(ctx context.Context, start string, tokens int, count func(ctx context.Context, prompt string) (int, error)) string {
	if start != "" {
		start += "\n\n"
	}
	start += w.head()
	source := w.next()
	best, nearest := "", -1
	for range fittings {
		prompt := start + w.cut(source, w.bytes(tokens)-len(start), false)
		if count == nil {
			return prompt
		}
		n, err := count(ctx, prompt)
		if err != nil {
			return prompt
		}
		if off := distance(n, tokens); nearest < 0 || off < nearest {
			best, nearest = prompt, off
		}
		if nearest == 0 {
			break
		}
		w.learn(len(prompt), n)
	}
	return best
}

// ask makes a prompt for a generation: a whole question, or the end of a text,
// which the model continues.
func (w *writer) ask(start string) string {
	if start != "" {
		start += "\n\n"
	}
	source := w.next()
	if w.asksQuestions() {
		return start + w.head() + source
	}
	return start + w.head() + w.cut(source, min(len(source), int(bench.TextPrompt/max(w.perByte, usualPerByte))), true)
}

// cut makes a text of so many bytes: the end of a source, the beginning of a
// question, or the whole of it several times. With whole words it may be a little
// longer. The sources are plain ASCII.
func (w *writer) cut(source string, bytes int, wholeWords bool) string {
	bytes = max(bytes, 1)
	text := source
	for len(text) < bytes {
		text += "\n\n" + source
	}
	if w.asksQuestions() || len(text) > len(source) {
		return text[:bytes]
	}
	from := len(text) - bytes
	for wholeWords && from > 0 && text[from-1] != ' ' && text[from-1] != '\n' {
		from--
	}
	return text[from:]
}
