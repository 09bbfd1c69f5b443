package benchtest

import (
	"bytes"
	"encoding/json"
	"fmt"

	"dragstrip/bench"
)

// Altered says how a fact changes when it is written to a journal and read back.
// It gives "" if the fact does not change. Reading cleans and limits all text. A
// fact that changes would look different in a live session and in one that is
// read back.
func Altered(fact bench.Fact) string {
	before, err := json.Marshal(bench.Event{Seq: 1, Fact: fact})
	if err != nil {
		return fmt.Sprintf("%s cannot be written: %v", fact.Kind(), err)
	}
	var e bench.Event
	if err := json.Unmarshal(before, &e); err != nil {
		return fmt.Sprintf("%s cannot be read back: %v", fact.Kind(), err)
	}
	if after, err := json.Marshal(e); err != nil || !bytes.Equal(before, after) {
		return fmt.Sprintf("%s is written as\n%q\nand read as\n%q (%v)", fact.Kind(), before, after, err)
	}
	return ""
}
