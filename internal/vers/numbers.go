package vers

// CRAN (R extensions manual, "The DESCRIPTION file") and Hackage (Haskell package versioning policy): numbers, separated
// by '.' or '-', compared one by one; where all are equal, the longer version is newer, so 1.0 < 1.0.0.
func appendNumbers(dst []byte, version string) ([]byte, error) {
	for {
		end := digits(version)
		if end == 0 {
			return dst, ErrSyntax
		}
		dst = appendNumber(dst, version[:end])
		if end == len(version) {
			return dst, nil
		}
		if version[end] != '.' && version[end] != '-' {
			return dst, ErrSyntax
		}
		version = version[end+1:]
	}
}

const intdotEnd = 0x01 // so that the key of 0 is not empty

// VERS intdot: numbers separated by dots; reading stops at the first other character.
func appendIntdot(dst []byte, version string) ([]byte, error) {
	dst, _, count := appendRelease(dst, version)
	if count == 0 {
		return dst, ErrSyntax
	}
	return append(dst, intdotEnd), nil
}
