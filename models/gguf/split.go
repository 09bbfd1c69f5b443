package gguf

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"dragstrip/bench/lazyregexp"
)

// Part is what a split file's name says: <prefix>-00001-of-00003.gguf.
type Part struct {
	Prefix    string
	Index, Of int // from 1
}

var splitPattern = lazyregexp.New(`^(?s)(.*)-(\d{5})-of-(\d{5})\.(?i:gguf)$`)

func SplitName(base string) (Part, bool) {
	m := splitPattern.FindStringSubmatch(base)
	if m == nil {
		return Part{}, false
	}
	index, _ := strconv.Atoi(m[2])
	of, _ := strconv.Atoi(m[3])
	if index < 1 || index > of {
		return Part{}, false
	}
	return Part{m[1], index, of}, true
}

func (p Part) Sibling(index int, ext string) string {
	return fmt.Sprintf("%s-%05d-of-%05d%s", p.Prefix, index, p.Of, ext)
}

// MaxParts limits the parts of a split model. The largest published models have
// about 150.
const MaxParts = 4096

func IsName(name string) bool { return strings.EqualFold(filepath.Ext(name), ".gguf") }
