package api_test

import (
	"archive/zip"
	"bytes"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"cordon/internal/people"
	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

const late = "decision:late-adjustment.yaml"

// subjectOf reads what would be signed.
func (p *person) subjectOf(project, about string) workbench.Subject {
	p.b.t.Helper()
	var s workbench.Subject
	p.want(http.StatusOK, "GET", "/projects/"+project+"/subject?about="+about, nil, &s)
	return s
}

// signing is a right request to sign.
func (p *person) signing(project, about string, meaning people.Meaning) map[string]any {
	p.b.t.Helper()
	return map[string]any{"about": about, "digest": p.subjectOf(project, about).Digest, "meaning": meaning, "reason": "The benefit outweighs the residual risk.", "password": password}
}

func (p *person) signatures(project string) []api.Signature {
	p.b.t.Helper()
	var out api.Page[api.Signature]
	p.want(http.StatusOK, "GET", "/projects/"+project+"/signatures", nil, &out)
	return out.Items
}

func TestASignatureIsAFileThatSaysWhoWhenWhatAndWhy(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	c := o.invite(org, workbench.Clinical)
	p := o.system(org)
	var made api.Signature
	c.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/signatures", c.signing(p.ID, late, people.Approval), &made)
	s := made.Signature
	if s.Account != c.account || s.Name != "Some clinical" || s.Role != "clinical" || s.Meaning != people.Approval || s.Method != people.ByPassword ||
		s.Reason != "The benefit outweighs the residual risk." || s.Subject != "decision late-adjustment of Watch, revision 1" || s.At.IsZero() || !made.Here || !made.Current {
		t.Errorf("signed %+v", made)
	}
	if !strings.HasPrefix(made.Text, "Signed by Some clinical (clinical), ") || !strings.Contains(made.Text, "\nMeaning: approval, with password\nReason: The benefit") {
		t.Errorf("printed as %q", made.Text)
	}
	var r api.Revision
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head", nil, &r)
	if r.Number != 2 || r.Author != c.account || r.Message != "signature: approval of decision late-adjustment of Watch, revision 1" {
		t.Errorf("the signature's revision is %+v", r)
	}
	all := o.signatures(p.ID)
	if len(all) != 1 || all[0].ID != made.ID || all[0].File != "signatures/"+made.ID+".json" || !all[0].Here || !all[0].Current {
		t.Errorf("listed %+v", all)
	}
}

func TestAChangeLeavesASignatureOfAnEarlierVersion(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	c := o.invite(org, workbench.Clinical)
	p := o.system(org)
	head := "revision:" + p.Head
	for _, about := range []string{late, head} {
		c.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/signatures", c.signing(p.ID, about, people.Approval), nil)
	}
	for _, s := range o.signatures(p.ID) {
		if !s.Current {
			t.Errorf("%s is of an earlier version, though only signatures were added", s.About)
		}
	}
	old := c.signing(p.ID, late, people.Review)
	o.want(http.StatusOK, "PUT", "/projects/"+p.ID+"/decisions/late-adjustment",
		map[string]any{"choice": "treat", "who": "A. Lindgren", "role": "clinical lead", "why": "Other words.", "when": "2026-11-25"}, nil)
	for _, s := range o.signatures(p.ID) {
		if s.Current || !s.Here {
			t.Errorf("after the change %s is current: %v, here: %v", s.About, s.Current, s.Here)
		}
	}
	if got := c.refused(http.StatusConflict, "POST", "/projects/"+p.ID+"/signatures", old); got.Detail != "what you were asked to sign has changed" {
		t.Errorf("signing what was read before the change: %q", got.Detail)
	}
}

func TestWhoMaySign(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	c, e, assessor := o.invite(org, workbench.Clinical), o.invite(org, workbench.Engineer), o.invite(org, workbench.Assessor)
	p := o.system(org)
	post := "/projects/" + p.ID + "/signatures"
	with := func(m map[string]any, key string, v any) map[string]any { m[key] = v; return m }
	var token api.TokenRow
	c.want(http.StatusCreated, "POST", "/account/tokens", map[string]any{"name": "ci", "scopes": []string{"read", "write"}, "days": 1}, &token)
	robot := b.nobody()
	robot.token = token.Secret
	for name, x := range map[string]struct {
		who    *person
		what   map[string]any
		status int
		says   string
	}{
		"an author approves":          {o, o.signing(p.ID, late, people.Approval), http.StatusForbidden, ownWork},
		"somebody else as author":     {c, c.signing(p.ID, late, people.Authorship), http.StatusForbidden, "only who took part in writing this signs as its author"},
		"an engineer approves":        {e, e.signing(p.ID, late, people.Approval), http.StatusForbidden, "your role does not allow this here"},
		"an assessor reviews":         {assessor, assessor.signing(p.ID, late, people.Review), http.StatusForbidden, "your role does not allow this here"},
		"a token":                     {robot, c.signing(p.ID, late, people.Review), http.StatusForbidden, "a token signs nothing: a signature is a person's"},
		"a wrong password":            {c, with(c.signing(p.ID, late, people.Review), "password", "wrong"), http.StatusUnprocessableEntity, "nothing was signed: password: this is not your password"},
		"another's role":              {c, with(c.signing(p.ID, late, people.Review), "role", "owner"), http.StatusForbidden, "you are no owner here who may sign so"},
		"no reason":                   {c, with(c.signing(p.ID, late, people.Review), "reason", " "), http.StatusUnprocessableEntity, "nothing was signed: reason: say why you sign"},
		"a file that is no decision":  {c, with(c.signing(p.ID, late, people.Review), "about", "decision:../system.yaml"), http.StatusNotFound, `there is no decision's file "../system.yaml"`},
		"what cannot be signed":       {c, with(c.signing(p.ID, late, people.Review), "about", "element:phone"), http.StatusUnprocessableEntity, `"element:phone" cannot be signed`},
		"a document that is not made": {c, with(c.signing(p.ID, late, people.Review), "about", "document:risk"), http.StatusNotFound, `there is no document "risk" of this system`},
	} {
		got := x.who.refused(x.status, "POST", post, x.what)
		said := got.Detail
		if said == "nothing was signed" {
			said += ": " + got.Fields[0].Path + ": " + got.Fields[0].Text
		}
		if said != x.says {
			t.Errorf("%s: %q, want %q", name, said, x.says)
		}
	}
	if all := o.signatures(p.ID); len(all) != 0 {
		t.Errorf("refused, and yet signed: %+v", all)
	}
	o.want(http.StatusCreated, "POST", post, o.signing(p.ID, late, people.Authorship), nil)
	c.want(http.StatusCreated, "POST", post, c.signing(p.ID, late, people.Approval), nil)
}

const ownWork = "you took part in writing this since somebody else approved it, and a person who did not approves it"

// rewords changes the words of the decision, in its file as it is at the head.
func (p *person) rewords(project, decision, why string) {
	p.b.t.Helper()
	p.want(http.StatusOK, "PUT", "/projects/"+project+"/decisions/"+decision, map[string]any{"choice": "treat", "who": "A. Lindgren", "role": "clinical lead", "why": why, "when": "2026-11-25"}, nil)
}

// moves gives a file another path.
func (p *person) moves(project, from, to string) {
	p.b.t.Helper()
	res, text := p.ask("GET", "/projects/"+project+"/revisions/head/file?path="+from, nil)
	if res.StatusCode != http.StatusOK {
		p.b.t.Fatalf("read %s: status %d", from, res.StatusCode)
	}
	var head api.Revision
	p.want(http.StatusOK, "GET", "/projects/"+project+"/revisions/head", nil, &head)
	p.want(http.StatusCreated, "POST", "/projects/"+project+"/revisions", map[string]any{"base": head.ID, "message": "moved", "files": map[string]any{from: nil, to: string(text)}}, nil)
}

func TestNobodyApprovesWhatTheyTookPartIn(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	first, second, third := o.invite(org, workbench.Regulatory), o.invite(org, workbench.Clinical), o.invited(org, workbench.Clinical, "third@tremor.example")
	p := o.system(org)
	post := "/projects/" + p.ID + "/signatures"
	may := func(who *person, about string) {
		t.Helper()
		who.want(http.StatusCreated, "POST", post, who.signing(p.ID, about, people.Approval), nil)
	}
	mayNot := func(who *person, about string) {
		t.Helper()
		if got := who.refused(http.StatusForbidden, "POST", post, who.signing(p.ID, about, people.Approval)); got.Detail != ownWork {
			t.Errorf("refused with %q", got.Detail)
		}
	}
	// Who decided first does not approve it because somebody else had the last word.
	first.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/decisions", map[string]any{"about": []string{"wrong-intake"}, "choice": "treat", "role": "regulatory", "why": "Shown in the study."}, nil)
	const intake = "decision:wrong-intake.yaml"
	second.rewords(p.ID, "wrong-intake", "Shown in the study of 2025.")
	s := first.subjectOf(p.ID, intake)
	if want := []workbench.AccountID{workbench.AccountID(second.account), workbench.AccountID(first.account)}; !slices.Equal(s.Authors, want) {
		t.Errorf("shaped by %v, want %v", s.Authors, want)
	}
	mayNot(first, intake)
	mayNot(second, intake)
	if got := third.refused(http.StatusUnprocessableEntity, "POST", "/projects/"+p.ID+"/reviews", map[string]any{"about": intake, "meaning": "approval", "people": []string{first.account}, "roles": []string{}, "text": ""}); got.Detail != "one of the persons took part in writing this, and does not approve it" {
		t.Errorf("asked for approval by who decided: %q", got.Detail)
	}
	may(third, intake)
	// An approval of the very words frees nobody who wrote them: two roles that approve are two people who did not.
	mayNot(first, intake)
	// What somebody else approved is theirs: only the change since counts.
	second.rewords(p.ID, "wrong-intake", "Shown in the study of 2026.")
	mayNot(second, intake)
	may(first, intake)
	// A file under another name says the same, and so it does in a copy.
	third.rewords(p.ID, "wrong-intake", "Shown in both studies.")
	o.moves(p.ID, "decisions/wrong-intake.yaml", "decisions/renamed.yaml")
	mayNot(third, "decision:renamed.yaml")
	may(second, "decision:renamed.yaml")

	// The same holds for all that is approved: a whole revision, and a document of it.
	const document = "document:risk-management-file.md"
	var head api.Revision
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head", nil, &head)
	revision := "revision:" + head.ID
	mayNot(first, revision)
	mayNot(first, document)
	fourth := o.invited(org, workbench.Regulatory, "fourth@tremor.example")
	may(fourth, revision)
	may(fourth, document)
	second.rewords(p.ID, "wrong-intake", "Shown in all studies.")
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head", nil, &head)
	revision = "revision:" + head.ID
	mayNot(second, revision)
	mayNot(second, document)
	may(first, revision)
	may(first, document)
}

func TestAnApprovalOfOnesOwnWorkFreesNobody(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	c := o.invite(org, workbench.Clinical)
	p := o.system(org)
	post := "/projects/" + p.ID + "/signatures"
	two := func(want bool) {
		t.Helper()
		o.want(http.StatusOK, "PUT", "/organisations/"+org, map[string]any{"name": "Tremor", "autosave": true, "two-people": want, "retain-days": 0}, nil)
	}
	two(false)
	o.want(http.StatusCreated, "POST", post, o.signing(p.ID, late, people.Approval), nil)
	two(true)
	c.rewords(p.ID, "late-adjustment", "Other words.")
	if got := o.refused(http.StatusForbidden, "POST", post, o.signing(p.ID, late, people.Approval)); got.Detail != ownWork {
		t.Errorf("refused with %q", got.Detail)
	}
	// Who had a part in it signs so as an author.
	o.want(http.StatusCreated, "POST", post, o.signing(p.ID, late, people.Authorship), nil)
}

func TestSigningHasTheBrakeOfSigningIn(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	q := o.signing(p.ID, late, people.Review)
	q["password"] = "guess"
	for range people.AccountBrake.Free {
		o.refused(http.StatusUnprocessableEntity, "POST", "/projects/"+p.ID+"/signatures", q)
	}
	q["password"] = password
	if got := o.refused(http.StatusTooManyRequests, "POST", "/projects/"+p.ID+"/signatures", q); got.Detail != "too many failed sign-ins" {
		t.Errorf("after many wrong passwords: %q", got.Detail)
	}
}

func TestADocumentIsSignedByItsBytes(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	c := o.invite(org, workbench.Regulatory)
	p := o.system(org)
	const name = "risk-management-file.md"
	var made api.Signature
	c.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/signatures", c.signing(p.ID, "document:"+name, people.Approval), &made)
	_, data := o.ask("GET", "/projects/"+p.ID+"/revisions/"+p.Head+"/documents/"+name, nil)
	if made.Signature.Digest != workbench.Hash(data) || made.Signature.Subject != "document "+name+" of Watch, revision 1" || !made.Current {
		t.Errorf("signed %+v; the document is %.200q", made, data)
	}
}

func TestAPasskeySigns(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	c := o.invite(org, workbench.Clinical).named()
	device := b.device()
	p := o.system(org)
	post := "/projects/" + p.ID + "/signatures"
	c.want(http.StatusOK, "POST", "/session", map[string]any{"email": "clinical@" + org + ".example", "password": password}, nil)
	q := c.signing(p.ID, late, people.Approval)
	delete(q, "password")
	if got := c.refused(http.StatusUnprocessableEntity, "POST", post+"/begin", q); got.Detail != "you have no passkey" {
		t.Errorf("without a passkey: %q", got.Detail)
	}
	c.enrol(device, "telephone")
	ask := func() answer {
		var asked api.Asked
		c.want(http.StatusOK, "POST", post+"/begin", q, &asked)
		return answer{State: asked.State, Credential: device.Sign(asked.Options)}
	}
	with := func(shown answer, reason string) map[string]any {
		out := maps.Clone(q)
		out["passkey"], out["reason"] = shown, reason
		return out
	}
	if got := c.refused(http.StatusUnprocessableEntity, "POST", post, with(ask(), "Another reason than the device signed.")); got.Detail != "what you were asked to sign has changed" {
		t.Errorf("another reason: %q", got.Detail)
	}
	// The answer of a device that signs in is none to what is signed.
	in := c.shows(device)
	c.want(http.StatusUnprocessableEntity, "POST", post, with(in, q["reason"].(string)), nil)

	var made api.Signature
	shown := with(ask(), q["reason"].(string))
	c.want(http.StatusCreated, "POST", post, shown, &made)
	if made.Signature.Method != people.ByPasskey || made.Proof == nil {
		t.Fatalf("signed %+v", made)
	}
	if err := made.Proof.Check(made.Signature.Intent(), device.Origin); err != nil {
		t.Errorf("the proof does not hold without the server: %v", err)
	}
	if got, _ := c.ask("POST", post, shown); got.StatusCode == http.StatusCreated {
		t.Error("the same answer signed twice")
	}
}

func TestNobodyWritesSignaturesButBySigning(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	var made api.Signature
	o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/signatures", o.signing(p.ID, late, people.Review), &made)
	for path, text := range map[string]any{made.File: nil, "signatures/x.json": "{}", "Signatures/y.json": "{}"} {
		got := o.refused(http.StatusUnprocessableEntity, "POST", "/projects/"+p.ID+"/revisions", map[string]any{"base": p.Head, "files": map[string]any{path: text}, "message": "x"})
		if got.Detail != "signatures are made by signing, and are neither changed nor deleted" || len(got.Fields) != 1 || got.Fields[0].Path != "files."+path {
			t.Errorf("%s: %+v", path, got)
		}
	}
	// Going back to before the signature keeps it.
	o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/revisions", map[string]any{"base": p.Head, "files": map[string]any{"note.txt": "x"}, "message": "x"}, nil)
	var back api.Changed
	o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/revisions/"+p.Head+"/restore", map[string]any{"message": "back to the beginning"}, &back)
	var first api.Revision
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/"+p.Head, nil, &first)
	if back.Revision.Number != 4 || back.Revision.Content != first.Content || back.Revision.Message != "back to the beginning" || len(o.signatures(p.ID)) != 1 {
		t.Errorf("restored %+v", back.Revision)
	}
	got := o.refused(http.StatusConflict, "POST", "/projects/"+p.ID+"/revisions/"+p.Head+"/restore", map[string]any{"message": "again"})
	if got.Detail != "the newest revision is as revision 1 was" {
		t.Errorf("restoring what is there: %q", got.Detail)
	}
}

func TestSignaturesThatCameWithAnImportWereMadeElsewhere(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/signatures", o.signing(p.ID, late, people.Review), nil)
	_, src := o.ask("GET", "/projects/"+p.ID+"/export", nil)
	z, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	out := zip.NewWriter(&packed)
	for _, f := range z.File {
		if err := out.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	forged, err := out.Create("signatures/forged.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := forged.Write([]byte(`{"about": "decision:overall.yaml"}`)); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	var other api.Project
	o.want(http.StatusCreated, "POST", "/organisations/"+org+"/projects/import?name=Copy", packed.Bytes(), &other)
	all := o.signatures(other.ID)
	if len(all) != 2 || all[0].Unreadable == "" || all[0].File != "signatures/forged.json" || all[1].Here || !all[1].Current || all[1].About != late {
		t.Errorf("imported: %+v", all)
	}
}
