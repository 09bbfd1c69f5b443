package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// write writes a finished text; what names it in an error.
func write(w io.Writer, what, text string) error {
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("write %s: %w", what, err)
	}
	return nil
}

// WriteJSON writes a document for programs. People can read it, too: it is
// indented, <, > and & are not escaped, and figures are rounded.
func WriteJSON(w io.Writer, document any) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(document); err != nil {
		return fmt.Errorf("write json: %w", err)
	}
	return write(w, "json", roundFigures(text.String()))
}
