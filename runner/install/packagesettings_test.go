package install

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// saying is a machine whose files and variables say where packages come from.
func saying(t *testing.T, files, env map[string]string) *System {
	t.Helper()
	s := &System{Root: t.TempDir(), Getenv: func(name string) string { return env[name] }}
	s.Home = filepath.Join(s.Root, "home")
	for path, text := range files {
		put(t, text, s.Root, path)
	}
	return s
}

func TestPackagesComeFromWhereTheUserSaid(t *testing.T) {
	here := t.TempDir()
	const mirror = "[global]\nindex-url = https://a.example\n"
	for name, c := range map[string]struct {
		files, env map[string]string
		uv, pip    []string
		// told is a part of what the offers of uv and pip say.
		told, toldPip string
	}{
		"nothing was said": {told: "packages come from https://pypi.org/simple"},
		"a mirror of the system": {
			files: map[string]string{"etc/pip.conf": "[global]\nindex-url = https://me:secret@mirror.example/simple\ncert=/etc/ssl/x.pem\n"},
			uv:    []string{"UV_DEFAULT_INDEX=https://me:secret@mirror.example/simple", "SSL_CERT_FILE=/etc/ssl/x.pem"},
			pip:   []string{"PIP_INDEX_URL=https://me:secret@mirror.example/simple", "PIP_CERT=/etc/ssl/x.pem"},
			told:  "packages come from https://mirror.example/simple (set in ",
		},
		"the user's word against the system's": {
			files: map[string]string{
				"etc/pip.conf":                mirror + "[list]\nindex-url = https://no.example\n",
				"home/.config/pip/pip.conf":   "# mine\n[install]\nindex_url: https://b.example\nextra-index-url =\n    https://c.example\n    https://d.example\ntrusted-host = b.example\n",
				"home/.config/other/pip.conf": "[global]\nindex-url = https://no.example\n",
			},
			uv:   []string{"UV_DEFAULT_INDEX=https://b.example", "UV_INDEX=https://c.example https://d.example", "UV_INSECURE_HOST=b.example"},
			pip:  []string{"PIP_INDEX_URL=https://b.example", "PIP_EXTRA_INDEX_URL=https://c.example https://d.example", "PIP_TRUSTED_HOST=b.example"},
			told: "https://b.example, https://c.example, https://d.example (set in ",
		},
		"a variable against all": {
			files: map[string]string{"etc/pip.conf": mirror},
			env:   map[string]string{"PIP_INDEX_URL": "https://v.example", "PIP_FIND_LINKS": here + " /no/such/folder ./here https://links.example", "PIP_NO_INDEX": "true"},
			uv:    []string{"UV_DEFAULT_INDEX=https://v.example", "UV_FIND_LINKS=" + here + ",https://links.example", "UV_NO_INDEX=1"},
			pip:   []string{"PIP_INDEX_URL=https://v.example", "PIP_FIND_LINKS=" + here + " https://links.example", "PIP_NO_INDEX=1"},
			told:  "packages come from " + here + ", https://links.example (set in PIP_FIND_LINKS)",
		},
		// These settings would move files out of our folder, or choose other
		// packages.
		"what has nothing to do with where": {
			files: map[string]string{"home/.config/pip/pip.conf": "[global]\ntarget = /elsewhere\n[install]\nprefix = /elsewhere\nuser = yes\nconstraint = ./c.txt\nproxy = p.example:3128\n"},
			env:   map[string]string{"PIP_TARGET": "/elsewhere", "PIP_CERT": "cert.pem"},
			uv:    []string{"ALL_PROXY=p.example:3128"}, pip: []string{"PIP_PROXY=p.example:3128"},
		},
		"no configuration at all": {files: map[string]string{"etc/pip.conf": mirror}, env: map[string]string{"PIP_CONFIG_FILE": "/dev/null", "PIP_NO_INDEX": "0"}},
		"no index and no folder":  {env: map[string]string{"PIP_NO_INDEX": "1"}, uv: []string{"UV_NO_INDEX=1"}, pip: []string{"PIP_NO_INDEX=1"}, told: "cannot be downloaded, because no-index is set (PIP_NO_INDEX)"},
		"uv was told itself": {
			files: map[string]string{"etc/pip.conf": mirror}, env: map[string]string{"UV_INDEX_URL": "https://u.example", "UV_INDEX": "mine=https://x:y@i.example"},
			uv: []string{"UV_DEFAULT_INDEX=https://u.example"}, pip: []string{"PIP_INDEX_URL=https://a.example"},
			told: "from https://u.example, https://i.example (set in UV_INDEX_URL, UV_INDEX)", toldPip: "from https://a.example",
		},
		"uv has a file": {files: map[string]string{"etc/pip.conf": mirror, "home/.config/uv/uv.toml": ""}, pip: []string{"PIP_INDEX_URL=https://a.example"}, told: "from https://pypi.org/simple", toldPip: "from https://a.example"},
		"uv's file of the system and the user's": {
			files: map[string]string{
				"etc/uv/uv.toml": "index-url = \"https://s.example\"\nnative-tls = true\n",
				"home/.config/uv/uv.toml": "index-url = 'https://h.example/#a' # a comment\nfind-links = [\n  \"https://l.example\", # one\n  'relative',\n]\n" +
					"[pip]\nextra-index-url = [\"https://e.example\"]\ntarget = \"/elsewhere\"\nno-index = false\n[sources]\nindex-url = \"https://no.example\"\n" +
					"[[index]]\nname = \"mine\"\nurl = \"https://m.example\"\n[[index]]\nurl = \"https://no.example\"\nexplicit = true\n",
			},
			uv:   []string{"UV_DEFAULT_INDEX=https://h.example/#a", "UV_INDEX=https://e.example mine=https://m.example", "UV_FIND_LINKS=https://l.example", "UV_NATIVE_TLS=true"},
			told: "from https://h.example/#a, https://e.example, https://m.example, https://l.example (set in ", toldPip: "https://pypi.org/simple",
		},
		"a default among uv's indexes": {
			files: map[string]string{"home/.config/uv/uv.toml": "[[index]]\ndefault = true\nurl = \"https://m.example\"\n"},
			uv:    []string{"UV_DEFAULT_INDEX=https://m.example"}, told: "from https://m.example", toldPip: "https://pypi.org/simple",
		},
		"no ini and no TOML": {files: map[string]string{
			"etc/pip.conf": "index-url = x\n  y\n[global\nz\n[global]\n  w\n=\n:\n\x00\n", "home/.config/uv/uv.toml": "= [\nindex-url = \"\\u0068\"\n[[\n]]\"'#\nfind-links = [[[\n\x00",
		}},
	} {
		s := saying(t, c.files, c.env)
		for way, want := range map[string][]string{WayUV: append([]string{"UV_NO_CONFIG=1"}, c.uv...), WayVenv: append([]string{"PIP_CONFIG_FILE=/dev/null"}, c.pip...)} {
			said := s.packageSettings(way)
			got := slices.DeleteFunc(s.variables(said, way), func(kv string) bool { return !strings.Contains(kv, "=") })
			if !slices.Equal(got, want) {
				t.Errorf("%s, %s:\n%s\nwant\n%s", name, way, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			told := c.told
			if way == WayVenv && c.toldPip != "" {
				told = c.toldPip
			}
			if is := said.places(); !strings.Contains(is, told) || strings.Contains(is, "secret") {
				t.Errorf("%s, %s: the offer says %q, want %q", name, way, is, told)
			}
		}
	}
}

// TestPipGetsNoVariableOfTheUsers: all of pip's variables are replaced.
func TestPipGetsNoVariableOfTheUsers(t *testing.T) {
	for _, name := range []string{"PIP_TARGET", "PIP_NEW_SETTING"} {
		t.Setenv(name, "x")
	}
	s := &System{Root: t.TempDir()}
	if got := s.variables(s.packageSettings(WayVenv), WayVenv); !slices.Contains(got, "PIP_TARGET") || !slices.Contains(got, "PIP_NEW_SETTING") {
		t.Errorf("it gets %q", got)
	}
}
