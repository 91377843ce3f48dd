package vers

import "strings"

// rpm-version(7): [epoch:]version[-release]. Version and release are split into runs of digits and runs of ASCII letters;
// all other characters only separate. A run of digits is newer than a run of letters, more runs are newer than fewer, '~'
// is older than the end and '^' newer than the end but older than any run. What stands before a colon is an epoch only if
// it is digits. A version without a release is older than the same version with any release, so that
// an inventory that leaves releases out errs towards being affected.
//
// Key: epoch; the tokens of the version, rpmEnd; and if there is a release, rpmRelease, its tokens, rpmEnd.

const (
	rpmTilde   = 0x01
	rpmEnd     = 0x02
	rpmCaret   = 0x03
	rpmWord    = 0x04
	rpmRelease = 0x05
)

func appendRPM(dst []byte, version string) []byte {
	epoch := ""
	if end := digits(version); end < len(version) && version[end] == ':' {
		epoch, version = version[:end], version[end+1:]
	}
	dst = appendNumber(dst, epoch)
	i := strings.LastIndexByte(version, '-')
	if i < 0 {
		return appendRPMPart(dst, version)
	}
	dst = appendRPMPart(dst, version[:i])
	return appendRPMPart(append(dst, rpmRelease), version[i+1:])
}

func appendRPMPart(dst []byte, part string) []byte {
	for part != "" {
		size := 1
		switch c := part[0]; {
		case c == '~':
			dst = append(dst, rpmTilde)
		case c == '^':
			dst = append(dst, rpmCaret)
		case isDigit(c):
			size = digits(part)
			dst = appendNumber(dst, part[:size])
		case isLetter(c):
			size = letters(part)
			dst = appendWord(append(dst, rpmWord), part[:size])
		}
		part = part[size:]
	}
	return append(dst, rpmEnd)
}
