package bench

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// Each session of a chain knows its place and the session before it.
func TestSessionsOfAChainComeOneAfterAnother(t *testing.T) {
	plans := []*Plan{{Note: "a"}, {Note: "b"}, {Note: "c"}}
	names, err := StartChain(plans, func(p *Plan) (string, error) { return "s" + p.Note, nil })
	if err != nil || !slices.Equal(names, []string{"sa", "sb", "sc"}) {
		t.Fatalf("%q, %v", names, err)
	}
	if *plans[0].Chain != (Chain{1, 3, ""}) || *plans[2].Chain != (Chain{3, 3, "sb"}) || plans[1].Chain.String() != "model 2 of 3" || plans[1].Chain.Behind() != 1 {
		t.Errorf("%v %v %v", plans[0].Chain, plans[1].Chain, plans[2].Chain)
	}
	if names, err = StartChain(plans[2:], func(*Plan) (string, error) { return "alone", nil }); err != nil || len(names) != 1 || plans[2].Chain != nil || plans[2].Chain.Behind() != 0 {
		t.Errorf("%q, %v, %v", names, err, plans[2].Chain)
	}
	names, err = StartChain(plans, func(p *Plan) (string, error) {
		if p.Note == "b" {
			return "", errors.New("no space")
		}
		return p.Note, nil
	})
	if len(names) != 1 || err == nil || !strings.Contains(err.Error(), "2 of 3 searches were not started: no space") {
		t.Errorf("%q, %v", names, err)
	}
	for _, c := range []Chain{{At: 0, Of: 2}, {At: 3, Of: 2}, {At: 1, Of: MaxJobs + 1}} {
		if c.validate() == nil {
			t.Errorf("%v is accepted", c)
		}
	}
}
