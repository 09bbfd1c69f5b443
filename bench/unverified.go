package bench

import (
	"strconv"
	"strings"
)

// unverified finds a job with a setting that was asked for, but that the server
// does not tell. Nobody then knows whether the server uses it.
func unverified(_ *Session, j *JobState, _ *TestState) (Warning, bool) {
	var untold []string
	j.eachAsked(func(p Parameter, asked string) {
		if _, known := j.ToldOf(p.Key); !known {
			untold = append(untold, "-"+p.Flag+" "+ShownValue(p.Key, asked))
		}
	})
	if len(untold) == 0 {
		return Warning{}, false
	}
	return doubted("unverified", "the server does not tell whether it uses "+strings.Join(untold, ", ")), true
}

// otherSetting finds a job with a setting that the server tells, but with
// another value than was asked for.
func otherSetting(_ *Session, j *JobState, _ *TestState) (Warning, bool) {
	var other []string
	j.eachAsked(func(p Parameter, asked string) {
		if told, known := j.ToldOf(p.Key); known && !sameSetting(asked, told) {
			other = append(other, "-"+p.Flag+" "+ShownValue(p.Key, asked)+" (it uses "+ShownValue(p.Key, told)+")")
		}
	})
	if len(other) == 0 {
		return Warning{}, false
	}
	return doubted("setting_ignored", "the server does not use "+strings.Join(other, ", ")), true
}

// eachAsked goes through the parameters of a job on a server whose settings are
// read back.
func (j *JobState) eachAsked(do func(p Parameter, asked string)) {
	if !j.BuildUsed().Traits.Tells {
		return
	}
	for _, p := range Parameters {
		if asked, set := j.Params[p.Key]; set {
			do(p, asked)
		}
	}
}

// ToldAll is the value of a count that reached its limit: all layers.
const ToldAll = "all"

// sameSetting tells whether a server uses the value that was asked for. A
// negative count, and one that is too large, mean all.
func sameSetting(asked, told string) bool {
	if asked == told || asked == "auto" {
		return true
	}
	_, err := strconv.Atoi(asked)
	return told == ToldAll && err == nil
}
