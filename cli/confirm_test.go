package cli

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"dragstrip/runner/engine"
)

// All ways to get an engine used to be described, one after another, although
// nobody could answer.
func TestWhereNobodyCanAnswerThatIsSaidOnce(t *testing.T) {
	var told strings.Builder
	e := &env{out: io.Discard, err: &told, in: strings.NewReader("")}
	offers := []engine.Offer{{Way: "first", Title: "the first way"}, {Way: "second", Title: "the second way"}}
	_, _, err := e.takeOne(context.Background(), offers, nil, "", false, "An engine is missing.")
	if !errors.Is(err, errNobodyAnswers) || strings.Count(err.Error(), "nobody can answer") != 1 || !strings.Contains(err.Error(), "--yes answers yes") {
		t.Errorf("%v", err)
	}
	if strings.Contains(told.String(), "second") {
		t.Errorf("%s", told.String())
	}
}
