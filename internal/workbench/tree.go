package workbench

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Tree is the files of a revision, by path.
type Tree []File

// File is one file of a tree.
type File struct {
	Path string `json:"path"`
	Hash string `json:"hash"` // SHA-256 in lower-case hex
	Size int64  `json:"size"` // bytes
}

// Hash is the name that content is kept by.
func Hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Digest names the tree: equal trees have equal digests.
func (t Tree) Digest() string {
	var b strings.Builder
	for _, f := range t {
		fmt.Fprintf(&b, "%s %d %s\n", f.Hash, f.Size, f.Path)
	}
	return Hash([]byte(b.String()))
}

// Get finds a file.
func (t Tree) Get(path string) (File, bool) {
	i, ok := slices.BinarySearchFunc(t, path, func(f File, p string) int { return strings.Compare(f.Path, p) })
	if !ok {
		return File{}, false
	}
	return t[i], true
}

// With gives the tree with some files put and others, of hash "", taken out.
func (t Tree) With(changes []File) Tree {
	by := make(map[string]File, len(t)+len(changes))
	for _, f := range t {
		by[f.Path] = f
	}
	for _, f := range changes {
		if f.Hash == "" {
			delete(by, f.Path)
		} else {
			by[f.Path] = f
		}
	}
	out := make(Tree, 0, len(by))
	for _, f := range by {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// device matches the names that Windows gives to devices, whatever follows a dot; blanks before the dot do not count. Superscript digits are digits there.
var device = regexp.MustCompile(`(?i)^(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9¹²³]) *(\.|$)`)

// CheckPath tells whether a path can be a file of a folder on every system: relative, below the folder, in plain characters. It is the
// one place where paths of users are judged.
func CheckPath(p string) error {
	bad := func(why string) error { return Errorf(Invalid, "the path %q %s", p, why) }
	switch {
	case p == "" || len(p) > 400:
		return bad("is empty or has more than 400 bytes")
	case !utf8.ValidString(p) || strings.IndexFunc(p, func(r rune) bool { return !unicode.IsPrint(r) || strings.ContainsRune(`\:*?"<>|`, r) }) >= 0:
		return bad(`has a character that not every system allows: \ : * ? " < > | or one that cannot be seen`)
	case path.IsAbs(p) || path.Clean(p) != p:
		return bad("is not a plain path below the folder")
	}
	for part := range strings.SplitSeq(p, "/") {
		if strings.HasPrefix(part, ".") || strings.HasSuffix(part, ".") || strings.HasSuffix(part, " ") || device.MatchString(part) {
			return bad("has a part that begins with a dot, ends with a dot or blank, or names a device")
		}
	}
	return nil
}

// CheckTree judges all paths of a tree, names that differ only in case, and its size, all at once.
func CheckTree(t Tree, l Limits) error {
	if len(t) > l.Files { // before anything is said of each of them
		return Errorf(TooLarge, "a folder holds at most %d files; this one has %d", l.Files, len(t))
	}
	var fields []Field
	folded := map[string]string{}
	var bytes int64
	files := map[string]bool{}
	for _, f := range t {
		bytes += f.Size
		files[strings.ToLower(f.Path)] = true
		if err := CheckPath(f.Path); err != nil {
			fields = append(fields, Field{"files." + f.Path, err.Error()})
		}
		if other, ok := folded[strings.ToLower(f.Path)]; ok {
			fields = append(fields, Field{"files." + f.Path, fmt.Sprintf("differs from %s only in case", other)})
		}
		folded[strings.ToLower(f.Path)] = f.Path
		if f.Size > l.FileBytes {
			fields = append(fields, Field{"files." + f.Path, fmt.Sprintf("has %d bytes; at most %d are taken", f.Size, l.FileBytes)})
		}
	}
	for _, f := range t {
		for dir := strings.ToLower(f.Path); strings.Contains(dir, "/"); {
			dir = dir[:strings.LastIndexByte(dir, '/')]
			if files[dir] {
				fields = append(fields, Field{"files." + f.Path, "lies below what is a file"})
			}
		}
	}
	switch {
	case bytes > l.TreeBytes:
		return Errorf(TooLarge, "a folder holds at most %d bytes; this one has %d", l.TreeBytes, bytes)
	case len(fields) > 0:
		e := Errorf(Invalid, "the folder holds files that cannot be kept")
		e.Fields = fields
		return e
	}
	return nil
}
