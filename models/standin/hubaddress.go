package standin

import (
	"net/url"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/addresses"
)

// hubHosts are the names of Hugging Face's server.
var hubHosts = []string{"huggingface.co", "www.huggingface.co", "hf.co"}

// File reads the name of a file in a repository, or the address of its page as
// a browser shows it. ok is false for a text that is neither. An error says why
// an address cannot be used.
func (h Hub) File(name string) (f HubFile, ok bool, err error) {
	u, err := addressIn(name)
	if err != nil {
		shown, _ := addresses.Server(name)
		return f, false, copyProblem(bench.CleanLine(shown, 200), "it cannot be read as an address", "open the page of a .gguf file and copy its address")
	}
	if u == nil {
		f, ok = ParseHubFile(name)
		return f, ok, nil
	}
	base, err := h.endpoint()
	if err != nil {
		return f, false, err
	}
	if host := strings.ToLower(u.Host); host != base.Host && !slices.Contains(hubHosts, host) {
		return f, false, copyProblem(withoutPassword(u), "the address is on "+bench.Clean(u.Host)+", but dragstrip downloads only from "+bench.Clean(base.Host),
			"if that server has the interface of Hugging Face, set HF_ENDPOINT="+bench.Clean(u.Scheme+"://"+u.Host))
	}
	if f, ok = pageOf(u); !ok {
		return f, false, copyProblem(withoutPassword(u), "it is not the address of a file", "open the page of a .gguf file and copy its address, or name the file: ORGANIZATION/REPOSITORY:FILE.gguf")
	}
	return f, true, nil
}

// addressIn reads an address, with or without https:// before the name of
// Hugging Face's server. It is nil if the text is not an address. An error
// means that the text begins like an address but cannot be read.
func addressIn(name string) (*url.URL, error) {
	lower := strings.ToLower(name)
	for _, host := range hubHosts {
		if strings.HasPrefix(lower, host+"/") {
			name, lower = "https://"+name, "https://"+lower
		}
	}
	if !strings.HasPrefix(lower, "https://") && !strings.HasPrefix(lower, "http://") {
		return nil, nil
	}
	u, err := url.Parse(name)
	if err == nil && u.Host == "" {
		u = nil
	}
	return u, err
}

// pageOf reads /ORGANIZATION/REPOSITORY/blob/REVISION/FILE. The links of a page
// have resolve or raw instead of blob.
func pageOf(u *url.URL) (f HubFile, ok bool) {
	parts := strings.Split(strings.Trim(u.EscapedPath(), "/"), "/")
	if len(parts) < 5 || !slices.Contains([]string{"blob", "resolve", "raw"}, parts[2]) {
		return f, false
	}
	for i, part := range parts {
		plain, err := url.PathUnescape(part)
		if err != nil {
			return f, false
		}
		parts[i] = plain
	}
	// The names must follow the rules of ParseHubFile.
	return ParseHubFile(parts[0] + "/" + parts[1] + "@" + parts[3] + ":" + strings.Join(parts[4:], "/"))
}
