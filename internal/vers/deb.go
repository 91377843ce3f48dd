package vers

import "strings"

// Debian policy 5.6.12 and deb-version(7): [epoch:]upstream[-revision]. Each of the two parts is a row of pairs, a run of
// other characters and a run of digits. Runs of other characters compare character by character: '~' is below the end,
// letters are above it, everything else is above letters. An absent number, revision or epoch is zero.
//
// Key: epoch; then for each part its pairs, where debEnd ends a run of characters, and debEnd alone ends the part.

const debEnd = 0x02

func appendDeb(dst []byte, version string) ([]byte, error) {
	epoch, upstream, found := strings.Cut(version, ":")
	if !found {
		epoch, upstream = "0", version
	}
	if epoch == "" || digits(epoch) != len(epoch) || upstream == "" {
		return dst, ErrSyntax
	}
	revision := ""
	if i := strings.LastIndexByte(upstream, '-'); i >= 0 {
		upstream, revision = upstream[:i], upstream[i+1:]
	}
	dst = appendNumber(dst, epoch)
	dst, err := appendDebPart(dst, upstream)
	if err != nil {
		return dst, err
	}
	return appendDebPart(dst, revision)
}

func appendDebPart(dst []byte, part string) ([]byte, error) {
	for first := true; first || part != ""; first = false {
		for part != "" && !isDigit(part[0]) {
			switch c := part[0]; {
			case c == '~':
				dst = append(dst, debEnd-1)
			case isLetter(c):
				dst = append(dst, c)
			case c > ' ' && c < 0x80:
				dst = append(dst, c|0x80)
			default:
				return dst, ErrCharacter
			}
			part = part[1:]
		}
		end := digits(part)
		dst = appendNumber(append(dst, debEnd), part[:end])
		part = part[end:]
	}
	return append(dst, debEnd), nil
}
