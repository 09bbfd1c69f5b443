package bench

import "strings"

// MovedFolder is a folder or a file of dragstrip that had another path when the
// plan was written.
type MovedFolder struct {
	From string `json:"from" border:"place"`
	To   string `json:"to" border:"place"`
}

// Places are the texts of a job that name files: the paths of its models, and the
// command and environment of its engine.
func (j *Job) Places() []string {
	out := append([]string{j.Model.Path}, j.Build.Prefix...)
	if j.DraftModel != nil {
		out = append(out, j.DraftModel.Path)
	}
	return append(out, j.Build.Env...)
}

// Follow makes a job name its models and its engine by their present paths.
func (j *Job) Follow(moved []MovedFolder) {
	if len(moved) == 0 {
		return
	}
	j.Model.Path = NowIn(moved, j.Model.Path)
	if j.DraftModel != nil {
		j.useDraft(NowIn(moved, j.DraftModel.Path))
	}
	j.Build.Prefix, j.Build.Env = eachNowIn(moved, j.Build.Prefix), eachNowIn(moved, j.Build.Env)
}

// eachNowIn is NowIn for each text of a list. It makes a new list, because the
// plan shares the old one.
func eachNowIn(moved []MovedFolder, texts []string) []string {
	var out []string
	for _, text := range texts {
		out = append(out, NowIn(moved, text))
	}
	return out
}

// placeEnds are the characters that end a place within a text. The text may be
// a list of folders, a setting or a script.
const placeEnds = ":;\"'`)\r\n\x00"

// NowIn replaces every moved place in a text by its present name.
func NowIn(moved []MovedFolder, text string) string {
	most := 2*len(text) + maxPlace
	for _, m := range moved {
		text = m.nowIn(text, most)
	}
	return text
}

// nowIn is NowIn for one folder. It leaves a text unchanged if it would become
// longer than most bytes. A journal can name a single letter as a moved folder,
// and a hundred thousand letters as its new name.
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

// PlacesBelow are the places below a folder that a text names, relative to the
// folder: "models/a.gguf".
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
