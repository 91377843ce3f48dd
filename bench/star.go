package bench

import (
	"fmt"
	"strings"
)

// Star writes a Spyderisk model for the published network base: a server on a local network behind a router, and a number of
// workstations on the same network, each with a user and a program that reads the records the server keeps. Of 5 and 10 workstations it is the
// model whose results ../shared/data/spyderisk/oracle holds, but for the names. The same number gives the same bytes.
func Star(workstations int) []byte {
	s := &star{}
	s.say(s.graph(), core("domainGraph"), "<http://it-innovation.soton.ac.uk/ontologies/trustworthiness/domain-network>")
	internet, router, lan := s.asset("Internet", "Internet"), s.asset("Router", "R0"), s.asset("WiredLAN", "LAN0")
	server, service, records := s.asset("Server", "Srv"), s.asset("ApplicationProcess", "Svc"), s.asset("HealthData", "Rec")
	site, admin := s.asset("PrivateSpace", "Site"), s.asset("Adult", "Admin")
	s.link(router, "connectedTo", internet)
	s.link(lan, "providedBy", router)
	s.link(server, "connectedTo", lan)
	s.link(server, "hosts", service)
	s.link(service, "serves", records)
	s.link(server, "stores", records)
	s.link(server, "locatedIn", site)
	s.link(router, "locatedIn", site)
	s.link(admin, "manages", server)
	s.set("MS-LossOfConfidentiality-"+records, "hasImpactLevel", domain("ImpactLevelHigh"))
	s.set("MS-LossOfAvailability-"+records, "hasImpactLevel", domain("ImpactLevelMedium"))
	s.set("CS-SecureConfig-"+router, "isProposed", yes)
	for i := range workstations {
		host := s.asset("Workstation", fmt.Sprintf("WS%d", i))
		program, user := s.asset("InteractiveApplication", fmt.Sprintf("App%d", i)), s.asset("Adult", fmt.Sprintf("User%d", i))
		s.link(host, "connectedTo", lan)
		s.link(host, "hosts", program)
		s.link(program, "uses", service)
		s.link(user, "interactsWith", program)
		s.link(user, "interactsWith", host)
		s.link(host, "locatedIn", site)
		s.link(program, "reads", records)
		if i == 0 {
			s.set("CS-AntiMalware-"+host, "isProposed", yes)
		}
	}
	return []byte(s.text.String())
}

const (
	ontologies = "http://it-innovation.soton.ac.uk/ontologies/trustworthiness/"
	yes        = `"true"^^<http://www.w3.org/2001/XMLSchema#boolean>`
)

type star struct {
	text   strings.Builder
	assets int
}

func core(name string) string   { return "<" + ontologies + "core#" + name + ">" }
func domain(name string) string { return "<" + ontologies + "domain#" + name + ">" }
func system(name string) string { return "<" + ontologies + "system#" + name + ">" }
func (s *star) graph() string {
	return "<http://it-innovation.soton.ac.uk/system/00000000000000000000000a>"
}
func (s *star) say(a, is, b string)   { fmt.Fprintf(&s.text, "%s %s %s %s .\n", a, is, b, s.graph()) }
func (s *star) set(set, is, v string) { s.say(system(set), core(is), v) }

// asset adds an asset and returns its id, which is also its local name.
func (s *star) asset(class, label string) string {
	s.assets++
	id := fmt.Sprintf("%08x", uint32(s.assets)*2654435761) // spread, as hashes are
	s.say(system(id), "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", domain(class))
	s.say(system(id), "<http://www.w3.org/2000/01/rdf-schema#label>", `"`+label+`"`)
	s.say(system(id), core("hasID"), `"`+id+`"`)
	s.say(system(id), core("population"), domain("PopLevelSingleton"))
	return id
}

func (s *star) link(from, relation, to string) { s.say(system(from), domain(relation), system(to)) }
