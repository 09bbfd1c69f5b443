package bench

import "testing"

func TestFiguresOfAnOutdatedStandInAreSuspectWhereItIsTooFast(t *testing.T) {
	pp := Test{Prompt: 512}
	for _, c := range []struct {
		fault         StandInFault
		test          Test
		backend, want string
	}{
		{FewExperts, tg, "CPU", "outdated_stand_in"},
		{FewExperts, pp, "Vulkan", "outdated_stand_in"},
		{OneScale, tg, "CPU", "outdated_stand_in"},
		{OneScale, pp, "CPU", ""},
		{OneScale, tg, "Vulkan", ""},
		{"", tg, "CPU", ""},
		{"of a later version", tg, "CPU", ""},
	} {
		j := &JobState{}
		j.Model.StandInFault = c.fault
		state := &TestState{Test: c.test, Results: []Result{{Test: c.test, Backend: c.backend}}}
		j.Tests = []*TestState{state}
		w, found := outdatedStandIn(nil, j, state)
		if w.Code != c.want || found != (c.want != "") {
			t.Errorf("%s %s on %s: %q", c.fault, c.test, c.backend, w.Code)
		}
		if found && (GradeOf([]Warning{w}) != GradeSuspect || w.Text == "" || w.Remedy == "") {
			t.Errorf("%+v", w)
		}
	}
}
