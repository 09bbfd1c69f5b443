package install

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestUVTakesPackagesFromWherePipWould(t *testing.T) {
	here := t.TempDir()
	for name, c := range map[string]struct {
		files, env map[string]string
		want       []string
	}{
		"nothing was said": {},
		"a mirror of the system": {
			files: map[string]string{"etc/pip.conf": "[global]\nindex-url = https://mirror.example/simple\ncert=/etc/ssl/x.pem\n"},
			want:  []string{"UV_DEFAULT_INDEX=https://mirror.example/simple", "SSL_CERT_FILE=/etc/ssl/x.pem"},
		},
		"the user's word against the system's": {files: map[string]string{
			"etc/pip.conf":                "[global]\nindex-url = https://a.example\n[list]\nindex-url = https://no.example\n",
			"home/.config/pip/pip.conf":   "# mine\n[install]\nindex_url: https://b.example\nextra-index-url =\n    https://c.example\n    https://d.example\ntrusted-host = b.example\n",
			"home/.config/other/pip.conf": "[global]\nindex-url = https://no.example\n",
		}, want: []string{"UV_DEFAULT_INDEX=https://b.example", "UV_INDEX=https://c.example https://d.example", "UV_INSECURE_HOST=b.example"}},
		"a variable against all": {
			files: map[string]string{"etc/pip.conf": "[global]\nindex-url = https://a.example\n"},
			env:   map[string]string{"PIP_INDEX_URL": "https://v.example", "PIP_FIND_LINKS": here + " /no/such/folder https://links.example", "PIP_NO_INDEX": "true"},
			want:  []string{"UV_DEFAULT_INDEX=https://v.example", "UV_FIND_LINKS=" + here + ",https://links.example", "UV_NO_INDEX=1"},
		},
		"no configuration at all": {files: map[string]string{"etc/pip.conf": "[global]\nindex-url = https://a.example\n"}, env: map[string]string{"PIP_CONFIG_FILE": "/dev/null", "PIP_NO_INDEX": "0"}},
		"uv was told itself":      {files: map[string]string{"etc/pip.conf": "[global]\nindex-url = https://a.example\n"}, env: map[string]string{"UV_INDEX_URL": "https://u.example"}},
		"uv has a file":           {files: map[string]string{"etc/pip.conf": "[global]\nindex-url = https://a.example\n", "home/.config/uv/uv.toml": ""}},
		"no ini file":             {files: map[string]string{"etc/pip.conf": "index-url = x\n  y\n[global\nz\n[global]\n  w\n=\n:\n\x00\n"}},
	} {
		in := &Store{System: System{Root: t.TempDir()}}
		in.Home = filepath.Join(in.Root, "home")
		in.Getenv = func(name string) string { return c.env[name] }
		for path, text := range c.files {
			put(t, text, in.Root, path)
		}
		if got := in.uvAsPip(); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}
