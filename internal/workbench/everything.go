package workbench

import (
	"archive/zip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// exported are the kinds of records of a project that an export holds, with the names of their files. Drafts are not: nobody has said yet that they stand.
var exported = []struct {
	kind Kind
	file string
}{
	{kindComment, "comments.json"}, {kindAsk, "reviews.json"}, {kindStamped, "signatures.json"}, {kindShare, "shares.json"}, {kindGrant, "grants.json"}, {kindPublication, "publications.json"},
}

// readme stands in an export, for whoever opens it in ten years.
const readme = `This is everything that the Cordon workbench kept of one organisation.

organisation.json   the organisation and its settings
people.json         its people with their roles
log.jsonl           its audit log; check it with: cordon audit verify log.jsonl
projects/ID/        a project:
  project.json      its name, and which revision is the newest
  head/             the folder of the newest revision, as cordon works on it
  revisions.json    all revisions: who, when, why, and the files by path and SHA-256
  comments.json     and others: what people said and signed; signatures of files are in the folder as well
objects/SHA-256     the content of all files of all revisions and of what was published, each once
`

// ExportAll gives a function that writes everything of an organisation as a zip. Only an owner may have it. Passwords, sessions, tokens and secrets are not
// in it.
func (w *Workbench) ExportAll(ctx context.Context, a Actor, org OrganisationID) (func(context.Context, io.Writer) error, error) {
	if err := reads(a); err != nil {
		return nil, err
	}
	var o Organisation
	err := w.Store.Write(ctx, func(tx Tx) (err error) {
		if o, err = enter(ctx, tx, a, org, Manage); err != nil {
			return err
		}
		if !a.program {
			if m, err := get[Member](ctx, tx, pair(org, a.Account)); err != nil || m.Role != Owner {
				return Errorf(Forbidden, "only an owner may export everything of the organisation")
			}
		}
		return w.note(ctx, tx, a, Note{Organisation: org, Action: "organisation.exported", About: string(org)})
	})
	if err != nil {
		return nil, err
	}
	people, err := w.Members(ctx, a, org)
	if err != nil {
		return nil, err
	}
	log, err := w.ExportLog(ctx, a, org, 0)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, out io.Writer) error {
		x := exporter{w: w, z: zip.NewWriter(out), at: w.now(), have: map[string]bool{}}
		x.add("README.txt", []byte(readme))
		x.json("organisation.json", o)
		x.json("people.json", people)
		if f := x.create("log.jsonl"); f != nil {
			x.fail(log(ctx, f))
		}
		x.projects(ctx, org)
		if x.err != nil {
			return fmt.Errorf("export organisation %s: %w", org, x.err)
		}
		return x.z.Close()
	}, nil
}

// exporter writes a zip; after the first error it writes nothing more.
type exporter struct {
	w    *Workbench
	z    *zip.Writer
	at   time.Time
	have map[string]bool // content that was written
	err  error
}

func (x *exporter) fail(err error) {
	if x.err == nil {
		x.err = err
	}
}

func (x *exporter) create(name string) io.Writer {
	if x.err != nil {
		return nil
	}
	f, err := x.z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: x.at})
	x.fail(err)
	return f
}

func (x *exporter) add(name string, data []byte) {
	if f := x.create(name); f != nil {
		_, err := f.Write(data)
		x.fail(err)
	}
}

func (x *exporter) json(name string, v any) {
	data, err := json.MarshalIndent(v, "", "  ")
	x.fail(err)
	x.add(name, append(data, '\n'))
}

func (x *exporter) projects(ctx context.Context, org OrganisationID) {
	for after := ""; x.err == nil; {
		var page []Project
		x.fail(x.w.Store.Read(ctx, func(tx Tx) (err error) {
			page, err = listOf[Project](ctx, tx, string(org), after, 100)
			return err
		}))
		for _, p := range page {
			x.project(ctx, p)
			after = string(p.ID)
		}
		if len(page) < 100 {
			return
		}
	}
}

func (x *exporter) project(ctx context.Context, p Project) {
	dir := "projects/" + string(p.ID) + "/"
	x.json(dir+"project.json", p)
	revisions := []Revision{}
	for before := int64(0); x.err == nil; {
		var page []Revision
		x.fail(x.w.Store.Read(ctx, func(tx Tx) (err error) { page, err = tx.Revisions(ctx, p.ID, before, 100); return err }))
		revisions = append(revisions, page...)
		if len(page) < 100 {
			break
		}
		before = page[len(page)-1].Number
	}
	x.json(dir+"revisions.json", revisions)
	for _, r := range revisions {
		for _, f := range r.Tree {
			x.object(ctx, f.Hash)
			if r.ID == p.Head {
				x.add(dir+"head/"+f.Path, x.content(ctx, f.Hash))
			}
		}
	}
	for _, e := range exported {
		x.records(ctx, dir+e.file, e.kind, string(p.ID))
	}
	for _, doc := range x.published(ctx, p) {
		x.object(ctx, doc.Hash)
	}
}

func (x *exporter) published(ctx context.Context, p Project) (out []Publication) {
	if x.err == nil {
		x.fail(x.w.Store.Read(ctx, func(tx Tx) (err error) {
			out, err = listOf[Publication](ctx, tx, string(p.ID), "", publicationsMost)
			return err
		}))
	}
	return out
}

func (x *exporter) object(ctx context.Context, hash string) {
	if !x.have[hash] {
		x.have[hash] = true
		x.add("objects/"+hash, x.content(ctx, hash))
	}
}

func (x *exporter) content(ctx context.Context, hash string) (data []byte) {
	if x.err == nil {
		x.fail(x.w.Store.Read(ctx, func(tx Tx) (err error) { data, err = tx.Blob(ctx, hash); return err }))
	}
	return data
}

func (x *exporter) records(ctx context.Context, file string, kind Kind, owner string) {
	docs := []json.RawMessage{}
	for after := ""; x.err == nil; {
		var page []Record
		x.fail(x.w.Store.Read(ctx, func(tx Tx) (err error) { page, err = tx.List(ctx, kind, owner, after, 500); return err }))
		for _, r := range page {
			docs = append(docs, r.Doc)
			after = r.ID
		}
		if len(page) < 500 {
			break
		}
	}
	x.json(file, docs)
}
