package report

import (
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

// writeJSON writes JSON that people can read, too: indented, and with <, > and
// & unescaped.
func writeJSON(w io.Writer, document any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(document); err != nil {
		return fmt.Errorf("write json: %w", err)
	}
	return nil
}
