package planning

import (
	"fmt"
	"path/filepath"
	"strings"

	"dragstrip/bench"
)

// mayBe tells whether a digest is worth computing: it is if the sizes or the
// names are the same.
func mayBe(want, have bench.Model) bool {
	if len(want.Files) > 0 && len(want.Files) == len(have.Files) && bytesOf(want) == bytesOf(have) {
		return true
	}
	return want.Label() == have.Label() || filepath.Base(want.Path) == filepath.Base(have.Path)
}

func bytesOf(m bench.Model) (n int64) {
	for _, f := range m.Files {
		n += f.SizeBytes
	}
	return n
}

// otherFile says how a model's files differ from those that were measured; ""
// if they do not.
func (a *Again) otherFile(want, have bench.Model) string {
	if len(want.Files) == 0 {
		a.note("%s: the report does not describe its file; only its name was compared with %s", want.Label(), filepath.Base(have.Path))
		if want.Label() != have.Label() && filepath.Base(want.Path) != filepath.Base(have.Path) {
			return fmt.Sprintf("%s is another model: %s", have.Path, have.Label())
		}
		return ""
	}
	if len(have.Files) != len(want.Files) || bytesOf(want) != bytesOf(have) {
		return fmt.Sprintf("%s is another file: it has %s, but the measured file had %s", have.Path, exactBytes(bytesOf(have)), exactBytes(bytesOf(want)))
	}
	for i, path := range a.Models.Parts(have) {
		sum := want.Files[i].SHA256
		if sum == "" {
			a.note("%s: its file has no recorded digest; only its size was compared", want.Label())
			continue
		}
		got, err := a.Models.Digest(have, path)
		if err != nil {
			return fmt.Sprintf("%s cannot be checked: %v", path, err)
		}
		if !strings.EqualFold(got, sum) {
			return fmt.Sprintf("%s has other contents: sha256 %.12s…, but the measured file had %.12s…", path, got, sum)
		}
	}
	return ""
}

func exactBytes(n int64) string { return fmt.Sprintf("%d bytes", n) }

// fileFacts describes a model's file to somebody who looks for it.
func fileFacts(m bench.Model) string {
	text := "the model " + m.Label() + " (" + filepath.Base(m.Path)
	if n := bytesOf(m); n > 0 {
		text += ", " + exactBytes(n)
	}
	if len(m.Files) > 0 && m.Files[0].SHA256 != "" {
		text += ", sha256 " + m.Files[0].SHA256
	}
	return text + ")"
}
