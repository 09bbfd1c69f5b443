package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

// A finished session of the preset article has a last page. Other sessions have
// none.
func TestASessionOfTheArticleHasALastPage(t *testing.T) {
	var own []report.Row
	m, _ := started(t, func(h *House) {
		h.Sessions.Article = func(figures []report.Row) (func(int) []string, error) {
			own = figures
			return func(width int) []string { return []string{"the four tables", fmt.Sprint(width), "±"} }, nil
		}
		h.Sessions.Open = func(ctx context.Context, name string) (*bench.Session, error) {
			s := resultsSession(name, 100, 1, "CPU")
			s.Machine = h.Machine.Describe(ctx)
			if name == "article" {
				for _, j := range s.Jobs {
					for _, test := range ofArticle {
						j.Tests = append(j.Tests, &bench.TestState{Test: test})
					}
				}
			}
			return s, nil
		}
	})
	drain(t, m, m.do(show{name: "usual"}))
	press(t, m, "t")
	if len(m.dialogs) > 0 || strings.Contains(m.View(), "the blog post's four tables") {
		t.Errorf("a usual session has the page:\n%s", m.View())
	}
	drain(t, m, m.do(show{name: "article"}))
	if !strings.Contains(m.View(), "the blog post's four tables") {
		t.Errorf("it is not told:\n%s", m.View())
	}
	press(t, m, "t")
	measured := slices.DeleteFunc(slices.Clone(own), func(r report.Row) bool { return !r.Measured() })
	if !strings.Contains(m.View(), "the four tables") || len(measured) != 4 || measured[0].Summary.Median < 1500 || measured[0].Session.ID != "article" {
		t.Errorf("%+v\n%s", own, m.View())
	}
	press(t, m, "esc")
	m.Sessions.Article = func([]report.Row) (func(int) []string, error) { return nil, context.Canceled }
	press(t, m, "t")
	if !strings.Contains(m.View(), "context canceled") {
		t.Errorf("the reason is not told:\n%s", m.View())
	}
}
