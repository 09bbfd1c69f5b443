package servingtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// Say answers with a document.
func Say(t *testing.T, w http.ResponseWriter, document any) {
	t.Helper()
	if err := json.NewEncoder(w).Encode(document); err != nil {
		t.Error(err)
	}
}

// Send writes one piece of an answer, a moment after the one before.
func Send(w http.ResponseWriter, after time.Duration, format string, values ...any) {
	time.Sleep(after)
	fmt.Fprintf(w, format, values...)
	_ = http.NewResponseController(w).Flush()
}

// Words is how many words a prompt has. The servers of the tests have one token
// for each.
func Words(prompt string) int { return len(strings.Fields(prompt)) }
