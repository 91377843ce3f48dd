package watch

import (
	"cordon/internal/interop/cvss"
	"cordon/internal/postmarket"
	"cordon/internal/postmarket/fleet"
)

// Ratings are what an index knows of vulnerabilities, by their place in the list. Columns of which it knows nothing are empty. The score of CVSS is
// the highest base score that anybody gives.
func Ratings(ix *postmarket.Index, vulnerabilities []string) (fleet.Ratings, error) {
	n := len(vulnerabilities)
	exploited, epss, scores := make([]bool, n), make([]float32, n), make([]float32, n)
	var r fleet.Ratings
	known := map[string]float32{} // scores by vector: few vectors have most of them
	for i, id := range vulnerabilities {
		f, err := ix.Facts(id)
		if err != nil {
			return r, err
		}
		if f == nil {
			continue
		}
		if len(f.Exploited) > 0 {
			exploited[i], r.Exploited = true, exploited
		}
		if f.EPSS != nil {
			epss[i], r.EPSS = float32(f.EPSS.Probability), epss
		}
		for _, s := range f.Severity {
			score, has := known[s.Score]
			if !has {
				if v, err := cvss.Parse(s.Score); err == nil { // others rate in words
					score = float32(v.Scores().Base)
				}
				known[s.Score] = score
			}
			if score > scores[i] {
				scores[i], r.CVSS = score, scores
			}
		}
	}
	return r, nil
}
