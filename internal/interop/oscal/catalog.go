package oscal

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"

	types "github.com/defenseunicorns/go-oscal/src/types/oscal-1-2-2"

	"cordon/internal/knowledge"
)

// Names of properties and parts of ours in a catalog.
const (
	propClause      = "clause" // full id
	partUndecidable = "undecidable"
	partFlaw        = "flaw"
	roleIssuer      = "issuer"
)

// own says whose words a catalog has.
const own = "The words are those of the knowledge base, not those of the document. What counts is the text of the document."

// Catalog writes an edition of a document: each clause is a control, with what it says as its statement and what decides it as its guidance.
func Catalog(d *knowledge.Document, a About) ([]byte, error) {
	if len(d.Clauses) == 0 {
		return nil, fmt.Errorf("catalog of %s: %w", d.ID, ErrEmpty)
	}
	meta, err := a.metadata(cmp.Or(line(d.Title), d.ID), cmp.Or(line(a.Base), "0"), documentProps(d)...)
	if err != nil {
		return nil, fmt.Errorf("catalog of %s: %w", d.ID, err)
	}
	meta.Remarks = own
	if issuer := line(d.Issuer); issuer != "" {
		party := uuid("party", issuer)
		meta.Roles = &[]types.Role{{ID: roleIssuer, Title: "Issuer of the document"}}
		meta.Parties = &[]types.Party{{UUID: party, Type: "organization", Name: issuer}}
		meta.ResponsibleParties = &[]types.ResponsibleParty{{RoleId: roleIssuer, PartyUuids: []string{party}}}
	}
	doc := &types.Catalog{Metadata: meta, Groups: groups(d)}
	doc.BackMatter, doc.Metadata.Links = sources(d.ID, d.Sources)
	return render(CatalogModel, doc, &doc.UUID)
}

func documentProps(d *knowledge.Document) []types.Property {
	return slices.Concat(
		entryProps(&d.Entry), ours("document", d.Document), ours("edition", d.Edition), ours("form", d.Form), ours("standing", d.Standing),
		ours("from", d.From), ours("market", d.Markets...), ours("class", d.Classes...), ours("kind", d.Kinds...), ours("certainty", d.Certainty),
		ours("flaw", d.Flaws...),
	)
}

// entryProps are what all entries have.
func entryProps(e *knowledge.Entry) []types.Property {
	version := ""
	if e.Version != 0 {
		version = fmt.Sprint(e.Version)
	}
	return slices.Concat(ours("entry", e.ID), ours("entry-version", version), ours("status", e.Status), ours("replaced-by", e.ReplacedBy))
}

// sources puts where an entry comes from behind its document, with links to it.
func sources(entry string, all []knowledge.Source) (*types.BackMatter, *[]types.Link) {
	var resources []types.Resource
	var links []types.Link
	for i, s := range all {
		id := uuid("source", entry, fmt.Sprint(i), s.Document, s.Part)
		resources = append(resources, types.Resource{
			UUID: id, Title: titled(s.Document, entry), Description: markup(s.Part), Citation: &types.Citation{Text: titled(s.Document, entry)},
		})
		links = append(links, types.Link{Href: "#" + id, Rel: "reference"})
	}
	if len(resources) == 0 {
		return nil, nil
	}
	return &types.BackMatter{Resources: &resources}, &links
}

// head is the first word or number of the place of a clause, by which a catalog is divided: GSPR of GSPR-17.2, 2 of 2.6.1#3, b of (b)(1).
var head = regexp.MustCompile(`^\(?([A-Za-z]+|[0-9]+)`)

// groups are the clauses by the beginning of their places. Where the parts of a document alternate, sort-id keeps its order.
func groups(d *knowledge.Document) *[]types.Group {
	var all []types.Group
	at := map[string]int{}
	for i := range d.Clauses {
		c := &d.Clauses[i]
		part := c.ID
		if m := head.FindStringSubmatch(c.ID); m != nil {
			part = m[1]
		}
		g, ok := at[part]
		if !ok {
			g = len(all)
			at[part] = g
			all = append(all, types.Group{ID: Token(d.Document+":"+d.Edition) + "_grp-" + Token(part), Title: titled("Clauses under " + part), Controls: &[]types.Control{}})
		}
		*all[g].Controls = append(*all[g].Controls, control(d, c, i))
	}
	return &all
}

func control(d *knowledge.Document, c *knowledge.Clause, i int) types.Control {
	full := d.Full(c)
	id := Token(full)
	props := []types.Property{{Name: "label", Value: line(c.ID)}, {Name: "sort-id", Value: ordinal(i)}}
	for _, p := range [][]types.Property{
		ours(propClause, full), ours("who", c.Who...), ours("stage", c.Stages...), ours("standing", d.Standing), ours("from", cmp.Or(c.From, d.From)),
		ours("kind", c.Kinds...), ours("class", c.Classes...), ours("certainty", c.Of(d)),
	} {
		props = append(props, p...)
	}
	parts := []types.Part{{ID: statement(full), Name: "statement", Prose: markup(c.Says)}}
	if c.Decides != "" {
		parts = append(parts, types.Part{ID: id + "_gdn", Name: "guidance", Prose: markup(c.Decides)})
	}
	if c.Undecidable != "" {
		parts = append(parts, types.Part{ID: id + "_und", Name: partUndecidable, Ns: Namespace, Prose: markup(c.Undecidable)})
	}
	if c.Flaw != "" {
		parts = append(parts, types.Part{ID: id + "_flw", Name: partFlaw, Ns: Namespace, Prose: markup(c.Flaw)})
	}
	ctl := types.Control{ID: id, Title: titled(c.Title, c.ID), Props: &props, Parts: &parts}
	if len(d.Sources) > 0 {
		s := d.Sources[0]
		ctl.Links = &[]types.Link{{Href: "#" + uuid("source", d.ID, "0", s.Document, s.Part), Rel: "reference", Text: markupLine(c.ID)}}
	}
	return ctl
}
