package tuning

import (
	"slices"
	"testing"
)

func TestAPivotHasTheTwoAxesThatMatterMost(t *testing.T) {
	space, err := NewSpace([]Axis{
		{Name: "flash_attn", Values: []string{"on", "off"}},
		{Name: "n_threads", Values: []string{"1", "2", "4"}},
		{Name: "n_ubatch", Values: []string{"16", "32"}},
	}, Rules{Same: func(c Configuration) Configuration {
		if c = slices.Clone(c); c[1] == 2 {
			c[2] = 0 // 4 threads with ub 32 are no configuration of their own
		}
		return c
	}})
	if err != nil {
		t.Fatal(err)
	}
	s, b := &Search{space: space}, Best{}
	for i, c := range space.Configurations {
		row := Row{Configuration: i, State: StateMeasured, Looks: 1, Speed: float64(100*(c[1]+1)+50*c[2]) + float64(c[0])}
		switch {
		case c[1] == 2:
			row.State, row.Looks, row.Speed = StateFailed, 0, 0
		case c[1] == 1 && c[2] == 1:
			row.State, row.Looks, row.Speed = StateNotTried, 0, 0
		}
		b.Rows = append(b.Rows, row)
	}
	p, ok := s.Pivot(b)
	if !ok || s.Axis(p.Row).Title() != "ub" || s.Axis(p.Column).Title() != "threads" {
		t.Fatalf("%v: %+v", ok, p)
	}
	for _, c := range []struct {
		ub, threads int
		speed       float64
		state       ConfigurationState
		none        bool
	}{
		{0, 0, 101, StateMeasured, false},
		{1, 0, 151, StateMeasured, false},
		{0, 1, 201, StateMeasured, false},
		{1, 1, 0, StateNotTried, false},
		{0, 2, 0, StateFailed, false},
		{1, 2, 0, "", true},
	} {
		got := p.Cells[c.ub][c.threads]
		if got.Speed != c.speed || got.State != c.state || (got.Configuration < 0) != c.none {
			t.Errorf("ub %d, threads %d: %+v", c.ub, c.threads, got)
		}
	}
	for i := range b.Rows {
		b.Rows[i].Speed = 0
	}
	if _, ok := s.Pivot(b); ok {
		t.Error("a pivot without figures")
	}
	if _, ok := (&Search{space: &Space{Axes: space.Axes[:1]}}).Pivot(b); ok {
		t.Error("a pivot of one axis")
	}
}
