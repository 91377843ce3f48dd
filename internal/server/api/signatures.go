package api

import (
	"context"
	"net/http"

	"cordon/internal/people"
	"cordon/internal/workbench"
)

// Signature is an electronic signature with what is printed beside it.
type Signature struct {
	workbench.Stamp
	Text string `json:"text" doc:"the block that documents print"`
}

func signatureOf(s workbench.Stamp) Signature {
	out := Signature{Stamp: s}
	if s.Unreadable == "" {
		out.Text = s.Signature.Text()
	}
	return out
}

func (a *API) signatureOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/signatures", id: "signatures", summary: "Signatures, oldest first, and whether they are of what is there now", needs: needs(workbench.Read), tag: "reviews"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			About string `query:"about" maxLength:"300" doc:"only of this: decision:late-adjustment.yaml"`
		}) (*body[Page[Signature]], error) {
			all, err := a.Workbench.Signatures(ctx, who, in.Project, in.About)
			var out []Signature
			for _, s := range all {
				out = append(out, signatureOf(s))
			}
			return answer(whole(out), err)
		})
	add(a, operation{method: "GET", path: "/projects/{project}/subject", id: "subject", summary: "What would be signed, with its digest", needs: needs(workbench.Read), tag: "reviews"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			About string `query:"about" maxLength:"300" required:"true" doc:"decision:file, document:name or revision:id"`
		}) (*body[workbench.Subject], error) {
			return answer(a.Workbench.Subject(ctx, who, in.Project, in.About))
		})
	add(a, operation{method: "POST", path: "/projects/{project}/signatures", id: "sign", summary: "Sign electronically; the password is shown with each signature", needs: needs(workbench.Read), tag: "reviews", status: http.StatusCreated},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Body struct {
				About    string         `json:"about" maxLength:"300" doc:"decision:file, document:name or revision:id"`
				Digest   string         `json:"digest" maxLength:"64" doc:"of what was read, as GET …/subject gave it"`
				Meaning  people.Meaning `json:"meaning" enum:"authorship,review,approval,responsibility"`
				Reason   string         `json:"reason" maxLength:"8000"`
				Role     workbench.Role `json:"role,omitempty" doc:"in which you sign; the first of yours that may where absent"`
				Review   string         `json:"review,omitempty" maxLength:"64" doc:"the review this answers"`
				Password string         `json:"password" maxLength:"1024"`
			}
		}) (*body[Signature], error) {
			b := in.Body
			s, err := a.Workbench.Sign(ctx, who, in.Project, workbench.Signing{About: b.About, Digest: b.Digest, Meaning: b.Meaning, Reason: b.Reason, Role: b.Role, Review: b.Review, Password: b.Password})
			return answer(signatureOf(s), err)
		})
}
