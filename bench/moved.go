package bench

import "strings"

// MovedFolder is a folder of our own that had another place when the plan was
// written.
type MovedFolder struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// follow looks for the model and the engine of a job where they are now.
func (j *Job) follow(moved []MovedFolder) {
	if len(moved) == 0 {
		return
	}
	j.Model.Path = nowIn(moved, j.Model.Path)
	j.Build.Prefix, j.Build.Env = eachNowIn(moved, j.Build.Prefix), eachNowIn(moved, j.Build.Env)
}

// eachNowIn leaves the list as it is: the plan has the same one.
func eachNowIn(moved []MovedFolder, texts []string) []string {
	var out []string
	for _, text := range texts {
		out = append(out, nowIn(moved, text))
	}
	return out
}

// nowIn also finds a folder within a list of them, as loaders take it.
func nowIn(moved []MovedFolder, text string) string {
	for _, m := range moved {
		for _, end := range []string{"/", `\`} {
			text = strings.ReplaceAll(text, m.From+end, m.To+end)
		}
	}
	return text
}
