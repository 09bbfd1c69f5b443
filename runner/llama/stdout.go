package llama

import (
	"bytes"
	"strings"

	"dragstrip/runner/words"
)

func (p *Parser) outLine(line []byte, cut int) {
	if p.o.Streamed {
		if cut > 0 { // the object that this line belongs to is incomplete
			p.objects.reset()
			p.results++
			p.brokenResult("its line was too long")
			return
		}
		open := p.objects.depth > 0
		objects := p.objects.feed(line)
		for _, object := range objects {
			p.result(object, compact(object))
		}
		if !open && len(objects) == 0 && p.objects.depth == 0 {
			p.chatter(line)
		}
		return
	}
	trimmed := bytes.TrimSpace(line)
	if len(trimmed) == 0 || trimmed[0] != '{' {
		p.chatter(line)
		return
	}
	if cut > 0 {
		p.results++
		p.brokenResult("its line was too long")
		return
	}
	p.result(trimmed, string(trimmed))
}

// chatter handles a line on stdout that is not a result. Most such lines are
// the usage text after a bad flag; nobody needs to read that text.
func (p *Parser) chatter(line []byte) {
	text := words.CleanLine(line)
	switch {
	case strings.Trim(text, "[]{},") == "" || useless.MatchString(text):
	case bytes.HasPrefix(line, []byte("usage:")):
		p.usage = true
	case !p.usage:
		if words.Trouble.MatchString(text) { // builds of 2024 report missing memory on stdout
			p.tail.Add(text)
		}
		p.log("out", text, 0)
	}
}
