package install

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// releaseFit is what a release has for this machine.
type releaseFit struct {
	of releasePage
	// parts are the archives to install. The archive of the program comes
	// first.
	parts []Asset
	// kind says how good the kind of the archives is for this machine; 0 is the
	// best. An archive that is still being uploaded counts, too.
	kind int
	// lacks says what is missing, as the end of the sentence "release b9000 …".
	// "" means that nothing is missing.
	lacks string
}

func (f releaseFit) tag() string { return bench.CleanLine(f.of.Tag, 40) }

// releaseSearch finds the archives of releases that fit a machine.
type releaseSearch struct {
	names *Names
	// beside and needsBeside come from Release.
	beside      func(chosen Asset, all []Asset) (Asset, bool)
	needsBeside func(chosen Asset) bool
	// sought names the archive in words: "archive (cuda) for windows/amd64".
	sought string
}

// in finds what a release has for this machine. If the best archive in its list
// is still being uploaded, the release lacks something, even if an archive of a
// lesser kind is complete.
func (s releaseSearch) in(of releasePage) releaseFit {
	there := of.uploaded()
	best, kind, ok := s.names.choose(of.Assets)
	f := releaseFit{of: of, kind: kind}
	if !ok {
		f.lacks = fmt.Sprintf("has no %s; it offers %s", s.sought, assetNames(of.Assets))
		return f
	}
	needed, lacksBeside := []Asset{best}, false
	if s.beside != nil {
		beside, found := s.beside(best, of.Assets)
		if found {
			needed = append(needed, beside)
		}
		lacksBeside = !found && s.needsBeside != nil && s.needsBeside(best)
	}
	at := slices.IndexFunc(needed, func(a Asset) bool { return !slices.Contains(there, a) })
	switch {
	case at >= 0:
		f.lacks = fmt.Sprintf("is still being uploaded (%s is not there yet); try again in an hour, or install another release with --tag", bench.CleanLine(needed[at].Name, 80))
	case lacksBeside:
		f.lacks = fmt.Sprintf("has no archive with the libraries that %s needs; try again in an hour, because they may not be uploaded yet, or install another release with --tag", bench.CleanLine(best.Name, 80))
	default:
		f.parts = needed
	}
	return f
}

// isBest tells whether no other release can have more for this machine.
func (f releaseFit) isBest() bool { return f.lacks == "" && f.kind == 0 }

// orBefore chooses between the newest release and recent ones. It takes a
// recent release if that one is complete and has a better kind of archive, or
// if the newest lacks something. GitHub lists an archive only when its upload
// begins. If a release lists no archive for CUDA, one may follow in a minute or
// never; so the message does not say that it is being uploaded.
func (s releaseSearch) orBefore(newest releaseFit, recent []releasePage) releaseFit {
	taken := newest
	for _, page := range recent {
		f := s.in(page)
		better := f.kind < taken.kind || f.kind == taken.kind && taken.lacks != ""
		if page.Tag != newest.of.Tag && !page.Draft && !page.Prerelease && f.lacks == "" && better {
			taken = f
		}
	}
	return taken
}

// why says why the release in taken is installed instead of this one.
func (f releaseFit) why(taken releaseFit) string {
	if f.lacks != "" && f.kind == taken.kind {
		what, _, _ := strings.Cut(f.lacks, "; ")
		return what
	}
	return fmt.Sprintf("lists no archive like %s; one may follow later", bench.CleanLine(taken.parts[0].Name, 80))
}
