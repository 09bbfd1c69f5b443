package install

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestAServersOwnReasonIsTold: only "403 rate limit exceeded; try again later"
// used to be told. GitHub's own reason, and when it would answer again, were
// lost.
func TestAServersOwnReasonIsTold(t *testing.T) {
	now := time.Now()
	limited := map[string]string{"X-Ratelimit-Remaining": "0", "X-Ratelimit-Reset": fmt.Sprint(now.Add(23 * time.Minute).Unix())}
	for name, c := range map[string]struct {
		code   int
		header map[string]string
		body   string
		words  []string
	}{
		"too many requests":   {403, limited, `{"message":"API rate limit exceeded for 192.0.2.1."}`, []string{"403 Forbidden: API rate limit exceeded", "try again after ", "(in 2"}},
		"wait a moment":       {429, map[string]string{"Retry-After": "120"}, "", []string{"try again after ", "(in 2m0s)"}},
		"no message":          {502, nil, "<html>", []string{"502 Bad Gateway; try again later"}},
		"a wait for ever":     {429, map[string]string{"Retry-After": "99999999"}, `{"message":"` + strings.Repeat("x", 1000) + "\x1b\"}", []string{"try again later"}},
		"a time long gone":    {403, map[string]string{"X-Ratelimit-Remaining": "0", "X-Ratelimit-Reset": "1"}, "{", []string{"try again later"}},
		"a message, no limit": {404, nil, `{"message":"Not Found"}`, []string{"404 Not Found: Not Found"}},
	} {
		f, in := newFakeRelease(t)
		f.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			for key, value := range c.header {
				w.Header().Set(key, value)
			}
			w.WriteHeader(c.code)
			fmt.Fprint(w, c.body)
		})
		_, err := releaseOffer(t, f, in).Do(t.Context(), nil)
		for _, words := range c.words {
			if err == nil || !strings.Contains(err.Error(), words) || strings.Contains(err.Error(), "\x1b") || len(err.Error()) > 1500 {
				t.Errorf("%s: %v; want %q", name, err, words)
			}
		}
		const byHand = "Without the network: download the archive for linux/amd64 on another machine"
		if err == nil || strings.Contains(err.Error(), byHand) != (c.code != http.StatusNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAServerThatSendsNothingIsLeft(t *testing.T) {
	defer func(d time.Duration) { answerTime = d }(answerTime)
	answerTime = 50 * time.Millisecond
	f, in := newFakeRelease(t)
	f.Config.Handler = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	if _, err := releaseOffer(t, f, in).Do(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "sent nothing for 50ms") || !strings.Contains(err.Error(), "Without the network") {
		t.Error(err)
	}
}
