package manual

import (
	"slices"
	"strings"
)

// Candidate is a word that may come next, with a description.
type Candidate struct{ Word, Words string }

// Offer is what may come next. If Files or Folders is set, the shell offers
// files or folders as well.
type Offer struct {
	Candidates     []Candidate
	Files, Folders bool
}

// Stock gives the words that a metavar stands for, such as the models for
// MODEL. It is called only for the metavar of the word that is being typed.
type Stock func(kind string) []Candidate

// Complete says how the last of these words may be completed. The words are
// those after the program's name.
func (p Program) Complete(words []string, stock Stock) Offer {
	if len(words) == 0 {
		words = []string{""}
	}
	before, typed := words[:len(words)-1], words[len(words)-1]
	page, after, known := p.Page(before)
	if !known {
		return p.verbs(before, typed)
	}
	arguments, waiting, ended := page.sort(after)
	name, _, isValue := strings.Cut(typed, "=")
	flag, isFlag := page.Flag(name)
	switch {
	case ended:
	case waiting != nil:
		return among(choices(waiting.Metavar), typed, "", stock)
	case strings.HasPrefix(typed, "-") && isValue && isFlag:
		return among(choices(flag.Metavar), typed, name+"=", stock)
	case strings.HasPrefix(typed, "-"):
		return page.flags(typed)
	}
	offer := among(takes(page.Takes).next(arguments), typed, "", stock)
	if len(arguments) == 0 {
		var verbs []Candidate
		for _, below := range p.below(page) {
			verbs = append(verbs, Candidate{strings.TrimPrefix(below.Name, page.Name+" "), below.Summary})
		}
		offer.Candidates = append(offer.Candidates, beginning(verbs, typed)...)
	}
	return offer
}

// sort separates arguments from flags, and finds the flag that waits for its
// value. After "--" there are no flags.
func (p Page) sort(words []string) (arguments []string, waiting *Flag, ended bool) {
	for _, w := range words {
		switch f, ok := p.Flag(w); {
		case waiting != nil:
			waiting = nil
		case ended:
			arguments = append(arguments, w)
		case w == "--":
			ended = true
		case ok && f.Metavar != "":
			waiting = &f
		case !strings.HasPrefix(w, "-"):
			arguments = append(arguments, w)
		}
	}
	return arguments, waiting, ended
}

// verbs offers the verbs if none was given yet. If a flag is being typed, it
// offers the flags of the first page's verb, because the program runs that verb
// if none is given.
func (p Program) verbs(before []string, typed string) Offer {
	if strings.HasPrefix(typed, "-") && len(p.Pages) > 0 {
		return p.Pages[0].flags(typed)
	}
	var all []Candidate
	for _, page := range p.Pages {
		if len(before) == 0 && !strings.Contains(page.Name, " ") {
			all = append(all, Candidate{page.Name, page.Summary})
		}
	}
	return Offer{Candidates: beginning(all, typed)}
}

func (p Page) flags(typed string) Offer {
	var all []Candidate
	for _, f := range p.Flags {
		all = append(all, Candidate{f.Name, f.Words})
	}
	return Offer{Candidates: beginning(append(all, Candidate{"-h", "explain this verb"}), typed)}
}

// among collects the words that a metavar's choices stand for. before is the
// beginning of the typed word that does not belong to the choice. among puts
// before in front of each word. A list is completed after its last comma.
func among(kinds []string, typed, before string, stock Stock) Offer {
	var o Offer
	var all []Candidate
	if at := strings.LastIndex(typed, ","); at >= len(before) {
		before = typed[:at+1]
	}
	for _, kind := range kinds {
		switch {
		case kind == "FOLDER" || kind == "FOLDERS":
			o.Folders = true
		case kind == "FILE" || kind == "REPORT":
			o.Files = true
		case isKind(kind):
			o.Files = o.Files || kind == "MODEL"
			all = append(all, stock(kind)...)
		default:
			all = append(all, Candidate{Word: kind})
		}
	}
	for i := range all {
		all[i].Word = before + all[i].Word
	}
	o.Candidates = beginning(all, typed)
	return o
}

// beginning keeps the candidates that begin with what was typed. Capital
// letters make no difference.
func beginning(all []Candidate, typed string) []Candidate {
	typed = strings.ToLower(typed)
	return slices.DeleteFunc(all, func(c Candidate) bool { return !strings.HasPrefix(strings.ToLower(c.Word), typed) })
}
