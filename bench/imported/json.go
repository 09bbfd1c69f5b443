package imported

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"dragstrip/bench"
)

// maxObject is the size of the largest object that is decoded.
const maxObject = bench.MaxRaw

// objects calls the function each for every outermost JSON object of a text,
// with the line on which the object begins. It skips the text around the
// objects, so results may stand in a log or a post.
func objects(content []byte, each func(line int, object []byte)) {
	depth, begin, beginLine, line := 0, 0, 0, 1
	inString, escaped := false, false
	for i := 0; i < len(content); i++ {
		if depth == 0 { // most texts have no object at all
			next := bytes.IndexByte(content[i:], '{')
			if next < 0 {
				return
			}
			line += bytes.Count(content[i:i+next], []byte("\n"))
			i += next
		}
		b := content[i]
		if b == '\n' {
			line++
			inString, escaped = false, false // a string cannot go over a line's end
		}
		switch {
		case escaped:
			escaped = false
		case inString && b == '\\':
			escaped = true
		case b == '"':
			inString = !inString
		case inString:
		case b == '{':
			if depth == 0 {
				begin, beginLine = i, line
			}
			depth++
		case b == '}':
			if depth--; depth == 0 {
				each(beginLine, content[begin:i+1])
			}
		}
		if depth > 0 && (i-begin > maxObject || opensResult(content, i) && i > begin) {
			// The object has no end, because the next result begins here.
			depth, begin, beginLine, inString = 1, i, line, false
			if b != '{' {
				depth = 0
			}
		}
	}
}

// opensResult tells whether an object of llama-bench begins at i.
func opensResult(content []byte, i int) bool {
	return content[i] == '{' && (bytes.HasPrefix(content[i:], []byte(`{"build_commit"`)) || bytes.HasPrefix(content[i:], []byte("{\n    \"build_commit\"")))
}

// readJSON reads the results of llama-bench in a text. They are an array, or each is on its own line.
func readJSON(found *Found, content []byte) {
	lines := 0
	read, r := measurements{}, record{}
	objects(content, func(line int, object []byte) {
		if !bytes.Contains(object, []byte(`"avg_ts"`)) {
			return
		}
		lines++
		object = bench.LegalJSON(object)
		samples, marked, twice, err := r.readJSON(object)
		switch {
		case err != nil:
			found.leave(line, "", "it is broken JSON: "+err.Error())
		case twice != "":
			found.leave(line, r.text("model_type"), isTwice("field", twice))
		case !r.isRecord():
			found.leave(line, r.text("model_type"), "it does not say what was measured (n_prompt, n_gen, avg_ts)")
		default:
			f := r.figure(&found.cells, line, samples)
			f.object = object
			if marked {
				marksOf(object).tell(&f)
			}
			if before := read.of(&f); before != nil {
				found.leave(line, f.Type+" "+f.Test.String(), fmt.Sprintf("it is the measurement of line %d again: all repetitions took the same times", before.Line))
				return
			}
			if one := found.add(f); one != nil {
				read.keep(one)
			}
		}
	})
	if lines > 0 {
		found.Format = "llama-bench JSON"
		if !bytes.HasPrefix(bytes.TrimSpace(content), []byte("[")) {
			found.Format = "llama-bench JSON lines"
		}
	}
}

// measurements are the figures that were read so far. A page may show one
// measurement in two formats, and it must not count as two starts of the engine.
type measurements map[timed]*Figure

// timed finds figures that may be the same measurement: how many tokens were
// timed, and how long all repetitions took together.
type timed struct{ tokens, sum int64 }

func timedOf(f *Figure) timed {
	of := timed{tokens: int64(f.Test.Tokens())}
	for _, ns := range f.SamplesNS {
		of.sum += ns // if it overflows, the same times still have the same sum
	}
	return of
}

// of gives the earlier figure that is the same measurement, or nil.
func (m measurements) of(f *Figure) *Figure {
	before := m[timedOf(f)]
	if before != nil && before.Test == f.Test && slices.Equal(before.SamplesNS, f.SamplesNS) && bytes.Equal(before.appendKey(nil, true), f.appendKey(nil, true)) {
		return before
	}
	return nil
}

// keep keeps a figure that has the times of its repetitions.
func (m measurements) keep(f *Figure) {
	if of := timedOf(f); len(f.SamplesNS) > 0 && m[of] == nil {
		m[of] = f
	}
}

// readJSON reads one result into a record, whose earlier fields it removes.
// marked tells whether dragstrip has marked the result. twice names a field that
// the result has twice.
func (r record) readJSON(object []byte) (samples []int64, marked bool, twice string, err error) {
	clear(r)
	if !json.Valid(object) {
		var value any
		return nil, false, "", bench.JSONFault(json.Unmarshal(object, &value))
	}
	for name, value := range jsonFields(object) {
		marked = marked || isMark(name)
		_, again := r[name]
		if (again || name == "samples_ns" && samples != nil) && twice == "" {
			twice = name
		}
		switch value[0] {
		case 'n':
			r[name] = "" // llama-bench had no number to write
		case '"':
			r[name] = jsonText(value)
		case 't':
			r[name] = "1"
		case 'f':
			r[name] = "0"
		case '[':
			if name == "samples_ns" {
				samples = timesOf(value)
			}
		case '{':
		default:
			r[name] = string(value)
		}
	}
	return samples, marked, twice, nil
}

// timesOf are the times of repetitions in nanoseconds. A value that is not a
// time becomes zero, which no repetition can take.
func timesOf(list []byte) []int64 {
	out := make([]int64, 0, min(1+bytes.Count(list, []byte(",")), bench.MaxRepetitions+1))
	for value := range jsonValues(list) {
		ns, err := strconv.ParseInt(string(value), 10, 64)
		if err != nil {
			ns = 0
		}
		if out = append(out, ns); len(out) > bench.MaxRepetitions {
			break
		}
	}
	return out
}
