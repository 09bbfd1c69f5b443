package settings

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestServersAreKept(t *testing.T) {
	f := File{Path: filepath.Join(t.TempDir(), FileName)}
	if err := os.WriteFile(f.Path, []byte("# mine\nserver = odd\nserver = openai=http://there --key-env SECRET\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time, it is there already
		if err := f.AddServer("ollama=http://127.0.0.1:11434"); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.AddServer("openai=https://there:8000/v1"); err != nil {
		t.Fatal(err)
	}
	all, err := f.Servers()
	if err != nil || !slices.Equal(all, []string{"ollama=http://127.0.0.1:11434", "openai=https://there:8000/v1"}) {
		t.Errorf("%v: %q", err, all)
	}
	if err := f.ForgetServer(" openai=https://there:8000/v1 "); err != nil {
		t.Error(err)
	}
	if err := f.ForgetServer("openai=https://there:8000/v1"); err == nil {
		t.Error("forgotten twice")
	}
	if text, _ := os.ReadFile(f.Path); string(text) != "# mine\nserver = odd\nserver = openai=http://there --key-env SECRET\nserver = ollama=http://127.0.0.1:11434\n" {
		t.Errorf("%s", text)
	}
}

func TestAServerIsRememberedByItsAddressAlone(t *testing.T) {
	for _, text := range []string{
		"", "ollama", "ollama=", "ollama=127.0.0.1", "=http://there", "ollama=ftp://there", "openai=http://user:secret@there", "openai=http://there/?key=secret",
		"openai=http://there --key-env KEY", "openai=http://there\nserver = x", "openai=http://there\x1b[31m",
	} {
		if one, err := ParseServer(text); err == nil {
			t.Errorf("%q became %q", text, one)
		}
	}
	if one, err := ParseServer(" openai=http://there:8000/v1 "); err != nil || one != "openai=http://there:8000/v1" {
		t.Errorf("%q, %v", one, err)
	}
}
