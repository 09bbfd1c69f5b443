package printed

import (
	"dragstrip/bench"
)

// Preset is a way to print results.
type Preset struct {
	// Name is the name of the preset, and Text what its prompts are made of (see
	// bench.PromptText).
	Name, Text string
	// Flags measure it: names and values in turn.
	Flags string
	// InPlan says on the screen Plan whose way it is.
	InPlan string
	// Prompts says whether the speed of the prompts is printed, too.
	Prompts bool
	// About says whose way it is, and what is different here.
	About string
}

// Presets are all of them.
var Presets = []Preset{
	{
		Name: "geerling-ollama", Text: "questions", Flags: "-text questions -p 32 -n 256", Prompts: true,
		InPlan: "as J. Geerling's tool asks Ollama: three questions in turn",
		About: "As J. Geerling's benchmark for Ollama prints it: the mean rates of several passes over three questions. The questions are dragstrip's own, " +
			"each answer has the same length, and prompts are measured on their own, so figures are near to his, and not the same.",
	},
	{
		Name: "lm-studio", Text: "question", Flags: "-text question -p 0 -n 256",
		InPlan: "the rate that LM Studio prints below an answer: one question",
		About:  "As LM Studio prints it below an answer: the rate of one question. The question is dragstrip's own, and the answer has a fixed length.",
	},
}

// Named finds a preset.
func Named(name string) (Preset, bool) {
	for _, p := range Presets {
		if p.Name == name {
			return p, true
		}
	}
	return Preset{}, false
}

// Judged is what every table says about a result beside its figure.
type Judged struct {
	// Counts says that the result is printed. Suspect ones are not, unless somebody
	// asked for them.
	Counts bool
	// Grade says whether the figure is doubtful, and Marks are the signs and words
	// for it: "▲".
	Grade bench.Grade
	Marks string
	// Fastest says that the result is shown to be the fastest of its test. Several
	// are if no difference between them is shown.
	Fastest bool
}

// Judge judges a result.
type Judge func(t *bench.TestState) Judged

// From names the source of a session that somebody else measured, or gives "".
type From func(s *bench.Session) string

// doubt is a grade that says something; "" for other grades.
func doubt(g bench.Grade) bench.Grade {
	if g == bench.GradeClean || g == bench.GradeFew {
		return ""
	}
	return g
}

// Rate is the mean speed of all passes, in tokens a second; 0 if it was not
// measured.
type Rate struct {
	TPS    float64 `json:"tps,omitempty"`
	Passes int     `json:"passes,omitempty"`
	// ByClock says that the server states no speed, so dragstrip's clock does.
	ByClock bool `json:"by_clock,omitempty"`
	// Grade says that the figure is doubtful; absent if it is not.
	Grade bench.Grade `json:"grade,omitempty"`
	marks string
}

// Line holds the rates of one job.
type Line struct {
	Model   string `json:"model"`
	Engine  string `json:"engine"`
	Params  string `json:"params,omitempty"`
	Prompt  Rate   `json:"prompt,omitzero"`
	Answer  Rate   `json:"answer"`
	Session string `json:"session,omitempty"`
	// From says where the results come from, if somebody else measured them.
	From string `json:"from,omitempty"`
}

// Lines are the jobs of a session that were measured with a preset.
func (p Preset) Lines(s *bench.Session, judge Judge, from From) (out []Line) {
	for _, j := range s.Jobs {
		if j.Params[bench.PromptText] != p.Text || j.Params.AtOnce() > 1 || j.Params.Draft() != "" {
			continue
		}
		line := Line{Model: bench.Clean(j.Model.Label()), Engine: bench.Clean(j.BuildLabel()), Params: bench.Clean(besidesText(j.Params)), Session: s.ID, From: from(s)}
		for _, t := range j.Tests {
			rate, judged := rateOf(t), judge(t)
			rate.Grade, rate.marks = doubt(judged.Grade), judged.Marks
			switch {
			case rate.Passes == 0, t.Test.Depth > 0, !judged.Counts:
			case t.Test.IsPrefill() && p.Prompts && line.Prompt.Passes == 0:
				line.Prompt = rate
			case t.Test.IsDecode() && line.Answer.Passes == 0:
				line.Answer = rate
			}
		}
		if line.Answer.Passes+line.Prompt.Passes > 0 {
			out = append(out, line)
		}
	}
	return out
}

// rateOf is the mean of all repetitions of a test, by the server's own words if
// it states a speed for each.
func rateOf(t *bench.TestState) Rate {
	own, clock := t.ServerTPS(), t.Summary()
	if own.N > 0 && own.N == clock.N {
		return Rate{TPS: own.Mean, Passes: own.N}
	}
	return Rate{TPS: clock.Mean, Passes: clock.N, ByClock: true}
}

// besidesText are the parameters that do not belong to the preset.
func besidesText(p bench.Params) string {
	rest := bench.Params{}
	for key, value := range p {
		if key != bench.PromptText {
			rest[key] = value
		}
	}
	return rest.String()
}
