package install

import (
	"path/filepath"
	"strings"
	"testing"
)

// What is written for the private apt comes from these parsers, so a
// configuration must not be able to add fields to it.
func FuzzSources(f *testing.F) {
	for _, seed := range []string{
		"deb [signed-by=/x.gpg arch=amd64] http://a.example/debian bookworm main # remark\n",
		"Types: deb\nURIs: http://a.example/debian http://b.example\nSuites: sid\n# remark\nComponents: main\nSigned-By:\n -----BEGIN\n .\n x\n",
		"deb [trusted=yes\x00] file:/srv \x85sid main\r\n", "Types: deb\nURIs: a:b\nSuites: s\nComponents: main\nEnabled: no\n\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range append(parseSourcesList(text), parseDeb822(text)...) {
			if len(s.suites) == 0 || strings.ContainsAny(s.uri+strings.Join(s.suites, "")+strings.Join(s.components, ""), " \n") {
				t.Fatalf("%+v", s)
			}
			stanza := s.stanza("amd64", []string{"sid"}, []string{"main"})
			again := parseDeb822(stanza)
			if len(again) != 1 || again[0].uri != s.uri || again[0].trusted != s.trusted || again[0].signedBy != s.signedBy || again[0].checkValidUntil != s.checkValidUntil {
				t.Fatalf("%+v was written as\n%s\nwhich reads as %+v", s, stanza, again)
			}
		}
	})
}

func FuzzAnswersOfApt(f *testing.F) {
	sum := strings.Repeat("0f", 32)
	f.Add("'http://m/x' a_1%3a2_amd64.deb 10 SHA256:" + sum + "\n")
	f.Add("'file:/x' ../a_1_all.deb 10 MD5Sum:0 SHA256:" + sum + "\n")
	f.Add("libc6:\n  Installed: (none)\n  Candidate: 1:2\n  Version table:\n     1:2 500\n        500 http://m sid/main amd64 Packages\n")
	f.Fuzz(func(t *testing.T, text string) {
		parsePolicy(text)
		all, err := parseURIs(text)
		if err != nil && all != nil {
			t.Fatal("both an answer and an error")
		}
		for _, a := range all {
			if filepath.Base(a.file) != a.file || strings.HasPrefix(a.file, "-") || a.name == "" || strings.HasPrefix(a.name, "-") ||
				a.version == "" || a.bytes <= 0 || len(a.sha256) != 64 {
				t.Fatalf("%+v", a)
			}
		}
	})
}

func TestThePolicyTellsWhatIsThereAndWhatCouldBe(t *testing.T) {
	candidate, installed := parsePolicy("libc6:\n  Installed: 2.36-9\n  Candidate: 2.36-9+deb12u1\n  Version table:\n *** 2.36-9 100\n" +
		"zephyr-tools:\n  Installed: (none)\n  Candidate: 1:0.7.0+dfsg-2\nzephyr-backend-vulkan:\n  Installed: (none)\n  Candidate: (none)\nN: Unable to locate package x\n")
	if len(candidate) != 2 || candidate["libc6"] != "2.36-9+deb12u1" || candidate[debPackage] != "1:0.7.0+dfsg-2" {
		t.Errorf("candidates %v", candidate)
	}
	if len(installed) != 1 || installed["libc6"] != "2.36-9" {
		t.Errorf("installed %v", installed)
	}
}
