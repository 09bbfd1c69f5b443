package journal

import (
	"os"
	"os/user"
	"time"

	"dragstrip/bench"
)

// Holder is who measures on this machine just now.
type Holder struct {
	Session string    `json:"session"`
	User    string    `json:"user,omitempty"`
	Process int       `json:"process"`
	Since   time.Time `json:"since"`
}

// Me is this process as a holder, for a session.
func Me(session string) Holder {
	me := Holder{Session: session, Process: os.Getpid(), Since: time.Now().UTC()}
	if u, err := user.Current(); err == nil {
		me.User = u.Username
	}
	return me
}

// WaitText says for whom me waits while another holds the machine.
func (h Holder) WaitText(me Holder) string {
	if h.Session == "" {
		return "for another session on this machine"
	}
	text := "for session " + bench.Clean(h.Session)
	if h.User != "" && h.User != me.User {
		text += " of " + bench.Clean(h.User)
	}
	return text
}
