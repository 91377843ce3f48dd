package csaf

import (
	"slices"

	"cordon/internal/postmarket"
)

// said are the responses of CycloneDX as remediations, for products of which nothing else says what to do.
var said = map[postmarket.Response]Remediation{
	postmarket.CanNotFix:           {Category: NoFixPlanned, Details: "It cannot be fixed."},
	postmarket.WillNotFix:          {Category: NoFixPlanned, Details: "It will not be fixed."},
	postmarket.Update:              {Category: VendorFix, Details: "Update to a version that has the fix."},
	postmarket.Rollback:            {Category: Workaround, Details: "Go back to an earlier version."},
	postmarket.WorkaroundAvailable: {Category: Workaround, Details: "There is a workaround."},
}

// actionIs is the sort of an action that a statement has beside its response.
var actionIs = map[postmarket.Response]RemediationCategory{postmarket.WorkaroundAvailable: Workaround, postmarket.Update: VendorFix, postmarket.Rollback: Workaround}

// remedies says what can be done about a vulnerability in a product. What contradicts what was said before, or the status, is left out in 2.1 (tests
// 6.1.35 and 6.1.36); an action that contradicts is said together with the first remedy.
func (f *fromVEX) remedies(e *Entry, id ProductID, s *postmarket.Statement) {
	var list []Remediation
	for _, r := range s.Remedies {
		x := Remediation{Category: RemediationCategory(r.Category), Details: postmarket.Remedy{Details: r.Details, Fixed: r.Fixed}.Text(), URL: r.URL}
		if when, ok := Moment(r.Date).Time(); ok {
			x.Date = MomentOf(when)
		}
		if x.URL != "" && !isURI(x.URL) {
			f.lose(true, "%s: %s, which is no URL", s.Label(), x.URL)
			x.URL = ""
		}
		if x.Category == OptionalPatch && s.Status == postmarket.StatusAffected {
			x.Category = VendorFix // what is affected has no fix that is optional (2.1: 6.1.36)
			f.lose(true, "%s: that a fix is optional", s.Label())
		}
		if !f.fits(list, x, s.Status) || x.Details == "" {
			f.lose(true, "%s: the remedy %s, which says nothing, or contradicts the status or another remedy", s.Label(), r.Category)
			continue
		}
		list = append(list, x)
	}
	list = f.action(list, s)
	for _, r := range s.Response {
		if x := said[r]; len(list) == 0 && x.Details != "" && f.fits(list, x, s.Status) {
			list = append(list, x)
		} else {
			f.lose(true, "responses, other than as remediations where nothing else says what to do")
		}
	}
	for _, x := range list {
		i, found := f.find(e, [4]string{string(x.Category), x.Details, x.URL, string(x.Date)}, len(e.Remediations))
		if !found {
			e.Remediations = append(e.Remediations, x)
		}
		e.Remediations[i].ProductIDs = append(e.Remediations[i].ProductIDs, id)
	}
}

func (f *fromVEX) action(list []Remediation, s *postmarket.Statement) []Remediation {
	if s.Action == "" || slices.ContainsFunc(list, func(r Remediation) bool { return r.Details == s.Action }) {
		return list
	}
	x := Remediation{Category: Mitigation, Details: s.Action}
	for _, r := range s.Response {
		if c := actionIs[r]; c != "" {
			x.Category = c
			break
		}
	}
	if f.fits(list, x, s.Status) {
		return append([]Remediation{x}, list...)
	}
	if len(list) == 0 {
		f.lose(true, "%s: the action, which contradicts the status", s.Label())
		return list
	}
	list[0].Details = s.Action + " " + list[0].Details
	return list
}

// fits tells whether a remediation may stand beside others for a product of a status.
func (f *fromVEX) fits(list []Remediation, x Remediation, status postmarket.VEXStatus) bool {
	if f.version == V20 {
		return true
	}
	return !slices.Contains(unfit[x.Category], groupOf[statusOf[status]]) && !slices.ContainsFunc(list, func(r Remediation) bool { return slices.Contains(excludes[x.Category], r.Category) })
}
