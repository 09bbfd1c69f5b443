package install

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestOneLineSources(t *testing.T) {
	got := parseSourcesList(`# deb http://off.example/debian bookworm main
deb http://a.example/debian bookworm main contrib # the release
deb-src http://a.example/debian bookworm main
	deb  [ arch=amd64,arm64  signed-by=/usr/share/keyrings/a.gpg trusted=yes check-valid-until=no ]  http://b.example/debian  sid  main
deb [signed-by=ABCDEF] https://c.example/x stable main` + "\r" + `
deb cdrom:[Debian GNU/Linux 12 _Bookworm_]/ bookworm main
deb [broken http://d.example/debian sid main
deb http://flat.example/packages ./
deb http://short.example
debian http://e.example/debian sid main
`)
	want := []source{
		{uri: "http://a.example/debian", suites: []string{"bookworm"}, components: []string{"main", "contrib"}},
		{
			uri: "http://b.example/debian", suites: []string{"sid"}, components: []string{"main"}, archs: []string{"amd64", "arm64"},
			signedBy: "/usr/share/keyrings/a.gpg", trusted: true, checkValidUntil: "no",
		},
		{uri: "https://c.example/x", suites: []string{"stable"}, components: []string{"main"}, signedBy: "ABCDEF"},
	}
	sameSources(t, got, want)
}

func TestStanzaSources(t *testing.T) {
	got := parseDeb822(`# a comment before
Types: deb deb-src
# http://snapshot.example/archive/debian/20250520T000000Z
URIs: http://a.example/debian http://b.example/debian/
Suites: bookworm
 bookworm-updates
# one inside a field
Components: main contrib
Signed-By: /usr/share/keyrings/debian.gpg

Types: deb
URIs: http://off.example/debian
Suites: sid
Components: main
Enabled: no

Types: deb-src
URIs: http://src.example/debian
Suites: sid
Components: main

types: deb
uris:mirror+file:///etc/apt/mirrors/debian.list
SUITES: sid
Components: main
Architectures: amd64 i386
Trusted: yes
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mQINBGAEHQwBEAC7
 -----END PGP PUBLIC KEY BLOCK-----
a line without a colon
 that goes on
`)
	key := "\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBGAEHQwBEAC7\n -----END PGP PUBLIC KEY BLOCK-----"
	two := source{suites: []string{"bookworm", "bookworm-updates"}, components: []string{"main", "contrib"}, signedBy: "/usr/share/keyrings/debian.gpg"}
	first, second := two, two
	first.uri, second.uri = "http://a.example/debian", "http://b.example/debian/"
	sameSources(t, got, []source{first, second, {
		uri: "mirror+file:///etc/apt/mirrors/debian.list", suites: []string{"sid"}, components: []string{"main"},
		archs: []string{"amd64", "i386"}, trusted: true, signedBy: key,
	}})
	// What is written for the private apt must be the same when it is read back.
	again := parseDeb822(got[2].stanza("amd64", []string{"sid"}, []string{"main"}))
	want := got[2]
	want.archs = []string{"amd64"}
	sameSources(t, again, []source{want})
}

func sameSources(t *testing.T, got, want []source) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d sources, want %d: %+v", len(got), len(want), got)
	}
	for i, g := range got {
		w := want[i]
		if g.uri != w.uri || !slices.Equal(g.suites, w.suites) || !slices.Equal(g.components, w.components) || !slices.Equal(g.archs, w.archs) ||
			g.signedBy != w.signedBy || g.trusted != w.trusted || g.checkValidUntil != w.checkValidUntil {
			t.Errorf("source %d\n%+v, want\n%+v", i, g, w)
		}
	}
}

func TestTheMirrorIsTheDistributionsOwn(t *testing.T) {
	for name, c := range map[string]struct {
		sources, osRelease string
		uri, distribution  string
		suites             string
	}{
		"Debian among others": {
			"deb http://x.example/apt cloud-sdk main\ndeb http://security.example/debian-security bookworm-security main\n" +
				"deb http://m.example/debian bookworm main\ndeb http://m.example/debian bookworm-backports main\n",
			"ID=debian\nVERSION_CODENAME=bookworm\n", "http://m.example/debian", "debian", "bookworm bookworm-backports",
		},
		"a mirror under any address": {
			"deb https://nexus.example/repository/proxy-7 noble main universe\n", "ID=ubuntu\nVERSION_CODENAME=noble\n",
			"https://nexus.example/repository/proxy-7", "ubuntu", "noble",
		},
		"a list of mirrors": {
			"deb mirror+file:/etc/apt/mirrors/debian.list trixie main\n", "ID=debian\nVERSION_CODENAME=\"trixie\"\n",
			"mirror+file:/etc/apt/mirrors/debian.list", "debian", "trixie",
		},
		"a child of Ubuntu": {
			"deb http://packages.mint.example wilma main\ndeb http://archive.example/ubuntu noble main\n",
			"ID=linuxmint\nVERSION_CODENAME=wilma\nUBUNTU_CODENAME=noble\n", "http://archive.example/ubuntu", "ubuntu", "noble",
		},
		"sid without a code name":     {"deb http://m.example/d sid main\n", "ID=debian\n", "http://m.example/d", "debian", "sid"},
		"an address is enough":        {"deb http://m.example/debian/ duke main\n", "", "http://m.example/debian/", "debian", "duke"},
		"a relative with its own":     {"deb http://http.kali.example/kali kali-rolling main\n", "ID=kali\n", "http://http.kali.example/kali", "other", "kali-rolling"},
		"only another architecture":   {"deb [arch=i386] http://m.example/debian sid main\n", "ID=debian\n", "", "", ""},
		"without main":                {"deb http://m.example/debian sid contrib\n", "ID=debian\n", "", "", ""},
		"security is not the archive": {"deb http://m.example/debian trixie-security main\n", "ID=debian\n", "", "", ""},
		"nothing":                     {"", "", "", "", ""},
	} {
		root := t.TempDir()
		put(t, c.osRelease, root, "etc/os-release")
		put(t, c.sources, root, "etc/apt/sources.list.d/some.list")
		put(t, "deb http://ignored.example/debian sid main\n", root, "etc/apt/sources.list.d/name with space.list")
		put(t, "deb http://ignored.example/debian sid main\n", root, "etc/apt/sources.list.d/old.list.dpkg-bak")
		s := &System{Root: root}
		got, ok := findMirror(s.aptSources(), s.osRelease(), "amd64")
		if got.uri != c.uri || got.distribution != c.distribution || ok != (c.uri != "") || strings.Join(got.allSuites, " ") != c.suites {
			t.Errorf("%s: %+v, %v", name, got, ok)
		}
	}
}

func TestPasswordsOfMirrorsAreNotShown(t *testing.T) {
	for uri, want := range map[string]string{
		"https://user:secret@m.example/debian": "https://m.example/debian",
		"http://m.example/debian":              "http://m.example/debian",
		"http://%zz:secret@x/":                 "the configured mirror",
	} {
		if got := cleanURI(uri); got != want {
			t.Errorf("%s is shown as %s", uri, got)
		}
	}
	if got := address("me:secret@mirror.lan/simple"); got != "mirror.lan/simple" {
		t.Errorf("an index without a scheme is shown as %s", got)
	}
}

// put writes a file below a root, with its folders.
func put(t *testing.T, content, root, name string) string {
	t.Helper()
	path := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
