// Package csaf reads, checks and writes security advisories in the Common Security Advisory Framework, versions 2.0 and 2.1. It judges no
// product: what it writes was decided elsewhere, and what it reads stays what its author said.
//
//	Read      JSON to a Document, with the place of everything that is wrong with its form
//	Validate  the mandatory tests of section 6.1 of the standard
//	Products  the product tree as a list: vendor, family, name, version or range, and what the product is a part of
//	Compose   an Advisory, as one would say it, to a Document of either version
//	Write     a Document to JSON; FileName gives the name that the standard wants for the file
//
// Version 2.0 is the OASIS Standard of 18 November 2022. Version 2.1 is Committee Specification Draft 02 of 29 October 2025, the last one
// that was published when this was written; later drafts replace `relationships` and `involvements`, and are not read.
// Nothing reads a clock: the same input gives the same bytes.
package csaf

// Version is a version of the standard.
type Version string

// The versions, as csaf_version says them.
const (
	V20 Version = "2.0"
	V21 Version = "2.1"
)

// SchemaURL is what a document of version 2.1 says in $schema.
const SchemaURL = "https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json"

// The profiles, as the category of a document says them. Any other category is of the profile CSAF Base.
const (
	Base               = "csaf_base"
	IncidentResponse   = "csaf_security_incident_response"
	Informational      = "csaf_informational_advisory"
	SecurityAdvisory   = "csaf_security_advisory"
	VEX                = "csaf_vex"
	DeprecatedAdvisory = "csaf_deprecated_security_advisory" // 2.1
	Withdrawn          = "csaf_withdrawn"                    // 2.1
	Superseded         = "csaf_superseded"                   // 2.1
)
