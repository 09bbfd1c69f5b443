package bench

// StandInFault is what makes a stand-in of an earlier version faster than the
// model it stands for; "" is a stand-in without a fault.
type StandInFault string

// The faults that stand-ins had.
const (
	// FewExperts: the routers of a mixture of experts send nearly all tokens to
	// the same few experts, whose weights stay in the caches.
	FewExperts StandInFault = "few_experts"
	// OneScale: all blocks of the weights have the same scale, which a CPU then
	// always finds in its first cache.
	OneScale StandInFault = "one_scale"
)

// String says it in a sentence; "" where there is none or it is not known.
func (f StandInFault) String() string {
	const before = "an earlier version of dragstrip wrote this stand-in: "
	switch f {
	case FewExperts:
		return before + "nearly all tokens use the same few experts, so it is faster than the real model"
	case OneScale:
		return before + "all its blocks have the same scale, so a CPU generates up to 1.5 times as fast as with the real model"
	}
	return ""
}

// outdatedStandIn tells a figure that is better than the real model's because
// the stand-in has a fault. One scale in all blocks is felt where a CPU
// generates.
func outdatedStandIn(_ *Session, j *JobState, t *TestState) (Warning, bool) {
	fault := j.Model.StandInFault
	if fault.String() == "" || (fault == OneScale && !(t.Test.IsDecode() && j.onCPU())) {
		return Warning{}, false
	}
	return doubted("outdated_stand_in", fault.String()), true
}
