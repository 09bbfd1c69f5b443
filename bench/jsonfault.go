package bench

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// JSONFault says in plain words why a text could not be decoded as JSON. Errors
// that are not about JSON are returned unchanged.
func JSONFault(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("it ends in the middle")
	case errors.As(err, &syntax):
		return fmt.Errorf("it is not JSON from byte %d on", syntax.Offset)
	case errors.As(err, &kind) && kind.Field != "":
		return fmt.Errorf("%s must not be %s", Clean(kind.Field), article(CleanLine(kind.Value, 40)))
	case errors.As(err, &kind):
		return fmt.Errorf("it is %s, not an object with names and values", article(CleanLine(kind.Value, 40)))
	}
	return err
}

// article puts "a" or "an" before a kind of JSON value.
func article(kind string) string {
	if kind == "array" || kind == "object" {
		return "an " + kind
	}
	return "a " + kind
}
