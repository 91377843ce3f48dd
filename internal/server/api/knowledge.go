package api

import (
	"context"
	"strconv"

	"cordon/internal/knowledge"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// Entry is an entry of the knowledge base, or a clause of a document, as lists show it.
type Entry struct {
	Type   string `json:"type" doc:"kind, harm, threat, control and so on; clause for one clause of a document"`
	ID     string `json:"id"`
	Title  string `json:"title"`
	Says   string `json:"says,omitempty" doc:"what it is about; cut where it is long"`
	Status string `json:"status" doc:"draft (linted), reviewed (a second person has checked it) or withdrawn"`
	Pack   string `json:"pack,omitempty" doc:"project of the pack it is from; absent for the shipped base"`
}

// saidMost is how many characters of what an entry says stand in a list.
const saidMost = 240

func entryOf(k study.Known) Entry {
	says := []rune(k.Says)
	if len(says) > saidMost {
		says = append(says[:saidMost], '…')
	}
	return Entry{string(k.Type), k.ID, k.Title, string(says), string(k.Status), string(k.Pack)}
}

// EntryType is a type of entries.
type EntryType struct {
	Type   string `json:"type"`
	Count  int    `json:"count" doc:"entries that match all but the type"`
	Folder string `json:"folder,omitempty" doc:"folder of a pack in which they stand; absent for clauses, which stand in documents"`
	Prefix string `json:"prefix,omitempty" doc:"what their ids begin with, before four digits; absent where ids are words"`
}

// Entries is a page of the list of entries.
type Entries struct {
	Page[Entry]
	Total int         `json:"total"`
	Types []EntryType `json:"types" doc:"all types, in reading order"`
}

// Piece is a piece of text that may lead to another entry, or out of the knowledge base.
type Piece struct {
	Text string `json:"text"`
	Type string `json:"type,omitempty"`
	ID   string `json:"id,omitempty"`
	URL  string `json:"url,omitempty"`
}

// Part is a headed part of an entry: text, a list, or a picture.
type Part struct {
	Code    string    `json:"code,omitempty" doc:"names what the heading says, named-by for what refers to the entry; absent where the heading is content of the knowledge base"`
	Heading string    `json:"heading"`
	Text    string    `json:"text,omitempty"`
	Items   [][]Piece `json:"items,omitempty"`
	Picture string    `json:"picture,omitempty" doc:"SVG; what it shows stands in the parts after it in words"`
}

// EntryExample is a small description for which an entry says what must come out.
type EntryExample struct {
	Says    string `json:"says"`
	Expects string `json:"expects" doc:"match, no-match or question; for criteria met, partly, open and the like"`
	Model   string `json:"model" doc:"YAML"`
}

// SimilarEntry is an entry that may say the same.
type SimilarEntry struct {
	Entry
	Percent int `json:"percent" doc:"how much the titles or patterns have in common, 0-100"`
}

// FullEntry is an entry with all it says.
type FullEntry struct {
	Entry
	Parts    []Part         `json:"parts" doc:"in reading order; sources and what refers to it are the last"`
	Examples []EntryExample `json:"examples"`
	Similar  []SimilarEntry `json:"similar"`
	File     string         `json:"file,omitempty" doc:"in the base or its pack; absent for a clause"`
	Text     string         `json:"text,omitempty" doc:"the file as it was written"`
}

func fullEntryOf(o *study.Opened) FullEntry {
	out := FullEntry{Entry: entryOf(o.Known), Parts: []Part{}, Examples: []EntryExample{}, Similar: []SimilarEntry{}, File: o.File, Text: o.Text}
	for _, s := range o.Sections {
		p := Part{Code: s.Code, Heading: s.Heading, Text: s.Text, Picture: s.Picture}
		for _, line := range s.Items {
			var pieces []Piece
			for _, x := range line {
				pieces = append(pieces, Piece{x.Text, string(x.Type), x.ID, x.URL})
			}
			p.Items = append(p.Items, some(pieces))
		}
		out.Parts = append(out.Parts, p)
	}
	for _, x := range o.Examples {
		out.Examples = append(out.Examples, EntryExample(x))
	}
	for _, x := range o.Similar {
		out.Similar = append(out.Similar, SimilarEntry{entryOf(x.Known), x.Percent})
	}
	return out
}

func (a *API) knowledgeOperations() {
	add(a, operation{method: "GET", path: "/organisations/{organisation}/knowledge", id: "knowledge", summary: "Entries of the knowledge base with the organisation's packs", needs: signed, tag: "knowledge"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			Paging
			Type   string `query:"type" maxLength:"40"`
			Query  string `query:"query" maxLength:"200" doc:"words that must all be in title, id or text"`
			Pack   string `query:"pack" maxLength:"64" doc:"project of a pack, or shipped"`
			Status string `query:"status" enum:"draft,reviewed,withdrawn"`
		}) (*body[Entries], error) {
			c, err := a.catalogue(ctx, who, in.Organisation)
			if err != nil {
				return nil, err
			}
			from, err := in.number()
			if err != nil {
				return nil, err
			}
			found, types := c.Find(study.Wanted{Type: knowledge.Type(in.Type), Query: in.Query, Pack: in.Pack, Status: knowledge.Status(in.Status)})
			out := Entries{Page: Page[Entry]{Items: []Entry{}}, Total: len(found), Types: entryTypes(types)}
			for _, k := range found[min(from, len(found)):min(from+in.Limit, len(found))] {
				out.Items = append(out.Items, entryOf(k))
			}
			if from+in.Limit < len(found) {
				out.Next = strconv.Itoa(from + in.Limit)
			}
			return answer(out, nil)
		})
	add(a, operation{method: "GET", path: "/organisations/{organisation}/knowledge/entry", id: "knowledge-entry", summary: "One entry in full, with what refers to it", needs: signed, tag: "knowledge"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			Type string `query:"type" maxLength:"40" required:"true"`
			ID   string `query:"id" maxLength:"200" required:"true"`
		}) (*body[FullEntry], error) {
			c, err := a.catalogue(ctx, who, in.Organisation)
			if err != nil {
				return nil, err
			}
			o, err := c.Open(ctx, knowledge.Type(in.Type), in.ID)
			if err != nil {
				return nil, err
			}
			return answer(fullEntryOf(o), nil)
		})
	add(a, operation{method: "GET", path: "/organisations/{organisation}/knowledge/skeleton", id: "knowledge-skeleton", summary: "Text of a new entry, with the keys it must have and what they are for", needs: signed, tag: "knowledge"},
		func(_ context.Context, _ workbench.Actor, in *struct {
			InOrganisation
			Type string `query:"type" maxLength:"40" required:"true"`
			ID   string `query:"id" maxLength:"100" pattern:"^[A-Za-z0-9.-]+$" required:"true"`
		}) (*body[Skeleton], error) {
			t := knowledge.Type(in.Type)
			if knowledge.Folder(t) == "" {
				return nil, workbench.Errorf(workbench.Invalid, "there is no type of entry %q", in.Type)
			}
			return answer(Skeleton{knowledge.Folder(t) + "/" + in.ID + ".yaml", knowledge.Skeleton(t, in.ID)}, nil)
		})
}

