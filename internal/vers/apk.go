package vers

import "strings"

// apk-tools, src/version.c, and apk-package(5): numbers separated by dots, a letter, suffixes with numbers, a hash, a
// revision, as in 1.2.3b_rc1_git20240101~0abc-r4. Where two versions differ in the kind of a token, the order of the kinds
// decides, which is the order of the constants here. Numbers after the first one compare as text if either has a leading
// zero.
//
// Two things are read that apk 3 calls invalid: digits after the letter, which apk 2 took and packages had (6.6.2p1), and
// dots without digits. What remains unread is one token, older than the end of the version and equal to any other
// remainder, as in apk 3.

const (
	apkInvalid  = 0x05 // above _alpha, _beta, _pre and _rc
	apkEnd      = 0x06
	apkRevision = 0x07
	apkHash     = 0x08
	apkSuffixNo = 0x09
	apkEmpty    = 0x0f // a dot without digits; below it _cvs, _svn, _git, _hg and _p
	apkLetter   = 0x20
	apkDigits   = 0x21 // with a leading zero: as text
	apkNumber   = 0x22
)

var apkSuffixes = [...]label{
	{"alpha", 0x01}, {"beta", 0x02}, {"pre", 0x03}, {"rc", 0x04},
	{"cvs", 0x0a}, {"svn", 0x0b}, {"git", 0x0c}, {"hg", 0x0d}, {"p", 0x0e},
}

// apkPhase is how far a version has been read.
type apkPhase int

const (
	inNumbers apkPhase = iota
	inLetter
	inSuffixes
	inHash
	inRevision
)

func appendAPK(dst []byte, version string) []byte {
	end := digits(version)
	dst = appendNumber(dst, version[:end])
	s, phase, ok := version[end:], inNumbers, true
	for s != "" {
		if dst, s, phase, ok = appendAPKToken(dst, s, phase); !ok {
			return append(dst, apkInvalid)
		}
	}
	return append(dst, apkEnd)
}

// appendAPKToken appends the token at the start of s if the phase allows it.
func appendAPKToken(dst []byte, s string, phase apkPhase) ([]byte, string, apkPhase, bool) {
	c := s[0]
	switch {
	case c == '.' && phase == inNumbers:
		n := digits(s[1:])
		return appendAPKNumber(dst, s[1:1+n]), s[1+n:], inNumbers, true
	case isLower(c) && phase == inNumbers:
		return append(dst, apkLetter, c), s[1:], inLetter, true
	case isDigit(c) && phase == inLetter:
		n := digits(s)
		return appendNumber(append(dst, apkNumber), s[:n]), s[n:], inNumbers, true
	case c == '_' && phase <= inSuffixes:
		return appendAPKSuffix(dst, s[1:])
	case c == '~' && phase < inHash:
		n := 1
		for n < len(s) && (isDigit(s[n]) || 'a' <= lower(s[n]) && lower(s[n]) <= 'f') {
			n++
		}
		return appendFolded(append(dst, apkHash), s[1:n]), s[n:], inHash, n > 1
	case strings.HasPrefix(s, "-r") && phase < inRevision && (len(s) == 2 || !isLower(s[2])):
		n := digits(s[2:])
		return appendNumber(append(dst, apkRevision), s[2:2+n]), s[2+n:], inRevision, true
	}
	return dst, s, phase, false
}

func appendAPKNumber(dst []byte, number string) []byte {
	switch {
	case number == "":
		return append(dst, apkEmpty)
	case number[0] == '0':
		return appendWord(append(dst, apkDigits), number)
	}
	return appendNumber(append(dst, apkNumber), number)
}

func appendAPKSuffix(dst []byte, s string) ([]byte, string, apkPhase, bool) {
	end := 0
	for end < len(s) && isLower(s[end]) {
		end++
	}
	for _, suffix := range apkSuffixes {
		if s[:end] != suffix.word {
			continue
		}
		dst, s = append(dst, suffix.mark), s[end:]
		if n := digits(s); n > 0 {
			dst, s = appendNumber(append(dst, apkSuffixNo), s[:n]), s[n:]
		}
		return dst, s, inSuffixes, true
	}
	return dst, s, inSuffixes, false
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
