package standin

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestAddressesOfPagesAreNamesOfFiles(t *testing.T) {
	for name, want := range map[string]HubFile{
		"https://huggingface.co/org/repo/blob/main/x.gguf":                          {"org", "main", "x.gguf"},
		"https://huggingface.co/org/repo/resolve/main/a/b%20c/x.gguf?download=true": {"org", "main", "a/b c/x.gguf"},
		"huggingface.co/org/repo/blob/v1/x.gguf":                                    {"org", "v1", "x.gguf"},
		"https://hf.co/org/repo/raw/refs%2Fpr%2F3/x.gguf#L1":                        {"org", "refs/pr/3", "x.gguf"},
		"HTTPS://WWW.huggingface.co/org/repo/blob/main/x.gguf":                      {"org", "main", "x.gguf"},
		"https://mirror.example/org/repo/blob/main/x.gguf":                          {"org", "main", "x.gguf"},
		"org/repo:x.gguf": {"org", "main", "x.gguf"},
	} {
		want.Repository += "/repo"
		if got, ok, err := (Hub{Endpoint: "https://mirror.example"}).File(name); got != want || !ok || err != nil {
			t.Errorf("%s: %+v, %t, %v", name, got, ok, err)
		}
	}
	for name, part := range map[string]string{
		"https://huggingface.co/org/repo":                              "copy its address",
		"https://huggingface.co/org/repo/tree/main":                    "copy its address",
		"https://huggingface.co/org/repo/blob/main/..%2F..%2Fetc.gguf": "copy its address",
		"https://me:secret@other.example/org/repo/blob/main/x.gguf":    "set HF_ENDPOINT=https://other.example",
		"http://huggingface.co.evil.example/org/repo/blob/main/x.gguf": "set HF_ENDPOINT=",
		"https://me:secret%zz@other.example/org/repo/blob/main/x.gguf": "cannot be read as an address",
	} {
		if got, ok, err := (Hub{}).File(name); ok || err == nil || !strings.Contains(err.Error(), part) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %+v, %t, %v", name, got, ok, err)
		}
	}
	for _, name := range []string{"x.gguf", "models/x.gguf", `C:\x.gguf`, "https:x.gguf"} {
		if got, ok, err := (Hub{}).File(name); ok || err != nil {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// TestATokenThatWasNotSentIsNotBlamed: dragstrip sends no token without
// encryption. It used to say that the server does not accept the token,
// although it had sent none.
func TestATokenThatWasNotSentIsNotBlamed(t *testing.T) {
	for _, c := range []struct{ base, asked, part string }{
		{"http://mirror.example", "http://mirror.example", "not encrypted (http://)"},
		{"https://hub.example", "https://files.example", "redirected from hub.example"},
	} {
		base, _ := url.Parse(c.base)
		asked, _ := url.Parse(c.asked)
		r := &remote{token: "x", address: base, file: HubFile{"o/r", "main", "m.gguf"}}
		for _, code := range []int{401, 403, 429} {
			answer := &http.Response{StatusCode: code, Request: &http.Request{URL: asked, Header: http.Header{}}}
			if err := r.refused(answer); !strings.Contains(err.Error(), c.part) || !strings.Contains(err.Error(), "did not send it") || !strings.Contains(err.Error(), "HF_ENDPOINT") {
				t.Errorf("%s, %d: %v", c.asked, code, err)
			}
		}
	}
}
