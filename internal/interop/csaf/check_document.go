package csaf

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Tests of the document's own data: languages, weaknesses, sharing groups, licence.

func languagesExist(c *check) {
	check := func(at, tag string) {
		if tag != "" && !languageExists(tag) {
			c.fail(at, "write a tag of the IANA registry such as en or de-CH", "%q is no language, or has a part that does not exist", short(tag))
		}
	}
	check("/document/lang", c.doc.Document.Lang)
	check("/document/source_lang", c.doc.Document.SourceLang)
}

// languageExists asks the registry in golang.org/x/text, which knows the subtags of languages, scripts, regions and variants. "default" and private
// use are languages of the standard. The registry of IANA is narrower in three places: where a language has two letters it has no three, numbers are
// areas and not countries, and there are two extensions.
func languageExists(tag string) bool {
	lower := strings.ToLower(tag)
	if lower == "i-default" || strings.HasPrefix(lower, "x-") {
		return true
	}
	parsed, err := language.Parse(tag)
	if err != nil {
		return false
	}
	first, _, _ := strings.Cut(lower, "-")
	if b, err := language.ParseBase(first); err == nil && len(first) == 3 && len(b.String()) == 2 || slices.Contains(bibliographic, first) {
		return false
	}
	for _, x := range parsed.Extensions() {
		if t := x.Type(); t != 'u' && t != 't' && t != 'x' {
			return false
		}
	}
	for part := range strings.SplitSeq(lower, "-") {
		if len(part) == 1 {
			break
		}
		if region, err := language.ParseRegion(part); len(part) == 3 && part[0] <= '9' && (err != nil || !region.IsGroup()) {
			return false
		}
	}
	return true
}

// bibliographic are the codes of libraries (ISO 639-2/B) for languages with two letters.
var bibliographic = strings.Fields("alb arm baq bur chi cze dut fre geo ger gre ice mac mao may per rum slo tib wel")

func translated(c *check) {
	if c.doc.Document.Publisher.Category == Translator && c.doc.Document.SourceLang == "" {
		c.fail("/document/source_lang", "add the language of the original", "the publisher is a translator, and the language of the original is not said")
	}
}

func otherLanguage(c *check) {
	m := c.doc.Document
	if m.Lang != "" && strings.EqualFold(m.Lang, m.SourceLang) {
		c.fail("/document/source_lang", "remove it where the document is no translation", "the document is in the language of its original, %s", m.Lang)
	}
}

func weaknessesExist(c *check) {
	for at, v := range c.vulnerabilities() {
		for i, w := range v.AllCWEs() {
			where := fmt.Sprintf("%s/cwes/%d", at, i)
			if c.version == V20 {
				where = at + "/cwe"
			}
			c.weakness(where, w)
		}
	}
}

func (c *check) weakness(at string, w CWE) {
	names, known := weaknessNames(w.ID, w.Version)
	switch {
	case !known && w.Version != "" && !weaknessRelease(w.Version):
		c.fail(at+"/version", "write a version that was published, such as 4.17", "there is no version %s of CWE", short(w.Version))
	case !known:
		c.fail(at+"/id", "look it up at cwe.mitre.org; categories and views are no weaknesses", "%s is no weakness%s", short(w.ID), ofRelease(w.Version))
	case len(names) > 0 && !slices.Contains(names, w.Name):
		c.fail(at+"/name", fmt.Sprintf("write %q", names[0]), "%s is not called %q%s", w.ID, short(w.Name), ofRelease(w.Version))
	}
}

func ofRelease(version string) string {
	if version == "" {
		return ""
	}
	return " of CWE " + short(version)
}

// reserved are the names of sharing groups that stand for everybody and for nobody.
var reserved = map[string]string{MaxUUID: "Public", NilUUID: "No sharing allowed"}

func (c *check) sharing() (*SharingGroup, Label) {
	d := c.doc.Document.Distribution
	if d == nil || d.SharingGroup == nil {
		return nil, ""
	}
	if d.TLP == nil {
		return d.SharingGroup, ""
	}
	return d.SharingGroup, d.TLP.Label
}

func maxIsClear(c *check) {
	if g, label := c.sharing(); g != nil && g.ID == MaxUUID && label != Clear {
		c.fail("/document/distribution/tlp/label", "write CLEAR, or remove the sharing group", "the sharing group is everybody, and the label is %q", label)
	}
}

func clearIsMax(c *check) {
	g, label := c.sharing()
	if g == nil || label != Clear || g.ID == MaxUUID || g.ID == NilUUID && c.doc.Document.Tracking.Status == Draft {
		return
	}
	c.fail("/document/distribution/sharing_group/id", "remove the sharing group, or choose another label", "the document is TLP:CLEAR, and its sharing group is not everybody")
}

func groupNameReserved(c *check) {
	g, _ := c.sharing()
	if g == nil {
		return
	}
	for id, name := range reserved {
		if g.Name == name && g.ID != id {
			c.fail("/document/distribution/sharing_group/name", "choose another name, or write the id "+id, "the name %q is reserved for another id", name)
		}
	}
}

func groupNameMissing(c *check) {
	if g, _ := c.sharing(); g != nil && reserved[g.ID] != "" && g.Name != reserved[g.ID] {
		c.fail("/document/distribution/sharing_group/name", fmt.Sprintf("write %q", reserved[g.ID]), "the sharing group with this id is called %q", reserved[g.ID])
	}
}

func licenceValid(c *check) {
	s := c.doc.Document.LicenseExpression
	if s == "" {
		return
	}
	if _, err := parseLicence(s); err != nil {
		c.fail("/document/license_expression", "write an expression of SPDX such as CC-BY-4.0", "%q is no licence expression: %v", short(s), err)
	}
}

func licenceText(c *check) {
	e, err := parseLicence(c.doc.Document.LicenseExpression)
	if err == nil && len(e.unlisted) > 0 && c.english() {
		c.titled("License", LegalDisclaimer)
	}
}
