package bench

// StandInFault is what makes a stand-in of an earlier version faster than the
// model it stands for; "" means that it has no fault.
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

// String describes the fault in a sentence. It is "" if there is no fault or an
// unknown one.
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

// outdatedStandIn finds a figure that is better than the real model's because
// the stand-in has a fault. One scale in all blocks matters only if a CPU
// generates.
func outdatedStandIn(_ *Session, j *JobState, t *TestState) (Warning, bool) {
	fault := j.Model.StandInFault
	if fault.String() == "" || (fault == OneScale && !(t.Test.IsDecode() && j.OnCPU())) {
		return Warning{}, false
	}
	return doubted("outdated_stand_in", fault.String()), true
}
