package report

import (
	"os"
	"regexp"
	"testing"
)

// The page's own colours, light and dark: text needs a contrast of 4.5 to 1, what carries no text 3 to 1 (WCAG 2.2, 1.4.3 and
// 1.4.11). Rules between the cells of tables are not checked: what they part is parted by space as well.
func TestContrastOfPage(t *testing.T) {
	src, err := os.ReadFile("report.html.tmpl")
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
			colour[m[1]] = "#" + hex
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
		}
		for _, back := range []string{"r0", "r1", "r2", "r3", "r4", "good", "fair", "bad"} {
			check("ink", back, 4.5)
		}
		for _, word := range []string{"good", "fair", "bad"} {
			check(word+"-ink", word, 4.5)
		}
	}
}
