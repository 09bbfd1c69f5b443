package imported

import (
	"bytes"
	"sort"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// surroundings are the lines around tables that say what measured the figures.
// Builds stand below a table, devices above it.
type surroundings struct {
	builds  []buildLine
	devices []deviceLine
	made    []madeLine
	ours    []int // lines that say for people that dragstrip wrote a table
}

type buildLine struct {
	line   int
	commit string
	number int
}

type deviceLine struct {
	line int
	name string
}

type madeLine struct {
	line int
	made made
}

var (
	buildAt  = lazyregexp.New(`^build: ([0-9A-Za-z._-]{1,40}) \((\d{1,9})\)$`)
	deviceAt = lazyregexp.New(`^(?:Device 0: (.{1,120}?), (?:compute capability|gfx|VMM).*|ggml_vulkan: 0 = (.{1,120}?) \|.*|ggml_metal_init: picking default device: (.{1,120})|ggml_metal_device_init: GPU name:\s+(.{1,120}))$`)
)

// mostAround is how many such lines are read.
const mostAround = 10_000

func around(content []byte) *surroundings {
	s := &surroundings{}
	line := 0
	for text := range bytes.Lines(content) {
		line++
		isMade := len(text) <= bench.MostTableNote && bytes.Contains(text, []byte(bench.TableNoteBegins))
		if len(text) > 400 && !isMade || len(s.builds)+len(s.devices)+len(s.made)+len(s.ours) > mostAround || !isMade && !mayBeAround(text) {
			continue
		}
		row := unquoted(string(text))
		if m, is := madeIn(row); is {
			s.made = append(s.made, madeLine{line, m})
		}
		if strings.Contains(row, bench.MeasuredByUs) || strings.Contains(row, bench.MeasuredByOthers) {
			s.ours = append(s.ours, line)
		}
		if m := buildAt.FindStringSubmatch(row); m != nil {
			s.builds = append(s.builds, buildLine{line, m[1], countOr(m[2])})
		}
		if m := deviceAt.FindStringSubmatch(row); m != nil {
			s.devices = append(s.devices, deviceLine{line, bench.CleanLine(plain(m[1]+m[2]+m[3]+m[4]), 120)})
		}
	}
	return s
}

// mayBeAround tells whether a line has the words of a build, a device or
// dragstrip. Few lines have, and the expressions need more time.
func mayBeAround(line []byte) bool {
	return bytes.Contains(line, []byte("build: ")) || bytes.Contains(line, []byte("Device 0: ")) || bytes.Contains(line, []byte("ggml_")) || bytes.Contains(line, []byte("measured by "))
}

// buildOf is the build in the first build line below a row.
func (s *surroundings) buildOf(line int) buildLine {
	at := sort.Search(len(s.builds), func(i int) bool { return s.builds[i].line > line })
	if at == len(s.builds) {
		return buildLine{}
	}
	return s.builds[at]
}

// deviceOf is the device in the last device line above a row.
func (s *surroundings) deviceOf(line int) string {
	at := sort.Search(len(s.devices), func(i int) bool { return s.devices[i].line > line })
	if at == 0 {
		return ""
	}
	return s.devices[at-1].name
}

// mostBelow is how many lines below the last row of a table the comment about it
// stands at most.
const mostBelow = 4

// madeOf is what measured the table whose last row stands in a line; nil if no
// comment says it.
func (s *surroundings) madeOf(line int) *made {
	at := sort.Search(len(s.made), func(i int) bool { return s.made[i].line > line })
	if at == len(s.made) || s.made[at].line > line+mostBelow {
		return nil
	}
	return &s.made[at].made
}

// mostBelowOnPage is how many lines below the last row of a table the line about it
// stands at most, also on a page.
const mostBelowOnPage = 10

// isOurs tells whether dragstrip wrote the table whose last row stands in a line.
// Somebody who copies a table from a page does not copy the comment about it.
func (s *surroundings) isOurs(line int) bool {
	at := sort.SearchInts(s.ours, line+1)
	return at < len(s.ours) && s.ours[at] <= line+mostBelowOnPage
}
