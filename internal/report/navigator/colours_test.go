package navigator

import (
	"math"
	"regexp"
	"strconv"
	"testing"
)

// The colours of the pages, light and dark: text needs a contrast of 4.5 to 1, what carries no text 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11). Rules
// between rows and around cards are not checked: what they part is parted by space as well.
func TestContrast(t *testing.T) {
	src, err := files.ReadFile("navigator.css")
	if err != nil {
		t.Fatal(err)
	}
	roots := regexp.MustCompile(`:root\{([^}]*)\}`).FindAllSubmatch(src, -1)
	if len(roots) != 2 {
		t.Fatalf("%d lists of colours, want a light and a dark one", len(roots))
	}
	for i, scheme := range []string{"light", "dark"} {
		colour := map[string]string{}
		for _, m := range regexp.MustCompile(`--([\w-]+):#([0-9a-f]+)`).FindAllStringSubmatch(string(roots[i][1]), -1) {
			hex := m[2]
			if len(hex) == 3 {
				hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
			}
			colour[m[1]] = hex
		}
		check := func(front, back string, least float64) {
			t.Helper()
			if colour[front] == "" || colour[back] == "" {
				t.Fatalf("%s: no colour %s or %s", scheme, front, back)
			}
			if got := contrast(colour[front], colour[back]); got < least {
				t.Errorf("%s: %s on %s has %.2f, want %.1f", scheme, front, back, got, least)
			}
		}
		for _, back := range []string{"paper", "soft"} {
			for _, front := range []string{"ink", "muted", "link"} {
				check(front, back, 4.5)
			}
			check("edge", back, 3) // around inputs, bars and notes
		}
		for _, status := range []string{"met", "partly", "open", "undecidable", "out"} {
			check(status+"-ink", status, 4.5)
		}
		for _, front := range []string{"bar-met", "bar-partly", "bar-undecidable"} {
			check(front, "paper", 3)
		}
	}
	if got := contrast("000000", "ffffff"); got != 21 {
		t.Errorf("black on white has %.2f", got)
	}
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(hex string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			return math.NaN()
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
