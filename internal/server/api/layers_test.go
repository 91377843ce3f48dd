package api_test

import (
	"net/http"
	"strings"
	"testing"

	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

func TestLayersSayWhatHoldsAndWhatOneLossDoes(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	path := "/projects/" + p.ID + "/revisions/head/layers"
	var got api.Layers
	res := o.want(http.StatusOK, "GET", path, nil, &got)
	if len(got.Layers) != 8 || got.Layers[0].Layer != "device" || len(got.Harms) == 0 || len(got.InWords) == 0 {
		t.Fatalf("%d layers, %d harms, %d assumptions in words", len(got.Layers), len(got.Harms), len(got.InWords))
	}
	losses := 0
	for _, h := range got.Harms {
		for _, l := range h.Single {
			losses++
			control, element, _ := strings.Cut(l.Control, "@")
			if l.Control != "" && (got.Controls[control] == "" || got.Elements[element] == "") {
				t.Errorf("%s has no titles", l.Control)
			}
			if l.Then.Likelihood == h.Now.Likelihood {
				t.Errorf("%s: a loss that changes nothing is listed: %+v", h.ID, l)
			}
		}
		for _, p := range h.Paths {
			for _, x := range p.Assumes {
				if got.Trust[x.Low] == "" || got.Elements[x.Element] == "" {
					t.Errorf("an assumption has no words: %+v", x)
				}
			}
		}
	}
	if losses == 0 {
		t.Error("no loss makes any harm of the example worse")
	}
	o.want(http.StatusNotModified, "GET", path, nil, nil, "If-None-Match", res.Header.Get("ETag"))
	b.nobody().refused(http.StatusUnauthorized, "GET", path, nil)
	o.invite(org, workbench.Administrator).refused(http.StatusForbidden, "GET", path, nil)
}
