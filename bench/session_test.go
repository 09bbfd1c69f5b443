package bench

import (
	"encoding/json"
	"testing"
)

func TestEventSurvivesJSON(t *testing.T) {
	for kind, decode := range kinds {
		fact, err := decode(nil)
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		line, err := json.Marshal(Event{Seq: 1, Job: "j1", Fact: fact})
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		var back Event
		if err := json.Unmarshal(line, &back); err != nil {
			t.Fatalf("%s: %v\n%s", kind, err, line)
		}
		if back.Fact.Kind() != kind {
			t.Errorf("%s came back as %s", kind, back.Fact.Kind())
		}
	}
}
