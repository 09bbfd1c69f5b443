package models

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"dragstrip/bench/regular"
	"dragstrip/models/problem"
)

// hashed is one remembered digest. Each digest has its own small file, so that
// two processes cannot damage each other's digests.
type hashed struct {
	Path      string `json:"path"`
	SizeBytes int64  `json:"size_bytes"`
	Modified  int64  `json:"modified_ns"`
	Device    uint64 `json:"device,omitempty"`
	Inode     uint64 `json:"inode,omitempty"`
	SHA256    string `json:"sha256,omitempty"`
}

// Hash gives the SHA-256 of one file as hexadecimal digits. It remembers
// digests in cacheFolder by path, size, time and inode, so an unchanged file is
// read only once. If cacheFolder is "", nothing is remembered. It is not an
// error if the cache cannot be written. cached tells that the digest was
// remembered, so that the file was not read. progress, which may be nil, is
// called from this goroutine about every 64 MiB; done and total are bytes. For
// a split model, call Hash for each of [Parts].
func Hash(ctx context.Context, path, cacheFolder string, progress func(done, total int64)) (digest string, cached bool, err error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", false, problem.At(path, err)
	}
	f, key, err := openForHash(abs)
	if err != nil {
		return "", false, err
	}
	defer f.Close()
	if known, ok := remembered(cacheFolder, key); ok {
		return known, true, nil
	}
	digest, err = sum(ctx, f, key.SizeBytes, progress)
	if err != nil {
		if ctx.Err() == nil {
			err = problem.At(path, err)
		}
		return "", false, err
	}
	// If the file changed while it was read, its digest is useless.
	after, err := f.Stat()
	if err != nil || keyOf(abs, after) != key {
		return "", false, &problem.Problem{Path: path, Kind: problem.ErrUnreadable, Why: "it changed while it was read", Remedy: "wait until it is complete", Err: err}
	}
	// A file that was written a moment ago may change again without a change of
	// its time.
	if time.Since(after.ModTime()) > 2*time.Second {
		remember(cacheFolder, key, digest)
	}
	return digest, false, nil
}

func openForHash(abs string) (*os.File, hashed, error) {
	f, err := regular.Open(abs)
	if err != nil {
		return nil, hashed{}, problem.Missing(abs, err)
	}
	look, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, hashed{}, problem.At(abs, err)
	}
	return f, keyOf(abs, look), nil
}

func keyOf(abs string, look os.FileInfo) hashed {
	device, number := inode(look)
	return hashed{Path: abs, SizeBytes: look.Size(), Modified: look.ModTime().UnixNano(), Device: device, Inode: number}
}

func sum(ctx context.Context, f io.Reader, total int64, progress func(done, total int64)) (string, error) {
	const step = 4 << 20
	hash := sha256.New()
	buf := make([]byte, step)
	var done, told int64
	for {
		if err := ctx.Err(); err != nil {
			return "", fmt.Errorf("hash the model: %w", err)
		}
		n, err := f.Read(buf)
		hash.Write(buf[:n])
		done += int64(n)
		if progress != nil && (done-told >= 64<<20 || errors.Is(err, io.EOF)) {
			told = done
			progress(done, total)
		}
		if errors.Is(err, io.EOF) {
			return hex.EncodeToString(hash.Sum(nil)), nil
		}
		if err != nil {
			return "", err
		}
	}
}

// cacheFile names a digest's file after the path of the model, so that a
// changed model replaces its old entry.
func cacheFile(folder string, key hashed) string {
	name := sha256.Sum256([]byte(key.Path))
	return filepath.Join(folder, hex.EncodeToString(name[:16])+".json")
}

func remembered(folder string, key hashed) (string, bool) {
	if folder == "" {
		return "", false
	}
	f, err := os.Open(cacheFile(folder, key))
	if err != nil {
		return "", false
	}
	defer f.Close()
	var was hashed
	if json.NewDecoder(io.LimitReader(f, 1<<16)).Decode(&was) != nil {
		return "", false
	}
	digest := was.SHA256
	was.SHA256 = ""
	if raw, err := hex.DecodeString(digest); err != nil || len(raw) != sha256.Size || was != key {
		return "", false
	}
	return digest, true
}

// remember stores a digest. It reports no error: without the entry, the next
// session reads the file again.
func remember(folder string, key hashed, digest string) {
	if folder == "" || os.MkdirAll(folder, 0o700) != nil {
		return
	}
	key.SHA256 = digest
	line, err := json.Marshal(key)
	if err != nil {
		return
	}
	f, err := os.CreateTemp(folder, "new-*")
	if err != nil {
		return
	}
	_, err = f.Write(append(line, '\n'))
	if err2 := f.Close(); err != nil || err2 != nil || os.Rename(f.Name(), cacheFile(folder, key)) != nil {
		os.Remove(f.Name())
	}
}
