package bench

import "strings"

// MovedFolder is a folder or a file of our own that had another place when the
// plan was written.
type MovedFolder struct {
	From string `json:"from" border:"place"`
	To   string `json:"to" border:"place"`
}

// Places are the texts of a job that name files: its model, and what its
// engine is called by.
func (j *Job) Places() []string {
	out := append([]string{j.Model.Path}, j.Build.Prefix...)
	return append(out, j.Build.Env...)
}

// Follow looks for the model and the engine of a job where they are now.
func (j *Job) Follow(moved []MovedFolder) {
	if len(moved) == 0 {
		return
	}
	j.Model.Path = NowIn(moved, j.Model.Path)
	j.Build.Prefix, j.Build.Env = eachNowIn(moved, j.Build.Prefix), eachNowIn(moved, j.Build.Env)
}

// eachNowIn leaves the list as it is: the plan has the same one.
func eachNowIn(moved []MovedFolder, texts []string) []string {
	var out []string
	for _, text := range texts {
		out = append(out, NowIn(moved, text))
	}
	return out
}

// placeEnds are what a place ends with within a text: loaders take lists of
// folders, and settings and scripts are read for them, too.
const placeEnds = ":;\"'`)\r\n\x00"

// NowIn is a text with every place in it that moved named as it is now.
func NowIn(moved []MovedFolder, text string) string {
	most := 2*len(text) + maxPlace
	for _, m := range moved {
		text = m.nowIn(text, most)
	}
	return text
}

// nowIn leaves a text as it is that would grow beyond most: a journal can name
// a letter as a folder, and make it a hundred thousand.
func (m MovedFolder) nowIn(text string, most int) string {
	if m.From == "" {
		return text
	}
	whole := text
	var out strings.Builder
	for out.Len()+len(text) <= most {
		before, after, found := strings.Cut(text, m.From)
		out.WriteString(before)
		switch {
		case !found:
			return out.String()
		case after == "" || strings.IndexByte(placeEnds+`/\`, after[0]) >= 0:
			out.WriteString(m.To)
		default: // something else that begins with the same letters
			out.WriteString(m.From)
		}
		text = after
	}
	return whole
}

// PlacesBelow are the places that a text names below a folder, as they go on
// from there: "models/a.gguf".
func PlacesBelow(folder, text string) []string {
	if folder == "" {
		return nil
	}
	var out []string
	for {
		_, after, found := strings.Cut(text, folder)
		if !found {
			return out
		}
		text = after
		if after == "" || after[0] != '/' && after[0] != '\\' {
			continue
		}
		place := after[1:]
		if end := strings.IndexAny(place, placeEnds); end >= 0 {
			place = place[:end]
		}
		out = append(out, place)
	}
}
