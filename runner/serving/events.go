package serving

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
)

// event is one server-sent event.
type event struct {
	at   time.Duration // when its last byte of text arrived
	name string        // "" for the usual kind
	text []byte
}

// eventsOf splits an answer into its events, as the HTML standard describes
// them. whole is false if the answer ends within an event. A comment (": ping")
// is no event.
func eventsOf(a *arrival) (list []event, whole bool) {
	var now event
	has := false
	rest, end := a.text, 0
	for len(rest) > 0 {
		line, after, ended := bytes.Cut(rest, []byte("\n"))
		end += len(line)
		if ended {
			end++
		}
		rest = after
		line = bytes.TrimSuffix(line, []byte("\r"))
		if len(line) == 0 {
			if has {
				list = append(list, now)
			}
			now, has = event{}, false
			continue
		}
		field, value, _ := strings.Cut(string(line), ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "data":
			if has {
				now.text = append(now.text, '\n')
			}
			now.text, now.at, has = append(now.text, value...), a.at(end), true
		case "event":
			now.name = value
		case "error": // what some servers write in place of an event
			now.name, now.text, now.at, has = "error", append(now.text, value...), a.at(end), true
		}
	}
	if has && string(now.text) == "[DONE]" { // some servers leave out the last empty line
		return append(list, now), true
	}
	return list, !has
}

// events splits an answer into its events; see eventsOf.
func (d *Dialect) events(a *arrival) (list []event, whole bool) {
	if !d.Lines {
		return eventsOf(a)
	}
	rest, end := a.text, 0
	for len(rest) > 0 {
		line, after, ended := bytes.Cut(rest, []byte("\n"))
		end += len(line)
		if ended {
			end++
		}
		rest = after
		line = bytes.TrimSpace(line)
		if len(line) > 0 && (ended || json.Valid(line)) {
			list = append(list, event{at: a.at(end), text: line})
		} else if len(line) > 0 {
			return list, false
		}
	}
	return list, true
}
