package imported

import (
	"maps"
	"slices"
	"strings"

	"dragstrip/bench"
)

// repeated keeps what was read from each text, because the cells of a table
// repeat: 100,000 rows name few models and few tests.
type repeated[V any] struct{ known map[string]V }

// mostRepeated is how many different texts are kept at most.
const mostRepeated = 4096

// of gives what read makes of a text.
func (r *repeated[V]) of(text string, read func(string) V) V {
	value, known := r.known[text]
	if known {
		return value
	}
	text = strings.Clone(text) // a cell would keep its whole row in memory
	value = read(text)
	if r.known == nil {
		r.known = map[string]V{}
	}
	if len(r.known) < mostRepeated {
		r.known[text] = value
	}
	return value
}

// cells are the cells that were read so far.
type cells struct {
	texts  repeated[string]
	models repeated[modelCell]
	tests  repeated[testCell]
	params repeated[bench.Params]
	key    []byte // of the parameters that are read at present
	// ofRows are the parameters of rows of tables, and row those of the present one.
	ofRows repeated[bench.Params]
	row    bench.Params
}

// beginRow gives an empty set of parameters for a row.
func (c *cells) beginRow() bench.Params {
	if c.row == nil {
		c.row = bench.Params{}
	}
	clear(c.row)
	return c.row
}

// endRow gives the parameters of the row to keep. Rows with equal parameters get
// the same map, which must not be changed.
func (c *cells) endRow() bench.Params {
	c.key = appendParams(c.key[:0], c.row)
	return c.ofRows.of(string(c.key), func(string) bench.Params { return maps.Clone(c.row) })
}

// appendParams appends a text that is the same for equal parameters. The bytes 0
// and 1 stand between its parts, because no clean text has them.
func appendParams(key []byte, params bench.Params) []byte {
	var few [8]string // there are seldom more
	names := few[:0]
	for name := range params {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		key = append(append(append(append(key, name...), 1), params[name]...), 0)
	}
	return key
}

// text is clean, short text.
func (c *cells) text(text string) string { return c.texts.of(text, shortText) }

func shortText(text string) string { return bench.CleanLine(strings.TrimSpace(text), 200) }

// modelCell is a model's name as it stands in a cell, and its parts.
type modelCell struct{ text, name, quant string }

func (c *cells) model(text string) modelCell {
	return c.models.of(text, modelCellOf)
}

func modelCellOf(text string) modelCell {
	text = cut(text, 200)
	name, quant := modelNamed(text)
	return modelCell{text, name, quant}
}

// testCell is the test that a cell names. See testNamed.
type testCell struct {
	test           bench.Test
	lengths, named bool
	why            string // the test is not known, if it is not
}

func (c *cells) test(text string) testCell {
	return c.tests.of(text, testCellOf)
}

func testCellOf(text string) testCell {
	test, lengths, named := testNamed(text)
	return testCell{test, lengths, named, whyUnknown(text)}
}
