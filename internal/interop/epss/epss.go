// Package epss reads the daily scores of the Exploit Prediction Scoring System of FIRST: a comment with model and day, a line of names, and a line
// for each vulnerability.
package epss

import (
	"bytes"
	"strconv"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
)

// Scores are the scores of one day.
type Scores struct {
	Model string // v2025.03.14; empty where the file does not say
	Day   string // YYYY-MM-DD
	List  []postmarket.Score
}

// Is tells whether a text looks like a file of scores.
func Is(src []byte) bool {
	src = trimmed(src)
	if bytes.HasPrefix(src, []byte("#")) {
		_, src, _ = bytes.Cut(src, []byte("\n"))
	}
	return bytes.HasPrefix(src, []byte("cve,epss"))
}

func trimmed(src []byte) []byte { return bytes.TrimPrefix(src, []byte("\xef\xbb\xbf")) }

// most bounds the lines that are said to be wrong.
const most = 20

// Read reads a file of scores. Lines that are wrong are reported with their place, the first twenty of them, and left out. A file that does not say its
// day has no scores: nobody could tell which of two is newer.
func Read(file string, src []byte, ds *diag.List) Scores {
	var s Scores
	text := string(trimmed(src)) // once; ids are parts of it
	line, said := 0, 0
	wrong := func(format string, args ...any) {
		if said++; said <= most {
			ds.Add(diag.Pos{File: file, Line: line, Column: 1}, diag.FeedForm, "", format, args...)
		}
	}
	columns := []int{0, 1, 2} // of cve, epss, percentile
	for text != "" {
		var row string
		row, text, _ = strings.Cut(text, "\n")
		row = strings.TrimSuffix(row, "\r")
		line++
		switch {
		case row == "":
			continue
		case row[0] == '#':
			s.about(row[1:])
			continue
		case strings.HasPrefix(row, "cve,"):
			columns = order(row)
			if s.Day == "" {
				wrong("the file does not say of which day its scores are; it begins with #model_version and score_date")
				return s
			}
			if s.List == nil {
				s.List = make([]postmarket.Score, 0, len(text)/32)
			}
			continue
		}
		score, ok := parse(row, columns)
		if !ok || s.Day == "" {
			wrong("%.60q is no score: a CVE id and two numbers from 0 to 1", row)
			continue
		}
		score.Day = s.Day
		s.List = append(s.List, score)
	}
	if said > most {
		ds.Add(diag.Pos{File: file}, diag.FeedForm, "", "%d more lines are no scores", said-most)
	}
	return s
}

// about reads the comment: model_version:v2025.03.14,score_date:2025-08-25T00:00:00+0000.
func (s *Scores) about(comment string) {
	for pair := range strings.SplitSeq(comment, ",") {
		key, value, _ := strings.Cut(pair, ":")
		switch strings.TrimSpace(key) {
		case "model_version":
			s.Model = postmarket.Clean(value)
		case "score_date":
			s.Day = postmarket.Day(value)
		}
	}
}

// order is in which columns cve, epss and percentile stand; -1 where one is missing.
func order(head string) []int {
	out := []int{-1, -1, -1}
	for i, name := range strings.Split(head, ",") {
		switch strings.TrimSpace(name) {
		case "cve":
			out[0] = i
		case "epss":
			out[1] = i
		case "percentile":
			out[2] = i
		}
	}
	return out
}

func parse(row string, columns []int) (postmarket.Score, bool) {
	var cells [8]string
	n := 0
	for rest, more := row, true; more && n < len(cells); n++ {
		cells[n], rest, more = strings.Cut(rest, ",")
	}
	cell := func(i int) string {
		if columns[i] < 0 || columns[i] >= n {
			return ""
		}
		return strings.TrimSpace(cells[columns[i]])
	}
	id := cell(0)
	probability, ok1 := fraction(cell(1))
	percentile, ok2 := fraction(cell(2))
	if !ok1 || !ok2 || !strings.HasPrefix(id, "CVE-") || len(id) > 40 {
		return postmarket.Score{}, false
	}
	return postmarket.Score{ID: postmarket.Clean(id), EPSS: postmarket.EPSS{Probability: probability, Percentile: percentile}}, true
}

func fraction(s string) (float64, bool) {
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && f >= 0 && f <= 1
}
