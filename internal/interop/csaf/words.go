package csaf

import "slices"

// Words of a version, for each closed list of the standard.

// Words is the version itself: a document says the one that it is read as.
func (Version) Words(v Version) []string { return []string{string(v)} }

// Words lists the labels.
func (Label) Words(v Version) []string {
	if v == V20 {
		return []string{"AMBER", "GREEN", "RED", "WHITE"}
	}
	return []string{"AMBER", "AMBER+STRICT", "CLEAR", "GREEN", "RED"}
}

// Words lists the sorts of notes.
func (NoteCategory) Words(Version) []string {
	return []string{"description", "details", "faq", "general", "legal_disclaimer", "other", "summary"}
}

// Words lists the roles of publishers.
func (PublisherCategory) Words(v Version) []string {
	return since(v, []string{"coordinator", "discoverer", "other", "translator", "user", "vendor"}, "multiplier")
}

// Words lists where references lead.
func (ReferenceCategory) Words(Version) []string { return []string{"external", "self"} }

// Words lists how finished documents are.
func (DocumentStatus) Words(Version) []string { return []string{"draft", "final", "interim"} }

// Words lists the sorts of branches.
func (BranchCategory) Words(v Version) []string {
	return since(v, []string{
		"architecture", "host_name", "language", "legacy", "patch_level", "product_family", "product_name", "product_version", "product_version_range", "service_pack", "specification", "vendor",
	}, "platform")
}

// Words lists how products belong together.
func (RelationshipCategory) Words(Version) []string {
	return []string{"default_component_of", "external_component_of", "installed_on", "installed_with", "optional_component_of"}
}

// Words lists the reasons why a product is not affected.
func (Justification) Words(Version) []string { return justifications }

var justifications = []string{
	"component_not_present", "inline_mitigations_already_exist", "vulnerable_code_cannot_be_controlled_by_adversary", "vulnerable_code_not_in_execute_path", "vulnerable_code_not_present",
}

// Words lists the roles of those involved.
func (Party) Words(Version) []string {
	return []string{"coordinator", "discoverer", "other", "user", "vendor"}
}

// Words lists how far those involved have come.
func (InvolvementStatus) Words(Version) []string {
	return []string{"completed", "contact_attempted", "disputed", "in_progress", "not_contacted", "open"}
}

// Words lists the severities.
func (Rating) Words(Version) []string { return []string{"critical", "high", "low", "medium", "none"} }

// Words lists the sorts of remediations.
func (RemediationCategory) Words(v Version) []string {
	return since(v, []string{"mitigation", "no_fix_planned", "none_available", "vendor_fix", "workaround"}, "fix_planned", "optional_patch")
}

// Words lists what may have to be started again.
func (RestartCategory) Words(Version) []string {
	return []string{"connected", "dependencies", "machine", "none", "parent", "service", "system", "vulnerable_component", "zone"}
}

// Words lists the sorts of threats.
func (ThreatCategory) Words(Version) []string {
	return []string{"exploit_status", "impact", "target_set"}
}

// since adds the words that 2.1 has brought.
func since(v Version, words []string, later ...string) []string {
	if v == V20 {
		return words
	}
	return slices.Concat(words, later)
}
