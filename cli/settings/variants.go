package settings

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// variant is the key of a line that holds a variant:
// "variant = NAME: KEY=VALUE KEY=VALUE".
const variant = "variant"

// variableName is how a variable of the environment can be called.
var variableName = lazyregexp.New(`^[A-Za-z_][A-Za-z0-9_]*$`)

// Variant is an environment in which builds are tried, too.
type Variant struct {
	Name string
	Env  []string // KEY=VALUE
}

// ParseVariant reads "NAME: KEY=VALUE KEY=VALUE".
func ParseVariant(text string) (v Variant, err error) {
	name, rest, ok := strings.Cut(text, ":")
	v.Name, v.Env = strings.TrimSpace(bench.Clean(name)), strings.Fields(rest)
	if !ok || v.Name == "" || strings.ContainsAny(v.Name, "=#,") || strings.EqualFold(v.Name, "none") || len(v.Env) == 0 {
		return v, fmt.Errorf("write a variant as NAME: KEY=VALUE, such as \"no f16: GGML_VK_DISABLE_F16=1\"; a name has no = # or comma, and is not none")
	}
	for _, word := range v.Env {
		key, _, ok := strings.Cut(word, "=")
		switch {
		case !ok || !variableName.MatchString(key):
			return v, fmt.Errorf("the variant %s has %q; write KEY=VALUE", v.Name, bench.Clean(word))
		case bench.SecretVariable(key):
			return v, fmt.Errorf("%s may be a secret, so it is not written into the settings; set it in the environment of dragstrip", bench.Clean(key))
		}
	}
	return v, nil
}

// Variants gives the variants that were added. Lines that are not understood are
// left out.
func (f File) Variants() (all []Variant, err error) {
	lines, err := f.read()
	for _, line := range lines {
		if name, value := parted(line); name == variant {
			if v, err := ParseVariant(value); err == nil {
				all = append(all, v)
			}
		}
	}
	return all, err
}

// AddVariant adds a variant. It replaces one of the same name.
func (f File) AddVariant(v Variant) error {
	lines, err := f.read()
	if err != nil {
		return err
	}
	lines, _ = withoutVariant(lines, v.Name)
	return f.write(append(lines, variant+" = "+v.Name+": "+strings.Join(v.Env, " ")))
}

// ForgetVariant removes a variant.
func (f File) ForgetVariant(name string) error {
	lines, err := f.read()
	if err != nil {
		return err
	}
	kept, found := withoutVariant(lines, name)
	if !found {
		return fmt.Errorf("no variant %s was added; those that were are in %s", bench.Clean(name), f.Path)
	}
	return f.write(kept)
}

func withoutVariant(lines []string, title string) (kept []string, found bool) {
	kept = slices.DeleteFunc(slices.Clone(lines), func(line string) bool {
		name, value := parted(line)
		old, _, _ := strings.Cut(value, ":")
		return name == variant && strings.EqualFold(strings.TrimSpace(old), title)
	})
	return kept, len(kept) < len(lines)
}
