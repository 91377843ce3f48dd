package diag

// Code names a kind of diagnostic for good: a code is never given another meaning and never used again.
type Code string

// The codes, by what went wrong. Codes carries the explanation of each.
const (
	FileUnreadable Code = "C101"
	FileTooLarge   Code = "C102"
	FileEmpty      Code = "C103"
	NotUTF8        Code = "C104"
	BadYAML        Code = "C105"
	TooDeep        Code = "C106"
	AliasUsed      Code = "C107"
	ManyDocuments  Code = "C108"
	TooManyNodes   Code = "C109"
	KeyForm        Code = "C110"

	UnknownKey    Code = "C201"
	WrongType     Code = "C202"
	WrongValue    Code = "C203"
	MissingKey    Code = "C204"
	DuplicateKey  Code = "C205"
	BadID         Code = "C206"
	WrongVersion  Code = "C207"
	EmptyValue    Code = "C208"
	OutOfRange    Code = "C209"
	WrongPlainTag Code = "C210"

	DanglingReference  Code = "C301"
	DuplicateID        Code = "C302"
	CyclicImport       Code = "C303"
	ImportOutside      Code = "C304"
	WrongBlock         Code = "C305"
	NoSystem           Code = "C306"
	CyclicNesting      Code = "C307"
	RepeatedReference  Code = "C308"
	ImportsTooMany     Code = "C309"
	UnusedElement      Code = "C310"
	OperationForm      Code = "C320"
	NoSuchElement      Code = "C321"
	StillUsed          Code = "C322"
	TextMoved          Code = "C323"
	NotEditable        Code = "C324"
	UnreachableNetwork Code = "C401"
	FlowToItself       Code = "C402"
	NowhereStored      Code = "C403"
	AmbiguousCopy      Code = "C404"
	NoData             Code = "C405"
	DateOrder          Code = "C406"

	UnknownKind      Code = "C501"
	KindInBlock      Code = "C502"
	UnknownFact      Code = "C503"
	FactValue        Code = "C504"
	UnknownTrust     Code = "C505"
	UnknownControl   Code = "C506"
	ControlNotHere   Code = "C507"
	WithdrawnEntry   Code = "C508"
	AbstractKind     Code = "C509"
	FactNotHere      Code = "C510"
	TrustNotHere     Code = "C511"
	ModelGap         Code = "C512"
	UnknownItem      Code = "C513"
	AnswerValue      Code = "C514"
	UnknownClause    Code = "C515"
	EntryID          Code = "C601"
	EntryReference   Code = "C602"
	EntryPattern     Code = "C603"
	EntryProse       Code = "C604"
	EntryExample     Code = "C605"
	EntryCoverage    Code = "C606"
	EntrySource      Code = "C607"
	EntryScale       Code = "C608"
	EntryDuplicate   Code = "C609"
	EntryUnreachable Code = "C610"
	EntryCopied      Code = "C611"
	TermMisused      Code = "C613"
	PackName         Code = "C612"

	ForeignTable       Code = "C701"
	ForeignColumn      Code = "C702"
	ForeignCells       Code = "C703"
	ForeignReference   Code = "C704"
	ForeignDuplicate   Code = "C705"
	ForeignValue       Code = "C706"
	ForeignVersion     Code = "C707"
	ForeignQuad        Code = "C708"
	ForeignTruncated   Code = "C709"
	ForeignTooLarge    Code = "C710"
	ForeignMismatch    Code = "C711"
	ForeignCycle       Code = "C712"
	ForeignUnsupported Code = "C713"

	OscalJSON     Code = "C720"
	OscalTooLarge Code = "C721"
	OscalModel    Code = "C722"
	OscalForm     Code = "C723"
	OscalTwice    Code = "C724"
	OscalLeftOut  Code = "C725"

	BomUnknown   Code = "C730"
	BomMalformed Code = "C731"
	BomTooLarge  Code = "C732"
	BomForm      Code = "C733"
	BomTwice     Code = "C734"
	BomReference Code = "C735"
	BomGaps      Code = "C736"
	BomVersion   Code = "C737"
	BomPurl      Code = "C738"
	BomLeftOut   Code = "C739"

	OsvForm      Code = "C760"
	OsvRange     Code = "C761"
	OsvEcosystem Code = "C762"
	ClockName    Code = "C861"
	ClockTime    Code = "C862"
	ClockMany    Code = "C863"

	FeedForm     Code = "C790"
	FeedVersions Code = "C791"
	FeedCPE      Code = "C792"
	FeedDamaged  Code = "C793"
	FeedTooLarge Code = "C794"
	FeedFetch    Code = "C795"
	FeedUnproved Code = "C796"

	CsafJSON     Code = "C740"
	CsafTooLarge Code = "C741"
	CsafVersion  Code = "C742"
	CsafForm     Code = "C743"
	CsafUnknown  Code = "C744"
	CsafTest     Code = "C745"

	VexJSON     Code = "C780"
	VexTooLarge Code = "C781"
	VexUnknown  Code = "C782"
	VexForm     Code = "C783"
	VexLeftOut  Code = "C784"
	VexRule     Code = "C785"

	FleetList    Code = "C870"
	FleetCell    Code = "C871"
	FleetTorn    Code = "C872"
	FleetDamaged Code = "C873"
	FleetMore    Code = "C874"
	FleetColumn  Code = "C875"

	ReadingIndicator Code = "C850"
	ReadingElement   Code = "C851"
	ReadingValue     Code = "C852"
	ReadingTime      Code = "C853"
	ReadingRow       Code = "C854"

	ReportForm    Code = "C855"
	ReportUnknown Code = "C856"
	ReportAsset   Code = "C857"

	ProductScheme Code = "C786"

	DecisionAbout    Code = "C801"
	DecisionRecord   Code = "C802"
	DecisionTwice    Code = "C803"
	DecisionReplaces Code = "C804"
	SignatureForm    Code = "C805"
	MoveCircle       Code = "C806"
	MoveStillThere   Code = "C807"
	MoveNowhere      Code = "C808"
	DecisionFallen   Code = "C809"

	EventForm    Code = "C820"
	EventWaits   Code = "C821"
	RecordAbsent Code = "C822"

	StoreForeign   Code = "C901"
	StoreDamaged   Code = "C902"
	StoreNewer     Code = "C903"
	StoreRights    Code = "C904"
	StoreAddress   Code = "C905"
	StoreUnreached Code = "C906"
	StoreAccount   Code = "C907"
	StoreAbsent    Code = "C908"
	StoreEncoding  Code = "C909"
	AdditionPlace  Code = "C830"
	AdditionTwice  Code = "C831"
)

