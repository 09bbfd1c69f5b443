package naming

import (
	"slices"
	"strings"
)

// name is made of pieces, in their order.
type name []piece

// piece is what one key says about a thing. order is the position of the key
// among all keys.
type piece struct {
	order       int
	text, group string
	// lacks says that the text names what the thing lacks.
	lacks bool
}

// String joins pieces of one group by a space, and all others by a point.
func (n name) String() string {
	var b strings.Builder
	for i, p := range n {
		switch {
		case i == 0:
		case p.group != "" && p.group == n[i-1].group:
			b.WriteByte(' ')
		default:
			b.WriteString(" · ")
		}
		b.WriteString(p.text)
	}
	return b.String()
}

// opened is the name without the brackets of its first piece: nothing stands
// before them that they could explain.
func (n name) opened() name {
	if len(n) > 0 && strings.HasPrefix(n[0].text, "(") && strings.HasSuffix(n[0].text, ")") {
		n = slices.Clone(n)
		n[0].text = n[0].text[1 : len(n[0].text)-1]
	}
	return n
}

// cutFirst divides a name after its first group.
func (n name) cutFirst() (first, rest name) {
	end := min(1, len(n))
	for end > 0 && end < len(n) && n[end].group != "" && n[end].group == n[0].group {
		end++
	}
	return n[:end:end], n[end:]
}

func asPieces(order int, group, text string) name {
	if text == "" {
		return nil
	}
	return name{{order: order, text: text, group: group}}
}

// groupsOf puts things with equal names into groups. Within a
// group, the things keep their order.
func groupsOf(names []name) [][]int {
	texts := make([]string, len(names))
	for i, n := range names {
		texts[i] = n.String()
	}
	return equalTexts(texts)
}

func addNew(list []string, text string) []string {
	if slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}
