package bench

import (
	"strings"
	"testing"
)

// A depth that no model supports used to be measured, or failed in the engine.
func TestALengthBeyondTheContextIsNamedByItsFlag(t *testing.T) {
	most := map[string]int64{"/s": 4096}
	for test, flag := range map[Test]string{
		{Generation: 128}: "", {Prompt: 512, Depth: 3584}: "", {Prompt: 512, Depth: 3585}: "d", {Prompt: 8192}: "p", {Generation: 5000}: "n", {Prompt: 4096, Generation: 128}: "pg",
	} {
		plan := &Plan{}
		for _, m := range []Model{{Name: "Small", Path: "/s"}, {Name: "Unknown", Path: "/u"}} {
			plan.Jobs = append(plan.Jobs, Job{Model: m, Tests: []Test{test}})
		}
		refused := plan.BeyondContext(most)
		if why := refused[flag]; len(refused) != min(len(flag), 1) || flag != "" && (!strings.Contains(why, "Small was trained for 4096") || !strings.HasPrefix(why, test.String())) {
			t.Errorf("%s: %q", test, refused)
		}
	}
}
