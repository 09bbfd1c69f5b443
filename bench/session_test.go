package bench

import (
	"encoding/json"
	"testing"
)

func TestEventSurvivesJSON(t *testing.T) {
	for name, kind := range kinds {
		fact, err := kind.decode(nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		line, err := json.Marshal(Event{Seq: 1, Job: "j1", Fact: fact})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var back Event
		if err := json.Unmarshal(line, &back); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, line)
		}
		if back.Fact.Kind() != name {
			t.Errorf("%s came back as %s", name, back.Fact.Kind())
		}
	}
}
