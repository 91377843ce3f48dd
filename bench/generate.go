// Package bench generates inputs of stated sizes for benchmarks and measures whole runs on them.
package bench

import (
	"fmt"
	"strings"
)

// Hospital writes a model with the given number of assets: wards of bedside devices with operating system and software,
// networks, staff, data, flows to servers, clinical functions and harms, about two links an asset. The same number gives
// the same bytes.
func Hospital(assets int) []byte {
	var b strings.Builder
	b.WriteString("cordon: 1\n\nsystem: {id: generated, name: Generated hospital, intended-purpose: Input for benchmarks}\n")
	devices := max(1, assets/3)
	wards := devices/20 + 1
	section := func(name string) { fmt.Fprintf(&b, "\n%s:\n", name) }

	section("places")
	for w := range wards {
		fmt.Fprintf(&b, "  ward-%d: {kind: place.ward}\n", w)
	}
	b.WriteString("  rooms: {kind: place.data-centre}\n")
	section("zones")
	for w := range wards {
		fmt.Fprintf(&b, "  zone-%d: {title: Ward zone %d}\n", w, w)
	}
	section("networks")
	b.WriteString("  core: {kind: network.hospital, place: rooms, joins: [internet]}\n  internet: {kind: network.internet}\n")
	for w := range wards {
		fmt.Fprintf(&b, "  lan-%d: {kind: network.hospital, place: ward-%d, zone: zone-%d, joins: [core]}\n", w, w, w)
	}
	section("people")
	for w := range wards {
		fmt.Fprintf(&b, "  nurse-%d: {kind: person.clinician, place: ward-%d, uses: [device-%d]}\n", w, w, w)
		fmt.Fprintf(&b, "  patient-%d: {kind: person.patient, place: ward-%d}\n", w, w)
	}
	section("assets")
	kinds := []string{"device.patient-monitor", "device.infusion-pump", "device.workstation", "device.ventilator"}
	systems := []string{"os.linux", "os.rtos", "os.windows", "os.linux"}
	updates := []string{"days", "weeks", "months", "never"}
	for d := range devices {
		w := d % wards
		if isServer(d) {
			fmt.Fprintf(&b, "  device-%d: {kind: device.server, place: rooms, on: [core], runs: {os: {kind: os.linux, facts: {listens: yes, update-time: weeks}}, db: {kind: service.database, facts: {listens: yes}}}}\n", d)
			continue
		}
		fmt.Fprintf(&b, "  device-%d: {kind: %s, place: ward-%d, zone: zone-%d, on: [lan-%d], runs: {os: {kind: %s, facts: {listens: yes, update-time: %s}}, app: {kind: software.agent, facts: {listens: no, supported: yes}}}}\n",
			d, kinds[d%4], w, w, w, systems[d%4], updates[d/4%4])
	}
	section("data")
	for d := range devices {
		if d%4 == 0 {
			fmt.Fprintf(&b, "  vitals-%d: {kind: data.health.signal, about: patient-%d, made-by: device-%d}\n", d, d%wards, d)
		}
	}
	section("flows")
	for d := range devices {
		to := d + wards
		if to >= devices {
			to = d - wards
		}
		if d%4 == 0 && to >= 0 && !isServer(to) {
			fmt.Fprintf(&b, "  send-%d: {from: device-%d, to: device-%d, carries: [vitals-%d], over: [lan-%d]}\n", d, d, to, d, d%wards)
		}
	}
	section("functions")
	for d := 0; d < devices; d += 40 {
		fmt.Fprintf(&b, "  watch-%d: {kind: function.monitoring, by: nurse-%d, for: patient-%d, uses: {vitals-%d: {at: device-%d, integrity: high, availability: high, timeliness: minutes}}}\n", d, d%wards, d%wards, d, d)
	}
	section("harms")
	for d := 0; d < devices; d += 400 {
		fmt.Fprintf(&b, "  missed-%d: {kind: harm.missed-deterioration, from: [watch-%d], to: patient-%d, severity: {adult: 5}}\n", d, d, d%wards)
	}
	return []byte(b.String())
}

// GuardedHospital is Hospital with controls on nearly everything, about one and a half for each asset: what a judgement of layers has to
// take away one by one.
func GuardedHospital(assets int) []byte {
	devices := max(1, assets/3)
	wards := devices/20 + 1
	var b strings.Builder
	b.Write(Hospital(assets))
	b.WriteString("\ncontrols:\n")
	place := func(control string, n int, on string, where func(int) bool) {
		var list []string
		for i := range n {
			if where(i) {
				list = append(list, fmt.Sprintf(on, i))
			}
		}
		if len(list) > 0 {
			fmt.Fprintf(&b, "  - {control: %s, on: [%s], state: present}\n", control, strings.Join(list, ", "))
		}
	}
	all := func(int) bool { return true }
	bedside := func(d int) bool { return !isServer(d) }
	place("CTL-0004", wards, "lan-%d", all)
	place("CTL-0021", wards, "ward-%d", all)
	place("CTL-0157", devices, "device-%d", bedside)
	place("CTL-0113", devices, "device-%d/app", bedside)
	place("CTL-0440", devices, "device-%d/app", bedside)
	place("CTL-0018", devices, "watch-%d", func(d int) bool { return d%40 == 0 })
	return []byte(b.String())
}

// isServer tells which devices stand in the server room instead of on a ward.
func isServer(device int) bool { return device%200 == 199 }
