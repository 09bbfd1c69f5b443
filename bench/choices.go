package bench

import (
	"fmt"
	"slices"
	"strings"
)

// Choice is a parameter of which an engine build takes only some values.
type Choice struct {
	Key string
	// Values are the values that it takes, as plans spell them.
	Values []string
	// Also are values that it may take: builds of some forks do, and say so
	// nowhere.
	Also []string
	// Since names the builds that have the parameter, if this one lacks it:
	// "b6490 (September 2025)". Then Values has only what means the same as no
	// parameter.
	Since string
}

// Conflict is a pair of parameters that an engine build cannot have together.
type Conflict struct {
	// Key has one of Values, and With one of Are. "" among Are means that the
	// parameter With was not given.
	Key    string
	Values []string
	With   string
	Are    []string
	// Why ends the sentence "this build …".
	Why string
}

// NotTaken says in a sentence which value of a parameter the build refuses, or "".
// The sentence begins with the flag.
func (b EngineBuild) NotTaken(p Params) string {
	for _, r := range b.Traits.Refused {
		if p[r.Key] == r.Value && p[r.Key] != "" {
			return flagged(r.Key, r.Value) + ": " + r.Why
		}
	}
	for _, c := range b.Traits.Choices {
		value, given := p[c.Key]
		if !given || slices.Contains(c.Values, value) || slices.Contains(c.Also, value) {
			continue
		}
		name := strings.TrimSpace(Clean(b.Line()))
		if c.Since != "" {
			return fmt.Sprintf("%s: %s does not have this flag; choose a build from %s or newer, or leave the flag out", flagged(c.Key, value), name, c.Since)
		}
		return fmt.Sprintf("%s: %s does not take this; choose from: %s", flagged(c.Key, value), name, strings.Join(c.Values, ", "))
	}
	return ""
}

// NotTogether says in a sentence which two parameters the build cannot have
// together, or "". The sentence begins with a flag.
func (b EngineBuild) NotTogether(p Params) string {
	for _, c := range b.Traits.Conflicts {
		if !slices.Contains(c.Values, p[c.Key]) || !slices.Contains(c.Are, p[c.With]) {
			continue
		}
		both := flagged(c.Key, p[c.Key])
		if p[c.With] != "" {
			both += " " + flagged(c.With, p[c.With])
		}
		return both + ": " + strings.TrimSpace(Clean(b.Line())) + " " + c.Why
	}
	return ""
}

// flagged writes a parameter as a flag with its value: "-fa off".
func flagged(key, value string) string {
	def, _ := ParameterByKey(key)
	return "-" + def.Flag + " " + Clean(ShownValue(key, value))
}

// Choices are the values that a parameter can have; nil if they are not a fixed
// set.
func (p Parameter) Choices() []string {
	if !strings.Contains(p.Metavar, "|") {
		return nil
	}
	return strings.Split(p.Metavar, "|")
}
