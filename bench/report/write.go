package report

import (
	"encoding/json"
	"fmt"
	"io"
)

// write hands a finished text over; what names it where that fails.
func write(w io.Writer, what, text string) error {
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("write %s: %w", what, err)
	}
	return nil
}

// writeJSON is for people, too: indented, and with <, > and & as they are.
func writeJSON(w io.Writer, document any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(document); err != nil {
		return fmt.Errorf("write json: %w", err)
	}
	return nil
}
