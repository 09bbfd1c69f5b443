package naming

import (
	"fmt"
	"slices"
	"strings"
)

// Subject is what an aspect is about.
type Subject string

// Subjects of aspects. OnOccasion is all that is about when and from where:
// day, session, source.
const (
	OfModel    Subject = "model"
	OfEngine   Subject = "engine"
	OfBuild    Subject = "build"
	OfFlags    Subject = "flags"
	OfMachine  Subject = "machine"
	OnOccasion Subject = "occasion"
)

// subjects gives the subjects of single keys. All other keys are about the
// build, because the names of environment variables are keys.
var subjects = map[string]Subject{
	ModelName: OfModel, Quantization: OfModel, "stand-in": OfModel, "tensors": OfModel, ModelFile: OfModel, "served as": OfModel, "digest": OfModel,
	"engine":    OfEngine,
	"warm-up":   OfFlags,
	MachineLine: OfMachine, "host": OfMachine,
	"source": OnOccasion, NotStated: OnOccasion, "number": OnOccasion, "day": OnOccasion, "time": OnOccasion, "time to the second": OnOccasion, "session": OnOccasion,
}

// Subject says what the aspect is about.
func (a Aspect) Subject() Subject {
	if s, known := subjects[a.Key]; known {
		return s
	}
	if strings.HasPrefix(a.Key, "-") || strings.HasPrefix(a.Key, statedKey) {
		return OfFlags
	}
	return OfBuild
}

// About gives those aspects of a thing that are about one of these subjects.
// It keeps the mark of a thing of which only what somebody published is known.
func (t Thing) About(subjects ...Subject) Thing {
	var out Thing
	for _, a := range t {
		if a.Key == NotStated || slices.Contains(subjects, a.Subject()) {
			out = append(out, a)
		}
	}
	return out
}

// Text is what the thing says under a key. It is "" if the thing says nothing.
func (t Thing) Text(key string) string {
	for _, a := range t {
		if a.Key == key {
			return a.Text
		}
	}
	return ""
}

// Numbered is an aspect that tells apart things without any other difference.
func Numbered(n int) Aspect { return Aspect{Key: "number", Text: fmt.Sprintf("#%d", n)} }
