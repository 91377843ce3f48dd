package watch

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cordon/internal/diag"
	"cordon/internal/postmarket/names"
)

var (
	medical = filepath.Join("..", "..", "..", "shared", "data", "feeds", "csaf-icsma")
	ward    = filepath.Join("..", "..", "examples", "hospital-ward", "products.yaml")
)

// medicalAdvisories are the advisories of CISA on medical devices.
func medicalAdvisories(t testing.TB) []names.Advisory {
	t.Helper()
	if _, err := os.Stat(medical); err != nil {
		t.Skipf("NOT TESTED: there is no folder %s; get csaf_files/OT/white of cisagov/CSAF, its files icsma-*.json, and put them there", medical)
	}
	var ds diag.List
	n, err := Advisories(context.Background(), []string{medical}, &ds, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range ds.Sorted() {
		if d.Severity == diag.Error {
			t.Errorf("%s", d)
		}
	}
	files, err := filepath.Glob(filepath.Join(medical, "ics*.json"))
	if err != nil || n.Wrong > 0 || len(files) < 130 || len(n.Advisories) != len(files) {
		t.Fatalf("%d advisories of %d files, %d with errors: %v", len(n.Advisories), len(files), n.Wrong, err)
	}
	return n.Advisories
}

func wardProducts(t testing.TB) *names.File {
	t.Helper()
	var ds diag.List
	f, _ := ReadProducts(ward, &ds)
	if ds.Len() > 0 {
		t.Fatalf("%v", ds.Sorted())
	}
	return f
}

// label is a pair that was judged by reading the advisory.
type label struct {
	advisory, product, is, reason string
	found                         names.Match
}

// checking tells whether a pair is in the half that figures are stated for, by the hash of its advisory; the other half was fitted on.
func (l *label) checking() bool {
	h := fnv.New32a()
	h.Write([]byte(l.advisory))
	return h.Sum32()&1 == 1
}

func readLabels(t testing.TB) []label {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("testdata", "labels.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var out []label
	for line := range strings.Lines(string(src)) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 4 || f[2] != "affected" && f[2] != "not-affected" && f[2] != "unclear" || f[3] == "" {
			t.Fatalf("labels.tsv: %q", line)
		}
		out = append(out, label{advisory: f[0], product: f[1], is: f[2], reason: f[3]})
	}
	return out
}

// judged are the labels with what the program says of each.
func judged(t testing.TB) []label {
	t.Helper()
	f := wardProducts(t)
	ix := names.NewIndex(medicalAdvisories(t))
	all, err := ix.Match(f.Products, 0, func() error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	at := map[[2]string]names.Match{}
	for _, m := range all.Matches {
		at[[2]string{m.Advisory, m.Product}] = m
	}
	ids := map[string]bool{}
	for _, id := range ix.Advisories() {
		ids[id] = true
	}
	labels := readLabels(t)
	known := map[[2]string]bool{}
	for i := range labels {
		l := &labels[i]
		known[[2]string{l.advisory, l.product}] = true
		if _, ok := f.Products.Get(l.product); !ok || !ids[l.advisory] {
			t.Fatalf("labels.tsv: there is no %s or no %s", l.advisory, l.product)
		}
		l.found = at[[2]string{l.advisory, l.product}]
		if l.found.Verdict == "" {
			l.found.Verdict = names.No
		}
	}
	for _, m := range all.Matches {
		if isListed(m.Verdict) && !known[[2]string{m.Advisory, m.Product}] {
			t.Errorf("%s, %s is %s, and nobody has judged it: read the advisory and add it to labels.tsv", m.Advisory, m.Product, m.Verdict)
		}
	}
	return labels
}

func isLikely(v names.Verdict) bool { return v == names.Likely }
func isListed(v names.Verdict) bool { return v != names.No }

// figures counts how often the program is right in saying that an advisory concerns a product.
func figures(labels []label, said func(names.Verdict) bool) (precision, recall float64, text string) {
	hit, wrong, missed := 0, 0, 0
	for i := range labels {
		l := &labels[i]
		switch yes := said(l.found.Verdict); {
		case l.is == "unclear":
		case yes && l.is == "affected":
			hit++
		case yes:
			wrong++
		case l.is == "affected":
			missed++
		}
	}
	precision, recall = float64(hit)/float64(hit+wrong), float64(hit)/float64(hit+missed)
	return precision, recall, fmt.Sprintf("precision %.3f (%d of %d), recall %.3f (%d of %d)", precision, hit, hit+wrong, recall, hit, hit+missed)
}

// The figures that docs/user/products.md states, of the half of the pairs that nothing was fitted on.
const (
	likelyPrecision, likelyRecall = 0.95, 0.90
	listedPrecision, listedRecall = 0.60, 0.98
)

// half are the pairs that were judged, without those that stay unclear: of the half that is checked, or of that which was fitted on.
func half(labels []label, checking bool) []label {
	return slices.DeleteFunc(slices.Clone(labels), func(l label) bool { return l.is == "unclear" || l.checking() != checking })
}

func TestProductsAreFoundByName(t *testing.T) {
	labels := judged(t)
	count := map[string]int{}
	for _, l := range labels {
		count[l.is]++
	}
	t.Logf("%d pairs judged by reading: %d affected, %d not, %d unclear", len(labels), count["affected"], count["not-affected"], count["unclear"])
	if len(labels) < 200 || count["affected"] < 80 || count["not-affected"] < 80 {
		t.Error("too few labels")
	}
	for _, of := range []struct {
		name     string
		checking bool
	}{{"fitted on", false}, {"checked", true}} {
		some := half(labels, of.checking)
		for _, said := range []struct {
			name                        string
			is                          func(names.Verdict) bool
			leastPrecision, leastRecall float64
		}{{"likely", isLikely, likelyPrecision, likelyRecall}, {"likely or possible", isListed, listedPrecision, listedRecall}} {
			precision, recall, text := figures(some, said.is)
			t.Logf("%s, %d pairs: %s: %s", of.name, len(some), said.name, text)
			if precision < said.leastPrecision || recall < said.leastRecall {
				t.Errorf("%s, %s: precision is to be %.2f, recall %.2f", of.name, said.name, said.leastPrecision, said.leastRecall)
			}
		}
		t.Logf("%s: probability said, pairs, mean of what was said, share that is affected\n%s", of.name, reliability(some))
	}
	for i := range labels {
		l := &labels[i]
		switch {
		case l.is == "unclear":
			t.Logf("unclear: %s, %s: %.2f: %s", l.advisory, l.product, l.found.Probability, l.reason)
		case isLikely(l.found.Verdict) != (l.is == "affected"):
			t.Logf("wrong: %s, %s is %s: %.2f: %s", l.advisory, l.product, l.is, l.found.Probability, strings.Join(l.found.Reasons, "; "))
		}
	}
}

// reliability is a table of how often advisories concern products, by the probability that was said.
func reliability(labels []label) string {
	var b strings.Builder
	limits := []float64{0, 0.05, 0.15, 0.5, 0.8, 0.95, 1.01}
	for i := range len(limits) - 1 {
		n, hits, sum := 0, 0, 0.0
		for j := range labels {
			if p := labels[j].found.Probability; p >= limits[i] && p < limits[i+1] {
				n++
				sum += p
				if labels[j].is == "affected" {
					hits++
				}
			}
		}
		if n > 0 {
			fmt.Fprintf(&b, "%.2f to %.2f: %3d, %.2f, %.2f\n", limits[i], min(limits[i+1], 1), n, sum/float64(n), float64(hits)/float64(n))
		}
	}
	return b.String()
}

// All advisories on medical devices load; a sample of the others as well.
func TestAdvisoriesLoad(t *testing.T) {
	all := medicalAdvisories(t)
	products := 0
	for i := range all {
		products += len(all[i].Products)
		if len(all[i].Products) == 0 || len(all[i].Vulnerabilities) == 0 {
			t.Errorf("%s has no products or no vulnerabilities", all[i].ID)
		}
	}
	t.Logf("%d advisories with %d products", len(all), products)
	sample := filepath.Join(filepath.Dir(medical), "csaf-icsa-sample")
	if _, err := os.Stat(sample); err != nil {
		t.Skipf("NOT TESTED: there is no folder %s", sample)
	}
	var ds diag.List
	n, err := Advisories(context.Background(), []string{sample}, &ds, nil)
	if err != nil || ds.HasErrors() || len(n.Advisories) == 0 {
		t.Errorf("%d advisories: %v, %v", len(n.Advisories), err, ds.Sorted())
	}
}

// The weights in use are those that the labels give.
func TestWeightsAreFitted(t *testing.T) {
	w := fitted(half(judged(t), false))
	want := w.List()
	for i, x := range names.Fitted.List() {
		if math.Abs(x-want[i]) > 0.01 {
			t.Fatalf("the weights in use are not those that the labels give: %+v", w)
		}
	}
}

// fitted fits the weights to the pairs of which the version can be told, by Newton's method, with a small pull towards zero so that evidence which never fails does not weigh without end.
func fitted(labels []label) names.Weights {
	const pull = 0.1
	var w [6]float64
	for range 50 {
		var gradient [6]float64
		var curve [6][6]float64
		for i := range w {
			curve[i][i] = 1e-9
			if i > 0 {
				gradient[i], curve[i][i] = -pull*w[i], pull
			}
		}
		for i := range labels {
			l := &labels[i]
			e := l.found.Evidence()
			if l.found.Advisory == "" || e.Version == 0 {
				continue
			}
			x := e.List()
			sum := 0.0
			for j := range x {
				sum += w[j] * x[j]
			}
			p := 1 / (1 + math.Exp(-sum))
			y := 0.0
			if l.is == "affected" {
				y = 1
			}
			for j := range x {
				gradient[j] += (y - p) * x[j]
				for k := range x {
					curve[j][k] += p * (1 - p) * x[j] * x[k]
				}
			}
		}
		step := solve(curve, gradient)
		for j := range w {
			w[j] += step[j]
		}
	}
	return names.Weights{Base: w[0], Vendor: w[1], Named: w[2], Having: w[3], Model: w[4], Version: w[5]}
}

// solve solves a x = b by elimination; a is positive definite.
func solve(a [6][6]float64, b [6]float64) [6]float64 {
	for i := range a {
		for j := i + 1; j < len(a); j++ {
			f := a[j][i] / a[i][i]
			for k := i; k < len(a); k++ {
				a[j][k] -= f * a[i][k]
			}
			b[j] -= f * b[i]
		}
	}
	for i := len(a) - 1; i >= 0; i-- {
		for k := i + 1; k < len(a); k++ {
			b[i] -= a[i][k] * b[k]
		}
		b[i] /= a[i][i]
	}
	return b
}
