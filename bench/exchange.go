package bench

import "slices"

// Exchange is one request to a server and its answer, as dragstrip's clock and
// the server's own words describe it. Each repetition of a test on a server has
// one. A time of 0 was not seen, and a count of 0 was not told.
type Exchange struct {
	// PromptTokens is the length of the prompt, by the server's own count.
	PromptTokens int `json:"prompt_tokens,omitempty"`
	// CachedTokens is how many of them the server took from its prompt cache.
	CachedTokens int `json:"cached_tokens,omitempty"`
	// Cache says in a word how much of the prompt came from there: none, partial,
	// exact or unknown.
	Cache CacheState `json:"cache"`
	// AnswerTokens is the length of the answer, by the server's own count.
	AnswerTokens int `json:"answer_tokens,omitempty"`
	// Pieces is in how many pieces the answer's text came. A piece may hold
	// several tokens, or a part of one.
	Pieces int `json:"pieces,omitempty"`
	// TimedTokens is how many tokens TimedNS is the time of. The sample is that
	// time, scaled to the number of tokens of the test.
	TimedTokens int `json:"timed_tokens"`
	// TimedNS is what was measured, in nanoseconds.
	TimedNS int64 `json:"timed_ns"`
	// FirstPieceNS is when the first piece of any kind came, in nanoseconds from
	// the request. It may hold no text.
	FirstPieceNS int64 `json:"first_piece_ns,omitempty"`
	// FirstTokenNS is when the first token came: of the answer, or of the
	// reasoning before it.
	FirstTokenNS int64 `json:"first_token_ns,omitempty"`
	// FirstTextNS is when the first text of the answer itself came.
	FirstTextNS int64 `json:"first_text_ns,omitempty"`
	// EndNS is when the answer was complete.
	EndNS int64 `json:"end_ns,omitempty"`
	// ColdTokens is how many tokens of context the server read just before this
	// request, because it did not have them yet; 0 if it kept them.
	ColdTokens int `json:"cold_tokens,omitempty"`
	// ColdNS is how long that took, from the request to its first token: the
	// depth measured cold. The request itself found the context in the cache.
	ColdNS int64 `json:"cold_ns,omitempty"`
	// Streams are the single requests, if several were sent at once. The fields
	// above then hold: TimedTokens and TimedNS those of all together, EndNS the
	// end of the last one from the beginning of the first one, the other times
	// their medians, and the counts and the cache those of the first request.
	Streams []Stream `json:"streams,omitempty"`
	// ServerTPS is the speed of what was timed, in tokens per second, as the
	// server itself states it.
	ServerTPS float64 `json:"server_tps,omitempty"`
	// DraftTokens is how many tokens were proposed by speculation, by the server's
	// own count: of all requests, if several were sent at once.
	DraftTokens int `json:"draft_tokens,omitempty"`
	// AcceptedTokens is how many of them the model accepted.
	AcceptedTokens int `json:"accepted_tokens,omitempty"`
}

// CacheState says how much of a prompt a server took from its prompt cache.
type CacheState string

// The states. A prompt that only begins with a known token counts as none.
const (
	CacheNone    CacheState = "none"
	CachePartial CacheState = "partial"
	CacheExact   CacheState = "exact"   // all but the last token
	CacheUnknown CacheState = "unknown" // the server does not tell
)

// CacheStateOf names how much of a prompt came from the cache.
func CacheStateOf(prompt, cached int) CacheState {
	switch {
	case cached <= 1:
		return CacheNone
	case cached >= prompt-1:
		return CacheExact
	}
	return CachePartial
}

// Exchanges are the requests of all rounds of a test. They are empty for an
// engine that is no server.
func (t *TestState) Exchanges() []Exchange {
	var out []Exchange
	for _, r := range t.Results {
		out = append(out, r.Exchanges...)
	}
	return out
}

// FirstToken describes how long the first token of an answer took, in seconds.
// Each of several requests at once counts.
func (t *TestState) FirstToken() Summary {
	return t.ofRequests(func(s Stream) int64 { return s.FirstTokenNS })
}

// FirstText describes how long the first text of the answer itself took, in
// seconds.
func (t *TestState) FirstText() Summary {
	return t.ofRequests(func(s Stream) int64 { return s.FirstTextNS })
}

// FirstPiece describes how long the first piece of any kind took, in seconds.
func (t *TestState) FirstPiece() Summary {
	return t.ofRequests(func(s Stream) int64 { return s.FirstPieceNS })
}

// EndToEnd describes how long a whole request took, in seconds.
func (t *TestState) EndToEnd() Summary {
	return t.ofExchanges(func(x Exchange) float64 { return float64(x.EndNS) / 1e9 })
}

// ColdContext describes how long the server took to read the context of a test
// at a depth when it did not have it yet, in seconds.
func (t *TestState) ColdContext() Summary {
	return t.ofExchanges(func(x Exchange) float64 { return float64(x.ColdNS) / 1e9 })
}

// ServerTPS describes the speed as the server itself states it.
func (t *TestState) ServerTPS() Summary {
	return t.ofExchanges(func(x Exchange) float64 { return x.ServerTPS })
}

// ofExchanges describes one figure of the exchanges, by starts of the engine.
// What was not seen is left out.
func (t *TestState) ofExchanges(of func(Exchange) float64) Summary {
	return t.ofEach(func(x Exchange) []float64 { return []float64{of(x)} })
}

// ofEach is ofExchanges for figures of which an exchange may have several.
func (t *TestState) ofEach(of func(Exchange) []float64) Summary {
	var starts [][]float64
	for _, r := range t.Results {
		var start []float64
		for _, x := range r.Exchanges {
			for _, v := range of(x) {
				if v > 0 {
					start = append(start, v)
				}
			}
		}
		if len(start) > 0 {
			starts = append(starts, start)
		}
	}
	return SummarizeStarts(starts)
}

// LoadTime describes how long the engine took to load a job's model, in seconds.
// It is empty if that was not seen.
func (j *JobState) LoadTime() Summary {
	var times []float64
	for _, ns := range j.Loads {
		times = append(times, float64(ns)/1e9)
	}
	return Summarize(times)
}

// Told is a setting that a server told after it had loaded the model.
type Told struct {
	// Name is the key of a parameter ("n_batch"), or the name of something that
	// is no parameter ("slots").
	Name string `json:"name"`
	// Value is what the server uses.
	Value string `json:"value"`
}

// mostTold is how many settings of a job are kept.
const mostTold = 64

// tell keeps what a server told about a job. A later value replaces an earlier
// one.
func (j *JobState) tell(settings []Told) {
	for _, told := range settings {
		at := slices.IndexFunc(j.Told, func(known Told) bool { return known.Name == told.Name })
		if at >= 0 {
			j.Told[at] = told
			continue
		}
		j.Told = keepFirst(j.Told, told, mostTold)
	}
}

// ToldOf is the value of a setting that the server told; known is false if it
// did not.
func (j *JobState) ToldOf(name string) (value string, known bool) {
	for _, told := range j.Told {
		if told.Name == name {
			return told.Value, true
		}
	}
	return "", false
}
