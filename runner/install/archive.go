package install

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxArchive is the size of the largest allowed download. The largest known
// archive is CUDA's runtime.
const maxArchive = 4 << 30

// Limits of an archive. They stop an archive that was made to fill the disk.
const (
	maxUnpacked = 8 << 30
	maxFiles    = 20_000
	// A packed program has about a quarter of its size. If an archive is packed
	// ten times better, it is an attack.
	maxRatio  = 40
	smallRoom = 16 << 20
)

// unpacker writes files only below one folder. os.Root refuses every name and
// every link that leads out of the folder.
type unpacker struct {
	ctx   context.Context
	root  *os.Root
	room  int64 // bytes that may still be written
	files int
}

// unpackArchive unpacks a .zip or .tar.gz into a folder.
func unpackArchive(ctx context.Context, file *os.File, name, folder string) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	st, err := file.Stat()
	if err != nil {
		return err
	}
	u := &unpacker{ctx: ctx, root: root, room: min(smallRoom+maxRatio*st.Size(), maxUnpacked)}
	if strings.HasSuffix(name, ".zip") {
		err = u.zip(file)
	} else {
		err = u.tarGz(file)
	}
	return errors.Join(err, refuseOutwardLinks(folder))
}

func (u *unpacker) zip(file *os.File) error {
	st, err := file.Stat()
	if err != nil {
		return err
	}
	archive, err := zip.NewReader(file, st.Size())
	if err != nil {
		return err
	}
	for _, entry := range archive.File {
		// Some Windows programs write backslashes into archives.
		name := strings.ReplaceAll(entry.Name, `\`, "/")
		body, err := entry.Open()
		if err != nil {
			return err
		}
		switch mode := entry.Mode(); {
		case mode.IsDir() || strings.HasSuffix(name, "/"):
			err = u.folder(name)
		case mode.IsRegular():
			err = u.file(name, mode, body)
		case mode&fs.ModeSymlink != 0:
			var target []byte
			if target, err = io.ReadAll(io.LimitReader(body, 4096)); err == nil {
				err = u.link(name, string(target))
			}
		default:
			err = fmt.Errorf("%q is neither file nor folder", name)
		}
		body.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func (u *unpacker) tarGz(file *os.File) error {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	plain, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	archive := tar.NewReader(plain)
	for {
		entry, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch entry.Typeflag {
		case tar.TypeDir:
			err = u.folder(entry.Name)
		case tar.TypeReg:
			err = u.file(entry.Name, entry.FileInfo().Mode(), archive)
		case tar.TypeSymlink:
			err = u.link(entry.Name, entry.Linkname)
		case tar.TypeLink:
			err = u.hardLink(entry.Name, entry.Linkname)
		case tar.TypeXGlobalHeader:
		default:
			err = fmt.Errorf("%q is neither file nor folder", entry.Name)
		}
		if err != nil {
			return err
		}
	}
}

func (u *unpacker) count() error {
	if err := u.ctx.Err(); err != nil {
		return err
	}
	if u.files++; u.files > maxFiles {
		return fmt.Errorf("more than %d files", maxFiles)
	}
	return nil
}

// localName turns the name of an entry into a path of this system. It returns
// an error if the name leads out of the folder.
func localName(name string) (string, error) {
	local := filepath.FromSlash(strings.TrimSuffix(name, "/"))
	if local == "." || local == "" {
		return ".", nil
	}
	if !filepath.IsLocal(local) {
		return "", fmt.Errorf("%q leads out of the archive's folder", name)
	}
	return filepath.Clean(local), nil
}

func (u *unpacker) folder(name string) error {
	local, err := localName(name)
	if err != nil || local == "." {
		return err
	}
	if err := u.count(); err != nil {
		return err
	}
	return u.makeAll(local)
}

// makeAll makes a folder and the folders above it. None of these may be a link.
// Links are checked only by their names, and below another link a harmless name
// can still lead out of the folder.
func (u *unpacker) makeAll(local string) error {
	for at := local; at != "."; at = filepath.Dir(at) {
		if st, err := u.root.Lstat(at); err == nil && !st.IsDir() {
			return fmt.Errorf("%q is both a folder and something else", filepath.ToSlash(at))
		}
	}
	return u.root.MkdirAll(local, 0o755)
}

func (u *unpacker) parent(local string) error {
	if up := filepath.Dir(local); up != "." {
		return u.makeAll(up)
	}
	return nil
}

func (u *unpacker) file(name string, mode fs.FileMode, body io.Reader) error {
	local, err := localName(name)
	if err != nil {
		return err
	}
	if err := errors.Join(u.count(), u.parent(local)); err != nil {
		return err
	}
	out, err := u.root.OpenFile(local, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644|mode.Perm()&0o111)
	if err != nil {
		return err
	}
	n, err := io.Copy(out, io.LimitReader(body, u.room+1))
	if u.room -= n; u.room < 0 && err == nil {
		err = errors.New("it unpacks to much more than such an archive can hold")
	}
	return errors.Join(err, out.Close())
}

// link makes a symbolic link if its target, judged by the name, lies inside the
// folder. When everything is unpacked, refuseOutwardLinks checks where links
// really lead.
func (u *unpacker) link(name, target string) error {
	local, err := localName(name)
	if err != nil {
		return err
	}
	to := filepath.FromSlash(target)
	if filepath.IsAbs(to) || !filepath.IsLocal(filepath.Join(filepath.Dir(local), to)) {
		return fmt.Errorf("link %q leads out of the archive's folder", name)
	}
	if err := errors.Join(u.count(), u.parent(local)); err != nil {
		return err
	}
	return u.root.Symlink(to, local)
}

func (u *unpacker) hardLink(name, target string) error {
	local, err := localName(name)
	if err != nil {
		return err
	}
	to, err := localName(target)
	if err != nil {
		return err
	}
	if err := errors.Join(u.count(), u.parent(local)); err != nil {
		return err
	}
	return u.root.Link(to, local)
}
