package bench

import (
	"fmt"
	"strconv"
	"strings"
)

// Test says what one repetition measures. All counts are tokens. A test has a
// prompt, a generation, or both (then both are timed together); Depth tokens
// are in the context before the clock starts.
type Test struct {
	Prompt     int `json:"p,omitempty"`
	Generation int `json:"n,omitempty"`
	Depth      int `json:"d,omitempty"`
}

// MaxTokens limits each count of a test. It is far above any context length,
// and sums of such counts fit into an int on every platform.
const MaxTokens = 1 << 28

// Tokens is how many tokens are processed in the time of one repetition: t/s is
// this number divided by that time.
func (t Test) Tokens() int { return t.Prompt + t.Generation }

// Context is the number of tokens the context must hold.
func (t Test) Context() int { return t.Prompt + t.Generation + t.Depth }

// IsDecode reports whether the test measures generation alone.
func (t Test) IsDecode() bool { return t.Generation > 0 && t.Prompt == 0 }

// IsPrefill reports whether the test measures prompt processing alone.
func (t Test) IsPrefill() bool { return t.Prompt > 0 && t.Generation == 0 }

// String is the name people use: pp512, tg128, pp512+tg128, tg128@d4096.
func (t Test) String() string { return t.Name("@d") }

// Name is String with another mark before the depth; llama-bench's own table
// uses " @ d".
func (t Test) Name(depthMark string) string {
	var parts []string
	if t.Prompt > 0 {
		parts = append(parts, "pp"+strconv.Itoa(t.Prompt))
	}
	if t.Generation > 0 {
		parts = append(parts, "tg"+strconv.Itoa(t.Generation))
	}
	name := strings.Join(parts, "+")
	if name == "" {
		name = "empty"
	}
	if t.Depth > 0 {
		name += depthMark + strconv.Itoa(t.Depth)
	}
	return name
}

// Validate returns an error if a test cannot be measured.
func (t Test) Validate() error {
	if err := t.withinLimits(); err != nil {
		return err
	}
	if t.Tokens() == 0 {
		return fmt.Errorf("a test needs a prompt (-p) or a generation (-n) of at least one token")
	}
	return nil
}

func (t Test) withinLimits() error {
	switch {
	case t.Prompt < 0 || t.Generation < 0 || t.Depth < 0:
		return fmt.Errorf("test %s: token counts must not be negative", t)
	case t.Prompt > MaxTokens || t.Generation > MaxTokens || t.Depth > MaxTokens:
		return fmt.Errorf("test %s: token counts must not exceed %d", t, MaxTokens)
	}
	return nil
}

// ParseTest reads what String writes.
func ParseTest(s string) (Test, error) {
	wrong := fmt.Errorf("test %q is not of the form pp512, tg128, pp512+tg128 or tg128@d4096", s)
	var t Test
	body, depth, has := strings.Cut(s, "@d")
	if has {
		n, err := strconv.Atoi(depth)
		if err != nil {
			return Test{}, wrong
		}
		t.Depth = n
	}
	for part := range strings.SplitSeq(body, "+") {
		if len(part) < 3 {
			return Test{}, wrong
		}
		n, err := strconv.Atoi(part[2:])
		if err != nil || n <= 0 {
			return Test{}, wrong
		}
		switch {
		case part[:2] == "pp" && t.Prompt == 0 && t.Generation == 0:
			t.Prompt = n
		case part[:2] == "tg" && t.Generation == 0:
			t.Generation = n
		default:
			return Test{}, wrong
		}
	}
	return t, t.Validate()
}