// Explanation tells a user what a code means and what to do.
type Explanation struct {
	Code     Code
	Severity Severity
	Title    string
	Advice   string
}

// Codes explains every code, in order.
var Codes = []Explanation{
	{FileUnreadable, Error, "A file cannot be read", "Check the path, the spelling and the permissions."},
	{FileTooLarge, Error, "A file is larger than Cordon reads", "Split the model: a directory of files is one system, and `imports` bring in others. The limit is 16 MiB a file."},
	{FileEmpty, Error, "A file has no content", "Begin with `cordon: 1` and a `system` block; `cordon help model` shows the smallest one."},
	{NotUTF8, Error, "A file is not UTF-8 text", "Save the file as UTF-8."},
	{BadYAML, Error, "A file is not well-formed YAML", "The message names the place where reading stopped; the cause is there or just above."},
	{TooDeep, Error, "Blocks are nested too deeply", "A model needs a handful of levels; the limit is 40."},
	{AliasUsed, Error, "A YAML anchor or alias is used", "Write the value out, or name the element and refer to it by id."},
	{ManyDocuments, Error, "A file holds several YAML documents", "Put each document into a file of its own."},
	{TooManyNodes, Error, "A file has more values than Cordon reads", "Split the model. The limit is 2,000,000 values a file."},
	{KeyForm, Error, "A key is more than a word", "Write one word before the colon. A question mark at the beginning of a line makes a key of what follows."},

	{UnknownKey, Error, "A key is not part of the language", "The hint names the nearest key that is."},
	{WrongType, Error, "A value has the wrong form", "The message says which form is expected: a word, a number, a list or a block."},
	{WrongValue, Error, "A value is not one of the allowed words", "The hint lists the allowed words."},
	{MissingKey, Error, "A required key is absent", "Add the key."},
	{DuplicateKey, Error, "A key stands twice in one block", "Remove one, or rename it."},
	{BadID, Error, "An id has a wrong form", "An id is lower-case letters, digits and single hyphens, and begins with a letter."},
	{WrongVersion, Error, "The language version is not supported", "Write `cordon: 1`."},
	{EmptyValue, Error, "A value is empty", "Give the value, or remove the key."},
	{OutOfRange, Error, "A number is outside its range", "The message gives the range."},
	{WrongPlainTag, Error, "An explicit YAML tag is used", "Remove the tag (`!…`); the language decides the type."},

	{DanglingReference, Error, "A reference names nothing", "The hint names the nearest id that exists."},
	{DuplicateID, Error, "An id is given twice", "Ids are unique over all files of a system; rename one."},
	{CyclicImport, Error, "Imports form a circle", "Move what both files need into a third one."},
	{ImportOutside, Error, "An import leaves the system's directory", "Imports stay below the directory of the system, so that a model can be handed over whole."},
	{WrongBlock, Error, "A reference names the wrong sort of element", "The message says which block the element must stand in."},
	{NoSystem, Error, "There is no `system` block, or more than one", "Exactly one file of a directory has it."},
	{CyclicNesting, Error, "An element contains itself", "Break the circle of `within`."},
	{RepeatedReference, Error, "A list names the same element twice", "Remove one."},
	{ImportsTooMany, Error, "More files than Cordon reads", "The limit is 10,000 files and 256 MiB for a system."},
	{UnusedElement, Warning, "An element is connected to nothing", "Connect it or remove it: no threat can reach it, and none can come from it."},
	{OperationForm, Error, "A change does not say what it needs to", "The message names what is missing or cannot be understood."},
	{NoSuchElement, Error, "A change is to something that is not there", "It may have been removed or renamed meanwhile; look at the description again."},
	{StillUsed, Error, "An element cannot be removed while others name it", "Remove what names it first, or ask for all of it to be removed together."},
	{TextMoved, Error, "A change cannot be taken back, for the text was changed since", "Change it by hand."},
	{NotEditable, Error, "A change cannot be written into a file in its present form", "Bring the file into the usual form with cordon fmt, or change the text by hand."},
	{UnreachableNetwork, Error, "A flow uses a network that its end is not on", "Put the end on the network (`on:`), or correct `over:`."},
	{FlowToItself, Error, "A flow ends where it begins", "Correct `from` or `to`."},
	{NowhereStored, Warning, "Data is neither stored nor carried anywhere", "Say `stored-on`, or carry it in a flow."},
	{AmbiguousCopy, Error, "A function does not say where it reads its data", "Add `at:` with the asset on which the actor sees or uses the data."},
	{NoData, Error, "A function reads data where there is none", "Store the data on that asset, or let a flow carry it there."},
	{DateOrder, Error, "Dates are in the wrong order", "The start lies before the end."},

	{UnknownKind, Error, "A kind is not in the knowledge base", "The hint names the nearest kind; `cordon content list --type kind` shows all."},
	{KindInBlock, Error, "A kind does not belong in this block", "The message names the kinds that do."},
	{UnknownFact, Error, "A fact is not in the knowledge base", "The hint names the nearest fact that applies to this kind."},
	{FactValue, Error, "A fact has a value that it cannot take", "The hint lists the values."},
	{UnknownTrust, Error, "A trust attribute is not in the knowledge base", "The hint names the nearest one that applies to this kind."},
	{UnknownControl, Error, "A control is not in the knowledge base", "`cordon content list --type control` shows all."},
	{ControlNotHere, Error, "A control cannot be placed on this kind of element", "The message names the kinds it is made for."},
	{WithdrawnEntry, Warning, "A withdrawn entry is used", "The entry says what replaces it."},
	{AbstractKind, Error, "A kind is too general to be used", "Choose one of the kinds below it."},
	{FactNotHere, Error, "A fact does not apply to this kind of element", "`cordon content show FACT` lists the kinds it applies to."},
	{TrustNotHere, Error, "A trust attribute does not apply to this kind of element", "`cordon content show ATTRIBUTE` lists the kinds it applies to."},
	{ModelGap, Warning, "A description is likely incomplete", "The message names the modelling check; `cordon content show CHK-…` says what stays unseen. Only `cordon check` looks for gaps. Where nothing is missing, leave the warning."},
	{UnknownItem, Error, "An answer is to an item that the knowledge base does not have", "Choose a questionnaire and one of its items; cordon document mds2 lists the items that are asked."},
	{AnswerValue, Error, "An answer that the item does not allow", "Write one of the answers in the hint, and a note with see-note."},
	{UnknownClause, Error, "A text belongs to no clause of the knowledge base", "Name the document with its edition, and a place in it; cordon comply PATH --document ID lists the clauses."},
	{EntryID, Error, "A knowledge entry has a wrong id", "The id equals the file name without `.yaml` and has the form its folder asks for."},
	{EntryReference, Error, "A knowledge entry refers to nothing", "The hint names the nearest entry."},
	{EntryPattern, Error, "A pattern cannot be understood or can never match", "content/FORMAT.md describes patterns."},
	{EntryProse, Error, "A knowledge entry lacks an explanation", "content/STYLE.md says what each text is for."},
	{EntryExample, Error, "An example does not do what it says", "Correct the pattern or the example; both are claims."},
	{EntryCoverage, Error, "A knowledge entry has no use or no answer", "Every control answers a threat; every threat has a control or a reason why not."},
	{EntrySource, Error, "A knowledge entry names no source", "Name document and place."},
	{EntryScale, Error, "A scale or table is not sound", "Tables are complete and rise with both axes."},
	{EntryDuplicate, Error, "Two knowledge entries say the same", "Merge them, or make the difference visible in the title and the pattern."},
	{EntryUnreachable, Error, "A consequence or trust attribute leads nowhere", "Each consequence is caused by a threat and matters somewhere; each trust attribute is a cause."},
	{PackName, Error, "A pack has no id and version of the right form", "`pack.yaml` beside the folders gives id, title and version; content/FORMAT.md says when the version is raised."},
	{EntryCopied, Error, "A knowledge entry has the words of a source", "Only facts carry over. Say it in your own words, or name the place in `sources` instead."},
	{TermMisused, Warning, "A text uses a term against its meaning", "Write what the glossary proposes, or another word."},

	{ForeignTable, Error, "A table of a Spyderisk knowledge base is missing or cannot be read", "A base is a folder with one CSV file for each table, named after the table; copy the folder again, whole."},
	{ForeignColumn, Error, "A table of a Spyderisk knowledge base lacks a column", "The first row names the columns; the message says which one is needed."},
	{ForeignCells, Error, "A row of a CSV table is not well formed", "Each row has as many cells as the first one; a cell with a comma, a quote or a line break stands in double quotes."},
	{ForeignReference, Error, "A name in a Spyderisk file refers to nothing", "The message says in which table the name must stand. For a model: use the knowledge base that it was made with."},
	{ForeignDuplicate, Error, "A name or a pair is defined twice in a Spyderisk knowledge base", "Remove one of the rows."},
	{ForeignValue, Error, "A value in a Spyderisk file has a wrong form or is absent", "The message says which form is expected."},
	{ForeignVersion, Error, "A Spyderisk knowledge base is of a version that Cordon does not read", "Cordon reads bases of the version 6 family, which declare their features in DomainFeature.csv."},
	{ForeignQuad, Error, "A line is not an N-Quads statement", "Export the model again as N-Quads; a statement is subject, predicate, object, graph and a full stop."},
	{ForeignTruncated, Error, "A file breaks off or is damaged", "Copy or export the file again."},
	{ForeignTooLarge, Error, "A file is larger than Cordon reads", "The limits are 1 GiB of N-Quads after unpacking, 4,000,000 statements, 256 MiB of distinct text, 1 MiB for a line and 64 MiB for a CSV table."},
	{ForeignMismatch, Error, "A Spyderisk model does not fit together, or not to its knowledge base", "Use the knowledge base that the model was made with, and one model for each file."},
	{ForeignCycle, Error, "A class or relation is its own ancestor", "Break the circle in the table of parents."},
	{ForeignUnsupported, Error, "A Spyderisk knowledge base or model uses something that Cordon cannot run as Spyderisk does", "No published base or result shows what it means; take it out, or send us an example with results."},

	{OscalJSON, Error, "A document of OSCAL is not well-formed JSON", "The message names the place where reading stopped. Cordon reads OSCAL in JSON; convert XML and YAML first."},
	{OscalTooLarge, Error, "A document of OSCAL is larger than Cordon reads", "The limits are 64 MiB, 2,000,000 values, 64 levels, and 100,000 pairs of controls that a mapping relates."},
	{OscalModel, Error, "A file is no document of OSCAL that Cordon reads", "Cordon reads catalogs, profiles, component definitions, assessment results, plans of action and milestones, and mapping collections of OSCAL 1."},
	{OscalForm, Error, "A document of OSCAL lacks something, or has it in a wrong form", "The message says what is expected. Check the document against the published schema, and export it again."},
	{OscalTwice, Error, "A document of OSCAL gives an id twice", "Remove one, or give it another id."},
	{OscalLeftOut, Warning, "Something of a document of OSCAL is not carried over", "The message says what. Look at the document itself where it matters."},

	{BomUnknown, Error, "A file is no bill of materials that Cordon reads", "Cordon reads CycloneDX 1 in JSON and XML, SPDX 2 in JSON and as tags and values, and SPDX 3 in JSON. Export the document in one of these."},
	{BomMalformed, Error, "A bill of materials breaks off or is not well formed", "The message names the place where reading stopped; what stands before it was read. Copy or export the file again."},
	{BomTooLarge, Error, "A bill of materials is larger than Cordon reads", "The limits are 256 MiB, 20,000,000 values, 500,000 components and 256 levels. Export the document in parts."},
	{BomForm, Warning, "A value in a bill of materials has a wrong form", "The value is left out, or taken as the message says; all else is read. Tell the maker of the document."},
	{BomTwice, Warning, "A bill of materials gives an id twice", "Both components are read; what refers to the id means the first. Tell the maker of the document."},
	{BomReference, Warning, "A bill of materials refers to something that it does not have, or in a circle", "The reference is left out. Tell the maker of the document."},
	{BomGaps, Warning, "Components in a bill of materials lack a name, a version or an identifier", "They are kept. Vulnerabilities of a component without version, or without package URL and CPE, are found by hand only."},
	{BomVersion, Warning, "A bill of materials is of a version of its format that Cordon does not know", "It is read as the nearest version that is known. Compare the number of components with the document."},
	{BomPurl, Warning, "A package URL in a bill of materials is not well formed", "It is kept as it is, and no advisory matches it. The component's maker has to correct it."},
	{BomLeftOut, Warning, "Something of a bill of materials is not carried over", "The message says what. Look at the document itself where it matters."},
	{OsvForm, Warning, "A file is no record of OSV", "Take the file from its source again, or leave it out."},
	{OsvRange, Warning, "A range of versions in an advisory cannot be read", "Tell its author; the other ranges of the record count."},
	{ClockName, Error, "An event names a fact, a clock or a detail that nobody knows", "content/FORMAT.md lists facts and details; `cordon content list --type clock` lists the clocks."},
	{ClockTime, Error, "A time in an event is no point in time, no day or no time zone", "Write points in time as 2026-11-26T14:30:00+01:00, days as 2026-11-26, and zones as Europe/Berlin."},
	{ClockMany, Error, "An event has more facts, anchors or reports than Cordon reads", "The limit is 500 of each. Make an event of each thing that happened."},
	{OsvEcosystem, Warning, "Nothing is known of how versions of an ecosystem are ordered", "Versions that the advisory lists count; for its ranges look yourself."},
	{FeedForm, Warning, "A file of a feed does not have the form of its kind", "The message says what; what could be read of it counts. Take the file from its source again."},
	{FeedVersions, Warning, "Versions in a record of a feed cannot be read", "Tell its author; the rest of the record counts."},
	{FeedCPE, Warning, "A CPE name in a record of a feed is not well formed", "Tell its author; the rest of the record counts."},
	{FeedDamaged, Warning, "A file of a feed cannot be read, or is damaged", "All other files count. Take it from its source again and make the index anew."},
	{FeedTooLarge, Warning, "A file of a feed is larger than Cordon reads", "The limits are 16 MiB for one record, 512 MiB for one file, 8 GiB and 2,000,000 files for a zip, all after unpacking, 2,000,000 files for a folder and 4 GiB for a download."},
	{FeedFetch, Warning, "A feed cannot be fetched", "What was fetched before counts, if there is something. Try again; a download goes on where it broke off."},
	{FeedUnproved, Warning, "Nothing proves that a feed arrived as it was sent", "Its source has neither a SHA-256 nor a SHA-512 file beside it. Compare it by hand where it matters."},
	{CsafJSON, Error, "A security advisory is not well-formed JSON", "The message names the place where reading stopped. Download the advisory again; it is the file with the ending .json."},
	{CsafTooLarge, Error, "A security advisory is larger than Cordon reads", "The limits are 64 MiB, 2,000,000 values and 128 levels."},
	{CsafVersion, Error, "A file is no security advisory that Cordon reads", "Cordon reads CSAF 2.0 and 2.1 in JSON."},
	{CsafForm, Error, "A security advisory lacks something, or has it in a wrong form", "The message names the member by its path. Ask the publisher for a valid document, or correct it where you are the publisher."},
	{CsafUnknown, Warning, "A security advisory says something that the standard does not know", "It is not read. Look at the document itself where it matters."},
	{CsafTest, Error, "A security advisory does not pass a mandatory test", "The message names the test of section 6.1 of the standard and the place. Correct the document, or ask its publisher to."},

	{VexJSON, Error, "A VEX document is not well-formed JSON", "The message names the place where reading stopped. Cordon reads VEX in JSON only."},
	{VexTooLarge, Error, "A VEX document is larger than Cordon reads", "The limits are 64 MiB, 2,000,000 values, 64 levels and 100,000 statements."},
	{VexUnknown, Error, "A file is no VEX document that Cordon reads", "Cordon reads OpenVEX 0.0.1 and 0.2.0, CycloneDX 1.4 to 1.7 with vulnerabilities, and CSAF 2.0 and 2.1, in JSON."},
	{VexForm, Error, "A value in a VEX document has a wrong form", "The message names it by its path. The value is left out; what remains is read."},
	{VexLeftOut, Warning, "Something of a VEX document is not carried over", "The message says what. Look at the document itself where it matters."},
	{VexRule, Error, "A VEX document breaks a rule", "The message names the element by its name in the minimum requirements of CISA (April 2023)."},

	{FleetList, Error, "A list of devices or releases cannot be read", "The first line of a CSV names the columns: serial, site, release, since and others for devices; release, bom, product, date for releases."},
	{FleetCell, Error, "A line of a list of devices or releases is wrong", "The line is left out and all others are taken. Correct it and load the list again; what is known already is not recorded twice."},
	{FleetTorn, Warning, "The log of a fleet ends within a line", "A process was stopped while it wrote. The broken line is left out, and taken away by the next change; all others count. Repeat the change that was stopped."},
	{FleetDamaged, Error, "The files of a fleet are damaged or do not belong together", "Take both files of the folder, the snapshot and the log, from the same backup."},
	{FleetMore, Error, "More lines are wrong than are told one by one", "The message says how many. Correct those that are told and load the list again."},
	{FleetColumn, Warning, "A list has a column that is not read", "Correct its name if it was meant to be read."},

	{ProductScheme, Error, "A scheme of versions in a list of products cannot be used", "The message says what is wrong. A scheme has `like` with the name of an order, or `forms` with patterns of versions whose parts are all described."},
	{DecisionAbout, Error, "A decision is about nothing that can be decided on", "Write `overall`, the id of a harm, a threat as T-…, or a control at an element as CTL-0001@element."},
	{DecisionRecord, Error, "What a decision rested on does not fit what it is about", "Do not write `rested-on` by hand; `cordon decide new` does."},
	{DecisionTwice, Error, "Two decisions about the same thing stand side by side", "Let the later one name the earlier one in `replaces`, or remove one."},
	{DecisionReplaces, Error, "A decision replaces itself, or one about something else", "Correct `replaces`, or remove it."},
	{SignatureForm, Error, "A signature is not well formed", "Remove it and sign again with `cordon decide sign`."},
	{MoveCircle, Error, "Moved ids form a circle, or one id is moved twice", "Each old id stands in one `moved` record, and following them ends at ids that the model has."},
	{MoveStillThere, Error, "An id is said to be moved and is still in the model", "Give the new element another id, or remove the `moved` record. Where an element was split and one part kept the id, name that id in `to` as well."},
	{MoveNowhere, Warning, "An id is said to be moved to one that the model does not have", "Correct `to`. If that element is gone for good, the record can go as well."},
	{ReadingIndicator, Warning, "A reading is of no indicator that the knowledge base has", "It is left out. The hint names the nearest one; `cordon watch indicator list` shows all."},
	{ReadingElement, Warning, "A reading is of an element that the description does not have, or of a kind that is not read", "It is left out. `cordon watch indicator show IND-…` lists the kinds."},
	{ReadingValue, Warning, "A reading is no answer that the indicator can have", "It is left out. `cordon watch indicator show IND-…` says the unit and the answers. Nothing is converted from one unit to another."},
	{ReadingTime, Warning, "A reading has no time that can be understood", "It is left out. Write 2026-11-26T14:30:00Z, or a day."},
	{ReadingRow, Warning, "A row in a table of readings is not well formed", "It is left out. After a quote that is not closed, all that follows is."},
	{ReportForm, Error, "A report of another tool is not well formed", "The message says what is expected. Ask the tool for the report again; docs/user/indicators.md describes the forms."},
	{ReportUnknown, Warning, "Something in a report of another tool has no counterpart", "It is left out. Look at the report itself where it matters."},
	{ReportAsset, Warning, "An asset in a report of another tool is no element of the description, or several", "What the report says of it is left out. Say in a file of names which element it is."},
	{DecisionFallen, Warning, "A decision does not stand any more", "Look at what has changed and decide again with `cordon decide new`; the new record replaces the old one. Where ids were renamed, say so under `moved`."},

	{EventForm, Error, "Parts of an event or a lifetime do not fit together", "The message says which; the hint says what is expected."},
	{EventWaits, Warning, "A change to a device in use waits for people to decide on it", "It does not count until the people named have decided; write them under `decided` of the event."},
	{RecordAbsent, Warning, "Something after release cannot be weighed, for something is not there", "The message says what is missing."},

	{StoreForeign, Error, "The file cordon.db is no database of Cordon", "It is left as it is. Give `cordon serve` another folder, or put a backup into this one."},
	{StoreDamaged, Error, "The file cordon.db is damaged", "Keep it for whoever looks into it, and start on a backup; docs/user/serve.md says how."},
	{StoreNewer, Error, "The database was written by a newer Cordon", "Start that one again. This one opens what it wrote itself, such as a backup of before."},
	{StoreRights, Error, "The database cannot be read and written", "The account that runs Cordon must be able to read and write the file cordon.db and its folder, or own the database."},
	{StoreAddress, Error, "The address of a database cannot be read", "Write `postgres://USER@HOST:5432/DATABASE`. Letters with a meaning in addresses are written as %2F and the like; a password is better in PGPASSWORD."},
	{StoreUnreached, Error, "The server of the database cannot be reached", "Check host and port, that the server runs, and that it listens to this machine."},
	{StoreAccount, Error, "The server of the database refuses the account", "Check the account, its password in PGPASSWORD or the password file, and what pg_hba.conf of the server lets in."},
	{StoreAbsent, Error, "The server has no such database", "The hint says how to make it."},
	{StoreEncoding, Error, "The database does not keep texts as UTF-8", "Make another one; the hint says how."},
	{AdditionPlace, Warning, "A text for a document stands at a place that nothing asks for", "It is in no document. Compare section and asked with the template (cordon content show KIND), or take the text out."},
	{AdditionTwice, Error, "Two texts for a document stand at the same place", "Keep one of the two."},
}

var severities = func() map[Code]Severity {
	m := make(map[Code]Severity, len(Codes))
	for _, c := range Codes {
		m[c.Code] = c.Severity
	}
	return m
}()

// Severity is the severity the code always has.
func (c Code) Severity() Severity {
	if s, ok := severities[c]; ok {
		return s
	}
	return Error
}
