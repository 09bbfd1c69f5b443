package journal

import (
	"encoding/json"
	"fmt"
	"os"
	"os/user"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/regular"
)

// Holder is who is measuring on this machine now.
type Holder struct {
	Session string    `json:"session"`
	User    string    `json:"user,omitempty"`
	Process int       `json:"process"`
	Since   time.Time `json:"since"`
}

// holderIn reads the note at a lock. The note of a process that has ended does
// not count.
func holderIn(path string) Holder {
	text, err := regular.Head(path+holderSuffix, maxHolder)
	if err != nil {
		return Holder{}
	}
	h := readHolder(text)
	if h.Process > 0 && !alive(h.Process) {
		return Holder{}
	}
	return h
}

// readHolder reads a note, which anybody on the machine may have written. If it
// cannot be read, the holder is unknown. Only the lock decides, not the note.
func readHolder(text []byte) Holder {
	var h Holder
	if json.Unmarshal(text, &h) != nil || bench.Admit(&h) != nil || h.Process < 0 {
		return Holder{}
	}
	return h
}

// maxHolder limits a note, in bytes.
const maxHolder = 4096

// writeHolder notes who holds the lock at path. An error is ignored, because only
// a sentence on the screens depends on the note.
func writeHolder(path string, h Holder) {
	if text, err := json.Marshal(h); err == nil {
		rewriteHolder(path, text)
	}
}

func clearHolder(path string) { rewriteHolder(path, nil) }

// rewriteHolder checks the file that it has opened before it changes it,
// because everybody can write to the folder of the lock.
func rewriteHolder(path string, text []byte) {
	file, err := os.OpenFile(path+holderSuffix, os.O_RDWR|holderCreate|noFollow, 0o644)
	if err != nil {
		return
	}
	defer file.Close()
	if st, err := file.Stat(); err != nil || !st.Mode().IsRegular() || otherNames(st) || file.Truncate(0) != nil {
		return
	}
	file.Write(text)
}

// Me describes this process as the holder of a session.
func Me(session string) Holder {
	me := Holder{Session: session, Process: os.Getpid(), Since: time.Now().UTC()}
	if u, err := user.Current(); err == nil {
		me.User = u.Username
	}
	return me
}

// DeviceProbe stands in the note instead of a session's name while a device's
// bandwidth is measured.
const DeviceProbe = "machine-gpu"

// Ahead is who comes before a process that waits for the machine.
type Ahead struct {
	// Holder is who measures now. If nobody measures, it is the first one in
	// the line.
	Holder Holder
	// Waiting counts the others that come before the process.
	Waiting int
}

// aheadOf puts together who measures and who waits.
func aheadOf(now Holder, before []Holder) Ahead {
	if now == (Holder{}) {
		return Ahead{before[0], len(before) - 1}
	}
	return Ahead{now, len(before)}
}

// WaitText says what a process waits for.
func (a Ahead) WaitText(me Holder) string {
	text := "for " + a.Holder.Measures(me)
	switch {
	case a.Waiting == 1:
		text += "; 1 more session is before this one"
	case a.Waiting > 1:
		text += fmt.Sprintf("; %d more sessions are before this one", a.Waiting)
	}
	return text
}

// Measures names what the holder measures. It is one line, even if the names in
// the note are long. The user is named only if me has another user.
func (h Holder) Measures(me Holder) string {
	text := "session " + bench.CleanLine(h.Session, 60)
	switch h.Session {
	case "":
		return "another session on this machine"
	case DeviceProbe:
		text = "the memory bandwidth of a device"
	}
	if h.User != "" && h.User != me.User {
		text += " of " + bench.CleanLine(h.User, 40)
	}
	return text
}
