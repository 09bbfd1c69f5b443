package bench

import (
	"fmt"
	"strconv"
	"time"
)

// ControlVerb says what a viewer asks of a live session.
type ControlVerb string

// The verbs.
const (
	ControlPause   ControlVerb = "pause"   // after the test in flight
	ControlResume  ControlVerb = "resume"  // end a pause
	ControlSkip    ControlVerb = "skip"    // end Job now, keep its finished tests
	ControlRequeue ControlVerb = "requeue" // measure Job again, or its failed and skipped tests for the first time
	ControlAdd     ControlVerb = "add"     // append Add to the plan
	ControlMove    ControlVerb = "move"    // put Job before the job Before, or last if Before is empty
	ControlStop    ControlVerb = "stop"    // end the session now
	ControlGo      ControlVerb = "go"      // do not wait for the machine to cool down
)

// Control is one line of control.jsonl.
type Control struct {
	Time   time.Time   `json:"time"`
	Verb   ControlVerb `json:"verb"`
	Job    string      `json:"job,omitempty"`
	Before string      `json:"before,omitempty"`
	Add    *Job        `json:"add,omitempty"`
	// Values make Add a configuration of a search: its value on each axis.
	Values []string `json:"values,omitempty"`
	// Server are the words with which the engine's own server takes the settings
	// of Add.
	Server string `json:"server,omitempty"`
	// Chosen tells that the user named the engine build of Add, or that a
	// search of this machine found it. Otherwise only the session's files name
	// that build. Then it is started only if there is a grant for it.
	Chosen bool `json:"chosen,omitempty"`
}

// Validate checks a control line on its own. Whether the job exists is checked
// by the session.
func (c Control) Validate() error {
	switch c.Verb {
	case ControlPause, ControlResume, ControlStop, ControlGo:
		return nil
	case ControlSkip, ControlRequeue, ControlMove:
		if c.Job == "" {
			return fmt.Errorf("%s needs a job", c.Verb)
		}
		return nil
	case ControlAdd:
		if c.Add == nil {
			return fmt.Errorf("add needs a job")
		}
		return c.Add.Validate()
	}
	return fmt.Errorf("unknown control %q", Clean(string(c.Verb)))
}

// AddControls gives the controls that ask a session for new jobs. Each job gets
// a name that the session does not use yet. chosen says for a build what
// Control.Chosen must be.
func (s *Session) AddControls(jobs []Job, chosen func(EngineBuild) bool) []Control {
	var all []Control
	n := len(s.Jobs)
	for _, job := range jobs {
		for n++; s.Job("j"+strconv.Itoa(n)) != nil; n++ {
		}
		job.ID = "j" + strconv.Itoa(n)
		all = append(all, Control{Verb: ControlAdd, Job: job.ID, Add: &job, Chosen: chosen(job.Build)})
	}
	return all
}
