package api

import (
	"context"
	"encoding/json"
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
	add(a, operation{method: "POST", path: "/projects/{project}/signatures/begin", id: "ask-signature", summary: "Ask your passkey to sign", needs: needs(workbench.Read), tag: "reviews"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Body Signing
		}) (*withBrowser, error) {
			return a.ask(ctx, func(k *people.Passkeys, browser people.Secret) (json.RawMessage, string, error) {
				return a.Workbench.AskSigning(ctx, who, in.Project, in.Body.request(&workbench.Shown{}), k, browser)
			})
		})
	add(a, operation{method: "POST", path: "/projects/{project}/signatures", id: "sign", summary: "Sign electronically; password or passkey is shown with each signature", needs: needs(workbench.Read), tag: "reviews", status: http.StatusCreated},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Body struct {
				Signing
				Password string    `json:"password,omitempty" maxLength:"1024"`
				Passkey  *Answered `json:"passkey,omitempty" doc:"the answer of a passkey that was asked with the same"`
			}
		}) (*body[Signature], error) {
			q := in.Body.request(nil)
			q.Password = in.Body.Password
			if p := in.Body.Passkey; p != nil {
				c := callerOf(ctx)
				k, err := a.passkeys(c)
				if err != nil {
					return nil, err
				}
				q.Passkey = &workbench.Shown{Passkeys: k, Browser: c.asked(), State: p.State, Answer: p.Credential}
			}
			s, err := a.Workbench.Sign(ctx, who, in.Project, q)
			return answer(signatureOf(s), err)
		})
}

// Signing is what a person signs, and how.
type Signing struct {
	About   string         `json:"about" maxLength:"300" doc:"decision:file, document:name or revision:id"`
	Digest  string         `json:"digest" maxLength:"64" doc:"of what was read, as GET …/subject gave it"`
	Meaning people.Meaning `json:"meaning" enum:"authorship,review,approval,responsibility"`
	Reason  string         `json:"reason" maxLength:"8000"`
	Role    workbench.Role `json:"role,omitempty" doc:"in which you sign; the first of yours that may where absent"`
	Review  string         `json:"review,omitempty" maxLength:"64" doc:"the review this answers"`
}

func (s Signing) request(shown *workbench.Shown) workbench.Signing {
	return workbench.Signing{About: s.About, Digest: s.Digest, Meaning: s.Meaning, Reason: s.Reason, Role: s.Role, Review: s.Review, Passkey: shown}
}
