package journal

import "io/fs"

// Windows keeps access rights in lists, which a file's mode does not show. There
// a user's own folders are closed to other users by default.

func ownedByUs(fs.FileInfo) (owner string, ours bool) { return "", true }

func othersWrite(fs.FileInfo) bool { return false }

func otherNames(fs.FileInfo) bool { return false }
