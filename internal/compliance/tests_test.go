package compliance

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/decisions"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// What tests say of decisions is shown by the examples of criteria, save of records that were changed after they were signed.
func TestChangedRecordsAreNotSigned(t *testing.T) {
	c := &Case{Index: law(nil), Reviews: []decisions.Review{
		{ID: "whole", About: "fall", Choice: "accept", State: decisions.Current, Signed: []decisions.Signed{{Key: "k", Fits: true}}},
		{ID: "changed", About: "burn", Choice: "accept", State: decisions.Current, Signed: []decisions.Signed{{Key: "k", Fits: true}, {Key: "l"}}},
	}}
	want := []Subject{
		{"whole", knowledge.Met, "signed with key k"},
		{"changed", knowledge.Open, "the record was changed after it was signed with key l"},
		{"fall", knowledge.Met, "decision whole: accept"},
		{"burn", knowledge.Partly, "decision changed was changed after it was signed"},
		{"cut", knowledge.Open, "nobody"},
	}
	got := c.decisionsSigned()
	for _, harm := range []string{"fall", "burn", "cut"} {
		got = append(got, c.byDecision(harm, open(harm, "nobody")))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A person acts for the organisation that she works for; whoever works for none is of the patient's side.
func TestWhoCanApplyAControl(t *testing.T) {
	organisation := func(id string, d model.Duty) model.Element[model.Organisation] {
		return model.Element[model.Organisation]{ID: id, Value: model.Organisation{Duty: d}}
	}
	m := &model.Model{Organisations: []model.Element[model.Organisation]{organisation("maker", "manufacturer"), organisation("hospital", "operator"), organisation("cleaners", "other")}}
	for id, works := range map[string]string{"nurse": "hospital", "mother": ""} {
		m.People = append(m.People, model.Element[model.Person]{ID: id, Value: model.Person{WorksFor: yamltext.Word{Text: works}}})
	}
	c := &Case{Model: m}
	got := map[string]bool{}
	for _, owner := range []string{"maker", "hospital", "cleaners", "nurse", "mother"} {
		got[owner] = c.canApply(owner, []knowledge.Applier{"operator", "integrator"})
	}
	if diff := cmp.Diff(map[string]bool{"maker": false, "hospital": true, "cleaners": true, "nurse": true, "mother": false}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
