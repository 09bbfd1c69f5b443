package bench

import (
	"errors"
	"fmt"
	"reflect"
	"time"
	"unicode/utf8"
)

// Bounds of a text from outside, in bytes.
const (
	// maxText is the longest text for people. Longer ones are cut.
	maxText = 2 << 10
	// maxPlace is the longest argument that Linux gives a program.
	maxPlace = 128 << 10
	// MaxRaw is enough for an engine's own result of [MaxRepetitions]
	// repetitions.
	MaxRaw = 1 << 20
	// maxList limits lists and maps of texts.
	maxList = 10_000
)

// Admit cleans and checks a value that was decoded from a foreign file or line.
// Admit is the border: nothing is cleaned again afterwards. The texts in all
// nested fields, lists and maps are cleaned and cut to a maximum length. A
// field that is added to a type later is cleaned, too. In the end the value
// checks its own limits.
//
// Cleaning would damage two sorts of texts, so they carry a tag. Those with
// border:"place" name files and programs and must stay unchanged; they are
// cleaned where they are shown. Those with border:"json" are an engine's own
// output: characters that a terminal obeys are escaped as JSON does.
func Admit[T any](value *T) error {
	if err := admit(reflect.ValueOf(value).Elem(), ""); err != nil {
		return err
	}
	if l, ok := any(value).(interface{ withinLimits() error }); ok {
		return l.withinLimits()
	}
	return nil
}

var errTooLong = errors.New("a text or a list is longer than any that dragstrip writes")

func admit(v reflect.Value, as string) error {
	switch v.Kind() {
	case reflect.String:
		return admitText(v, as)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			when := v.Addr().Interface().(*time.Time)
			*when = writable(*when)
			return nil
		}
		for i := range v.NumField() {
			field := v.Type().Field(i)
			// JSON fills the fields of an embedded struct even if its type is
			// not exported.
			if !field.IsExported() && (!field.Anonymous || field.Type.Kind() != reflect.Struct) {
				continue
			}
			if err := admit(v.Field(i), field.Tag.Get("border")); err != nil {
				return err
			}
		}
	case reflect.Slice:
		if !holdsText(v.Type().Elem()) {
			return nil
		}
		if v.Len() > maxList {
			return errTooLong
		}
		for i := range v.Len() {
			if err := admit(v.Index(i), as); err != nil {
				return err
			}
		}
	case reflect.Map:
		return admitMap(v, as)
	case reflect.Pointer:
		if !v.IsNil() {
			return admit(v.Elem(), as)
		}
	}
	return nil
}

// holdsText tells whether values of a type can contain texts. Figures cannot.
func holdsText(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.String, reflect.Struct, reflect.Slice, reflect.Map, reflect.Pointer:
		return true
	}
	return false
}

func admitText(v reflect.Value, as string) error {
	text := v.String()
	switch as {
	case "place":
		if len(text) > maxPlace {
			return errTooLong
		}
		return nil
	case "json":
		if len(text) > MaxRaw {
			return errTooLong
		}
		if safe := EscapeJSON([]byte(text)); string(safe) != text {
			v.SetString(string(safe))
		}
		return nil
	}
	if safe := cleanText(text); safe != text {
		v.SetString(safe)
	}
	return nil
}

func admitMap(v reflect.Value, as string) error {
	if v.Len() > maxList {
		return errTooLong
	}
	if v.IsNil() || v.Len() == 0 {
		return nil
	}
	// Elements of a map cannot be changed in place.
	out := reflect.MakeMapWithSize(v.Type(), v.Len())
	for key, value := range v.Seq2() {
		k, e := reflect.New(key.Type()).Elem(), reflect.New(value.Type()).Elem()
		k.Set(key)
		e.Set(value)
		if err := errors.Join(admit(k, as), admit(e, as)); err != nil {
			return err
		}
		out.SetMapIndex(k, e)
	}
	v.Set(out)
	return nil
}

// writable gives a time that Go can write. Go reads offsets from UTC of 24
// hours and more, but refuses to write them.
func writable(t time.Time) time.Time {
	if _, offset := t.Zone(); offset > -24*3600 && offset < 24*3600 {
		return t
	}
	if t = t.UTC(); t.Year() < 0 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// cleanText is Clean cut to maxText bytes; what was cut shows as "…".
func cleanText(s string) string {
	const more = "…"
	if s = Clean(s); len(s) <= maxText {
		return s
	}
	end := maxText - len(more)
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + more
}

// RawOf gives an engine's own result in the form in which it is read back from
// a journal. So a live session shows the same as one that is read from disk. It
// is "" if the result is too long for a journal.
func RawOf(result []byte) string {
	if raw := EscapeJSON(result); len(raw) <= MaxRaw {
		return string(raw)
	}
	return ""
}

// EscapeJSON makes a line of JSON safe to print without changing its meaning.
// [Clean] removes some characters because a terminal obeys them, or because
// they turn or hide text. Here they are escaped as JSON does (\u202e). Outside
// of strings JSON has no such characters.
func EscapeJSON(line []byte) []byte {
	plain := 0
	for plain < len(line) && line[plain] >= 0x20 && line[plain] < 0x7f {
		plain++
	}
	if plain == len(line) {
		return line
	}
	out := append(make([]byte, 0, len(line)+64), line[:plain]...)
	for rest := line[plain:]; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && size == 1:
			out = append(out, `\ufffd`...)
		case r < 0x20: // it stands between values, where a space means the same
			out = append(out, ' ')
		case isBlank(r) || isControl(r) || isNonCharacter(r) || isInvisible(r):
			out = appendEscaped(out, r)
		default:
			out = append(out, rest[:size]...)
		}
		rest = rest[size:]
	}
	return out
}

func appendEscaped(out []byte, r rune) []byte {
	if r > 0xffff {
		r -= 0x10000
		return fmt.Appendf(out, `\u%04x\u%04x`, 0xd800+(r>>10), 0xdc00+(r&0x3ff))
	}
	return fmt.Appendf(out, `\u%04x`, r)
}
