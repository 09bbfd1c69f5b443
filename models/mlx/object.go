package mlx

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
)

// maxListed limits lists that have one entry for each layer.
const maxListed = 4096

// object is one object of config.json. Its values are not decoded yet. Only
// values that mlx_lm needs must have a fixed form. Values that only describe a
// model may have any form: a value that is not understood is skipped and named
// in unread.
type object struct {
	values map[string]json.RawMessage
	unread *[]string
}

// raw gives the first value that exists under one of these names and is not
// null, with its name.
func (o object) raw(names ...string) (json.RawMessage, string) {
	for _, name := range names {
		if v := bytes.TrimSpace(o.values[name]); len(v) > 0 && string(v) != "null" {
			return v, name
		}
	}
	return nil, ""
}

// hasAny tells whether a key has a value and begins with one of the words.
func (o object) hasAny(words []string) bool {
	for key := range o.values {
		begins := func(word string) bool { return strings.HasPrefix(key, word) }
		if v, _ := o.raw(key); v != nil && slices.ContainsFunc(words, begins) {
			return true
		}
	}
	return false
}

// pass adds a value that is not understood to unread.
func (o object) pass(name string) {
	if !slices.Contains(*o.unread, name) {
		*o.unread = append(*o.unread, name)
	}
}

// number is the whole number under the first of these names that exists. It may
// be written as 8192.0. If the value is a list with a number for each layer,
// number gives the highest number, and the list.
func (o object) number(names ...string) (n int64, each []int64) {
	v, name := o.raw(names...)
	if v == nil {
		return 0, nil
	}
	if n, ok := whole(v); ok {
		return n, nil
	}
	var list []json.RawMessage
	if v[0] != '[' || json.Unmarshal(v, &list) != nil || len(list) == 0 || len(list) > maxListed {
		o.pass(name)
		return 0, nil
	}
	for _, one := range list {
		m, ok := whole(bytes.TrimSpace(one))
		if !ok {
			o.pass(name)
			return 0, nil
		}
		each = append(each, m)
	}
	return slices.Max(each), each
}

// whole reads a whole number, also if it is written as a float.
func whole(v []byte) (int64, bool) {
	if n, err := strconv.ParseInt(string(v), 10, 64); err == nil {
		return n, true
	}
	const exact = 1 << 53
	f, err := strconv.ParseFloat(string(v), 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > exact {
		return 0, false
	}
	return int64(f), true
}

// is tells whether a value is true.
func (o object) is(name string) bool {
	v, _ := o.raw(name)
	return string(v) == "true"
}

// text is a text, or "".
func (o object) text(name string) string {
	v, _ := o.raw(name)
	var s string
	if v != nil && json.Unmarshal(v, &s) != nil {
		o.pass(name)
	}
	return s
}

// texts is the list of texts under the first of these names that exists.
func (o object) texts(names ...string) []string {
	v, name := o.raw(names...)
	if v == nil {
		return nil
	}
	var list []string
	if json.Unmarshal(v, &list) != nil || len(list) > maxListed {
		o.pass(name)
		return nil
	}
	return list
}

// below is an object within this one; a value that is not an object counts as
// an empty object.
func (o object) below(name string) object {
	in := object{unread: o.unread}
	if v, _ := o.raw(name); v != nil && v[0] == '{' {
		_ = json.Unmarshal(v, &in.values)
	}
	return in
}

// figure is a field for a number, and the names that the number may have in
// config.json.
type figure struct {
	into  *int64
	names []string
}
