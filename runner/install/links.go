package install

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// outwardLinks lists the symbolic links below a folder that lead out of it. It
// follows links as the system does, because names are not enough: if l1 -> ..,
// the link l2 -> a/l1/../.. leads further up than its name says. A link to
// something that does not exist is not listed.
func outwardLinks(folder string) ([]string, error) {
	root, err := os.OpenRoot(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer root.Close()
	var out []string
	err = fs.WalkDir(root.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Type()&fs.ModeSymlink == 0 {
			return err
		}
		// os.Root refuses to follow a link that leads out of the folder.
		if _, err := root.Stat(filepath.FromSlash(path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			out = append(out, filepath.FromSlash(path))
		}
		return nil
	})
	return out, err
}

// refuseOutwardLinks removes the links that lead out of a folder, and returns
// an error if there were any.
func refuseOutwardLinks(folder string) error {
	out, err := outwardLinks(folder)
	if err != nil || len(out) == 0 {
		return err
	}
	return errors.Join(fmt.Errorf("link %q leads out of the archive's folder", filepath.ToSlash(out[0])), remove(folder, out))
}

// removeOutwardLinks removes the links that lead out of a folder. Debian's
// packages may contain absolute links, which are only valid below /.
func removeOutwardLinks(folder string) error {
	out, err := outwardLinks(folder)
	return errors.Join(err, remove(folder, out))
}

func remove(folder string, links []string) error {
	var err error
	for _, link := range links {
		err = errors.Join(err, os.Remove(filepath.Join(folder, link)))
	}
	return err
}
