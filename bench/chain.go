package bench

import "fmt"

// Chain is the place of a session among several that were asked for together:
// one for each model. They are measured in this order, and each waits for the one
// before.
type Chain struct {
	// At is the place of the session; the first one has 1.
	At int `json:"at"`
	// Of is how many sessions there are.
	Of int `json:"of"`
	// After names the session before; absent for the first one.
	After string `json:"after,omitempty"`
}

// String is "model 2 of 3"; "" if the session stands alone.
func (c *Chain) String() string {
	if c == nil {
		return ""
	}
	return fmt.Sprintf("model %d of %d", c.At, c.Of)
}

// Behind is how many sessions come after this one.
func (c *Chain) Behind() int {
	if c == nil {
		return 0
	}
	return max(c.Of-c.At, 0)
}

func (c *Chain) validate() error {
	if c != nil && (c.At < 1 || c.At > c.Of || c.Of > MaxJobs) {
		return fmt.Errorf("the place among the sessions that were asked for together must be 1 to their number, not %d of %d", c.At, c.Of)
	}
	return nil
}

// StartChain starts a session for each plan, in their order. start returns the
// name of the session as soon as the session measures or waits. If one cannot be
// started, the others that come after it are not started, and an error says so.
func StartChain(plans []*Plan, start func(*Plan) (name string, err error)) (names []string, err error) {
	for i, p := range plans {
		p.Chain = nil
		if len(plans) > 1 {
			p.Chain = &Chain{At: i + 1, Of: len(plans)}
		}
		if i > 0 {
			p.Chain.After = names[i-1]
		}
		name, err := start(p)
		if err != nil && i > 0 {
			err = fmt.Errorf("%d of %d searches were not started: %w", len(plans)-i, len(plans), err)
		}
		if err != nil {
			return names, err
		}
		names = append(names, name)
	}
	return names, nil
}
