package serving

import "time"

// Answer is what one request gave. Times count from the request; 0 means that
// it was not seen. A count of 0 was not told.
type Answer struct {
	// Pieces counts the pieces that held text or reasoning.
	Pieces int
	// FirstPiece is when a piece of any kind came, besides the progress of the
	// prompt that dragstrip asks for, FirstToken when one with text
	// or reasoning came, FirstText when one with text came. LastToken is when
	// the last token came.
	FirstPiece, FirstToken, FirstText, LastToken time.Duration
	// FirstTokens is how many tokens the piece of FirstToken carried.
	FirstTokens int
	// PromptTokens, CachedTokens and Tokens are the server's own counts.
	PromptTokens, CachedTokens, Tokens int
	// CacheTold and Counted say whether CachedTokens and Tokens were told.
	CacheTold, Counted bool
	// Sent is when the request was sent, from a moment that all answers of a
	// client have in common.
	Sent time.Duration
	// course says how many tokens had come at which time.
	course []reached
	// Finish is why the answer ended, in the server's words: "length", "stop".
	Finish string
	// PromptTPS and TPS are speeds as the server states them.
	PromptTPS, TPS float64
	// DraftTokens is how many tokens were proposed by speculation, and
	// AcceptedTokens how many of them the model accepted.
	DraftTokens, AcceptedTokens int
	// Load is how long the server says it took to load the model for this answer.
	Load time.Duration
}

// moment is a piece that carried tokens.
type moment struct {
	at    time.Duration
	bytes int // of text and reasoning
	count int // tokens of the answer so far, as the piece tells; 0 if it does not
}

// reached says how many tokens of an answer had come, and when.
type reached struct {
	at     time.Duration
	tokens float64
}

// assembly puts the pieces of an answer together.
type assembly struct {
	Answer
	moments []moment
	ended   bool // the server said that the answer is complete
	wanted  int  // how many tokens were asked for; 0 if that is not known
}

// answerOf reads a whole answer to a request for so many tokens. began is when
// the request was sent.
func answerOf(d *Dialect, a *arrival, began time.Duration, wanted int) (Answer, error) {
	all := assembly{Answer: Answer{Sent: began}, wanted: wanted}
	events, whole := d.events(a)
	for _, e := range events {
		e.at -= began
		if string(e.text) == "[DONE]" {
			all.ended = true
			continue
		}
		p, ok := d.Read(e.text)
		switch {
		case !ok && e.name == "error":
			return all.Answer, saidError(string(e.text))
		case !ok:
			return all.Answer, notJSON(e.text)
		case p.Failed, e.name == "error":
			return all.Answer, saidError(errorText(e.text))
		}
		all.take(e.at, p)
	}
	switch {
	case len(events) == 0:
		return all.Answer, noEvents(a.text)
	case !all.ended || !whole && all.Finish == "":
		return all.Answer, brokenOff(len(all.moments))
	}
	all.count()
	return all.Answer, nil
}

// take adds one event.
func (a *assembly) take(at time.Duration, p Piece) {
	if a.FirstPiece == 0 && !p.InPrompt { // signs of life are no part of the answer
		a.FirstPiece = at
	}
	m := moment{at: at, bytes: len(p.Text) + len(p.Thought), count: p.SoFar}
	if m.bytes > 0 || m.count > a.lastCount() {
		a.moments = append(a.moments, m)
	}
	if p.Text != "" && a.FirstText == 0 {
		a.FirstText = at
	}
	if p.Finish != "" {
		a.Finish, a.ended = p.Finish, true
	}
	if p.PromptTokens != 0 {
		a.PromptTokens = p.PromptTokens
	}
	if p.Counted {
		a.Tokens, a.Counted = p.Tokens, true
	}
	if p.CacheTold {
		a.CachedTokens, a.CacheTold = p.CachedTokens, true
	}
	if p.Load != 0 {
		a.Load = p.Load
	}
	if p.PromptTPS != 0 || p.TPS != 0 {
		a.PromptTPS, a.TPS = p.PromptTPS, p.TPS
	}
	if p.DraftTokens > 0 {
		a.DraftTokens, a.AcceptedTokens = p.DraftTokens, min(max(p.AcceptedTokens, 0), p.DraftTokens)
	}
}

func (a *assembly) lastCount() int {
	if len(a.moments) == 0 {
		return 0
	}
	return a.moments[len(a.moments)-1].count
}

// count finds first and last token. A piece is not a token: the first piece may
// carry several. If the pieces tell the count so far, it is exact. Otherwise,
// if there are fewer pieces than tokens, the first piece is taken to carry its
// share of the answer's text.
func (a *assembly) count() {
	if len(a.moments) == 0 {
		return
	}
	first, last, bytes := a.moments[0], a.moments[len(a.moments)-1], 0
	for _, m := range a.moments {
		if m.bytes > 0 {
			a.Pieces++
		}
		bytes += m.bytes
	}
	a.FirstToken, a.LastToken = first.at, last.at
	if !a.Counted {
		a.Tokens = a.uncounted()
	}
	switch {
	case first.count > 0:
		a.FirstTokens = first.count
	case a.Pieces >= a.Tokens || bytes == 0:
		a.FirstTokens = 1
	default:
		a.FirstTokens = max(1, (a.Tokens*first.bytes+bytes/2)/bytes)
	}
	a.course = a.reached(bytes)
}

// reached says how many tokens had come with each piece: as many as the piece
// tells, or else its share of the answer's text.
func (a *assembly) reached(bytes int) []reached {
	out := make([]reached, 0, len(a.moments))
	before, so := 0, 0.0
	for i, m := range a.moments {
		before += m.bytes
		switch {
		case i == 0:
			so = float64(a.FirstTokens)
		case i == len(a.moments)-1:
			so = float64(a.Tokens)
		case m.count > 0:
			so = float64(m.count)
		case a.Pieces == a.Tokens && m.bytes > 0:
			so++
		case bytes > 0:
			so = max(so, float64(a.Tokens)*float64(before)/float64(bytes))
		}
		out = append(out, reached{m.at, so})
	}
	return out
}

// tokensUntil is how many tokens had come at a time since the request. Between
// two pieces they are taken to come evenly.
func (a *Answer) tokensUntil(at time.Duration) float64 {
	for i, r := range a.course {
		switch {
		case at >= r.at:
		case i == 0:
			return 0
		default:
			before := a.course[i-1]
			return before.tokens + (r.tokens-before.tokens)*float64(at-before.at)/float64(r.at-before.at)
		}
	}
	return float64(a.Tokens)
}

// nearlyAll is the share of the wanted tokens that must have come as pieces for
// an answer of the full length to be believed without a count.
const nearlyAll = 0.9

// uncounted is how many tokens an answer has that the server did not count: one
// a piece. Few tokens have no text of their own, so an answer that ended because
// of its length has as many as were asked for.
func (a *assembly) uncounted() int {
	if a.Finish == "length" && float64(a.Pieces+1) >= nearlyAll*float64(a.wanted) {
		return max(a.Pieces, a.wanted)
	}
	return a.Pieces
}

// mostAdded is how many tokens a server may add to a text: its template.
const mostAdded = 1 << 17

// forgetImpossible forgets counts that the prompt cannot have, because the next
// prompts are as long as the server's counts say. A token has at least one byte.
func (a *Answer) forgetImpossible(prompt string) {
	if a.PromptTokens < 0 || a.PromptTokens > len(prompt)+mostAdded {
		a.PromptTokens = 0
	}
	if a.CachedTokens < 0 || a.CachedTokens > a.PromptTokens {
		a.CachedTokens, a.CacheTold = 0, false
	}
}
