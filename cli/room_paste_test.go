package cli

import (
	"context"
	"strings"
	"testing"

	"dragstrip/tui"
)

// What is pasted on a screen is imported as dragstrip import does it. What the
// table does not say is asked for, once for each column.
func TestPastedResultsAreAskedAboutAndImported(t *testing.T) {
	e := shelf(t)
	r, ctx := newRooms(e, &processors{}), context.Background()
	got, err := r.importPasted(ctx, tui.Pasted{Text: "| Thing | Rate |\n|---|---|\n| Llama 3 8B Q4_0 | 42.5 |\n| Qwen3 8B Q4_0 | 40.1 |\n"})
	if err != nil || got.Question == nil || !strings.Contains(got.Question.Text, "speed") || len(got.Question.Columns) != 2 || got.Question.Typed != "" {
		t.Fatalf("%+v, %v", got, err)
	}
	answers := []func(*tui.ImportQuestion) (tui.Pasted, error){
		func(q *tui.ImportQuestion) (tui.Pasted, error) { return q.Column(1) },
		func(q *tui.ImportQuestion) (tui.Pasted, error) { return q.Column(0) },
		func(q *tui.ImportQuestion) (tui.Pasted, error) { return q.Word("tg128") },
		func(q *tui.ImportQuestion) (tui.Pasted, error) {
			if !strings.Contains(q.Text, "machine") {
				t.Errorf("it asks %q", q.Text)
			}
			return q.Word("Mac Studio M1 Ultra")
		},
	}
	for i, answer := range answers {
		if got.Question == nil {
			t.Fatalf("question %d is not asked: %+v", i+1, got)
		}
		if _, err := got.Question.Word("no such test"); i == 2 && (err == nil || !strings.Contains(err.Error(), "there is no test")) {
			t.Errorf("a test that does not exist: %v", err)
		}
		p, err := answer(got.Question)
		if err != nil {
			t.Fatal(err)
		}
		if got, err = r.importPasted(ctx, p); err != nil {
			t.Fatal(err)
		}
	}
	text := strings.Join(got.Lines, "\n")
	if len(got.Sessions) != 1 || !strings.Contains(text, "Imported 2 results from pasted text") {
		t.Fatalf("%+v", got)
	}
	if s, err := r.openSession(ctx, got.Sessions[0]); err != nil || s.Imported == nil || s.Imported.From != pasteSource || s.Machine.Line != "Mac Studio M1 Ultra" {
		t.Errorf("%+v, %v", s, err)
	}
	if _, err := r.importPasted(ctx, tui.Pasted{Text: "no table"}); err == nil {
		t.Error("a text without results was imported")
	}
}

// A screen used to say that the flag --machine names the machine.
func TestTheMachineOfPastedResultsMayStayUnknown(t *testing.T) {
	r, ctx := newRooms(shelf(t), &processors{}), context.Background()
	got, err := r.importPasted(ctx, tui.Pasted{Text: foreignTable})
	if err != nil || got.Question == nil || !strings.Contains(got.Question.Typed, "?") {
		t.Fatalf("%+v, %v", got, err)
	}
	p, err := got.Question.Word(" ? ")
	if err != nil {
		t.Fatal(err)
	}
	got, err = r.importPasted(ctx, p)
	if text := strings.Join(got.Lines, "\n"); err != nil || len(got.Sessions) != 1 || strings.Contains(text, "--") || !strings.Contains(text, "on a machine that the source does not name") {
		t.Errorf("%v\n%s", err, text)
	}
}
