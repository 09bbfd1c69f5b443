package settings

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestVariantsAreKept(t *testing.T) {
	f := File{Path: filepath.Join(t.TempDir(), FileName)}
	if err := os.WriteFile(f.Path, []byte("# mine\nvariant = odd\nvariant = two: A=1 B=x=y\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"lt: ROCBLAS_USE_HIPBLASLT=1", "two: A=2"} {
		v, err := ParseVariant(text)
		if err == nil {
			err = f.AddVariant(v)
		}
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	all, err := f.Variants()
	if err != nil || len(all) != 2 || all[0].Name != "lt" || !slices.Equal(all[1].Env, []string{"A=2"}) {
		t.Errorf("%v: %+v", err, all)
	}
	if err := f.ForgetVariant("lt"); err != nil {
		t.Error(err)
	}
	if err := f.ForgetVariant("lt"); err == nil {
		t.Error("forgotten twice")
	}
	if text, _ := os.ReadFile(f.Path); string(text) != "# mine\nvariant = odd\nvariant = two: A=2\n" {
		t.Errorf("%s", text)
	}
	for text, want := range map[string]string{"A=1": "NAME: KEY=VALUE", ": A=1": "NAME: KEY=VALUE", "x:": "NAME: KEY=VALUE", "x: fast": "write KEY=VALUE", "x: MY_TOKEN=1": "secret"} {
		if _, err := ParseVariant(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
