package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/civil"
	"cordon/internal/postmarket/fleet"
	"cordon/internal/watch"
)

func watchFleetTopCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "top DIR --index DIR",
		Short: "List the vulnerabilities of the fleet that come first",
		Long: `Top lists the vulnerabilities that concern a device, the most urgent first. They are ordered by what they may do to patients where a model was weighed;
else those known to be exploited go first, then by EPSS, then by CVSS, then by id. The list says which of these are known.`,
		Example: `  cordon watch fleet top fleet --index advisories --n 20`,
		Args:    args(cobra.ExactArgs(1)),
	}
	dir := c.Flags().String("index", "", "directory of the index that has the ratings")
	n := c.Flags().Int("n", 100, "how many")
	when, format := whenFlags(c), formatFlag(c)
	system := c.Flags().String("system", "", "description with a record after release, whose elements are the products: what patients may suffer goes first, and decisions count")
	_ = c.MarkFlagDirname("index")
	_ = c.MarkFlagDirname("system")
	c.RunE = func(c *cobra.Command, a []string) error {
		if err := given(c, "index"); err != nil {
			return err
		}
		if *n < 1 {
			return usageError{errors.New("top: --n is 1 or more")}
		}
		w, err := when()
		if err != nil {
			return err
		}
		ix, err := openIndex(c, *dir)
		if err != nil {
			return err
		}
		s, err := openFleet(c, a[0], 0)
		if err != nil {
			return err
		}
		ratings, err := watch.Ratings(ix, s.Fleet.Vulnerabilities())
		if err != nil {
			return err
		}
		q := fleet.Ranking{Query: fleet.Query{When: w}, Ratings: ratings}
		order := topOrder(ratings)
		if *system != "" {
			if err := rankBy(c, *system, s.Fleet, &q); err != nil {
				return err
			}
			order = slices.Insert(order, 0, "patient harm")
		}
		top := s.Fleet.Top(*n, q)
		if format.value == "json" {
			return writeJSON(c, struct {
				Order []string    `json:"order"`
				Top   []fleet.Top `json:"top"`
			}{order, top})
		}
		t := newText(c.OutOrStdout())
		t.heading("Ordered by %s", strings.Join(order, ", "))
		for _, x := range top {
			t.item("%s: %s of %s%s", x.Vulnerability, count(x.Devices, "device"), count(x.Releases, "release"), ratingWords(x))
		}
		return t.err
	}
	return c
}

// rankBy puts what a described system says of its devices into a ranking.
func rankBy(c *cobra.Command, path string, f *fleet.Fleet, q *fleet.Ranking) error {
	now, err := civil.Parse(nowUTC())
	if err != nil {
		return err
	}
	a, err := openAfter(c, path)
	if err != nil {
		return err
	}
	r, err := a.Ranks(c.Context(), now)
	if err != nil {
		return err
	}
	vulnerabilities, products := f.Vulnerabilities(), f.Products()
	q.Clinical = func(v, p uint32) int { return r.Clinical[[2]string{vulnerabilities[v], products[p]}] }
	q.Judged = func(v, release string) string { return r.Judged[[2]string{v, release}] }
	return nil
}

// topOrder is what a list is ordered by, as far as it is known.
func topOrder(r fleet.Ratings) []string {
	out := []string{}
	for _, x := range []struct {
		name string
		has  bool
	}{{"known exploitation", len(r.Exploited) > 0}, {"EPSS", len(r.EPSS) > 0}, {"CVSS", len(r.CVSS) > 0}} {
		if x.has {
			out = append(out, x.name)
		}
	}
	return append(out, "id")
}

func ratingWords(x fleet.Top) string {
	out := ""
	if x.Clinical > 0 {
		out += fmt.Sprintf(", priority %s (%s)", priorities[6-x.Clinical], x.Product)
	}
	if x.Exploited {
		out += ", known to be exploited"
	}
	if x.EPSS > 0 {
		out += fmt.Sprintf(", EPSS %.3g", x.EPSS)
	}
	if x.CVSS > 0 {
		out += fmt.Sprintf(", CVSS %.1f", x.CVSS)
	}
	return out
}