// Skeleton is a new entry to be filled in.
type Skeleton struct {
	File string `json:"file"`
	Text string `json:"text"`
}

// entryTypes lists all types with how many entries match; clauses stand after their documents.
func entryTypes(counts map[knowledge.Type]int) []EntryType {
	var out []EntryType
	for _, name := range knowledge.Types() {
		t := knowledge.Type(name)
		out = append(out, EntryType{name, counts[t], knowledge.Folder(t), knowledge.Prefix(t)})
		if name == "document" {
			out = append(out, EntryType{Type: string(study.Clause), Count: counts[study.Clause]})
		}
	}
	return out
}

// knowledge gives the knowledge base of an organisation to somebody who belongs there.
func (a *API) knowledge(ctx context.Context, who workbench.Actor, org workbench.OrganisationID) (*knowledge.Index, error) {
	if err := a.Workbench.Belongs(ctx, who, org); err != nil {
		return nil, err
	}
	k, err := a.Study.Knowledge(ctx, org)
	if err != nil {
		return nil, err
	}
	return k.Index, nil
}

// catalogue gives it for reading.
func (a *API) catalogue(ctx context.Context, who workbench.Actor, org workbench.OrganisationID) (*study.Catalogue, error) {
	if err := a.Workbench.Belongs(ctx, who, org); err != nil {
		return nil, err
	}
	return a.Study.Catalogue(ctx, org)
}
