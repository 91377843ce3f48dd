// A few kinds of the knowledge base, and which of them may be joined: enough to try the canvas without a server.

import type { Connection, Kind } from "../src/canvas/types";

const titles: Record<string, [title: string, block: string, says?: string]> = {
  "device.patient-monitor": ["Patient monitor", "assets", "Shows vital signs at the bedside and raises alarms."],
  "device.patient-monitor.central-station": ["Central station", "assets", "Shows the monitors of a ward at the desk of the nurses."],
  "device.infusion-pump": ["Infusion pump", "assets", "Delivers fluids and drugs into a vein."],
  "device.infusion-pump.syringe": ["Syringe pump", "assets", "Delivers small volumes from a syringe."],
  "device.ventilator": ["Ventilator", "assets", "Breathes for the patient or helps to."],
  "device.hospital-bed": ["Hospital bed", "assets", "A bed with sensors and a network connection."],
  "device.pulse-oximeter": ["Pulse oximeter", "assets", "Measures oxygen in the blood through the skin."],
  "device.wearable-sensor": ["Wearable sensor", "assets", "Measures movement or signals of the body for days."],
  "device.home-hub": ["Home hub", "assets", "Takes data of sensors at home and sends them on."],
  "device.home-meter": ["Home meter", "assets", "Measures on request, such as blood pressure."],
  "device.smartphone": ["Smartphone", "assets", "A phone that runs applications."],
  "device.router": ["Router", "assets", "Joins a home or site network to the internet."],
  "device.server": ["Server", "assets", "A computer that serves others."],
  "platform.cloud": ["Cloud platform", "assets", "Computers of a provider, rented by use."],
  "service.api": ["Programming interface", "assets"],
  "service.processing": ["Processing service", "assets"],
  "service.database": ["Database", "assets"],
  "service.update": ["Update service", "assets"],
  "service.health-record": ["Health record", "assets"],
  "service.integration-engine": ["Integration engine", "assets"],
  "service.identity": ["Identity service", "assets"],
  "service.alarm-manager": ["Alarm manager", "assets"],
  "service.laboratory-system": ["Laboratory system", "assets"],
  "service.image-archive": ["Image archive", "assets"],
  "service.pharmacy-system": ["Pharmacy system", "assets"],
  "service.log-collector": ["Log collector", "assets"],
  "software.mobile-app": ["Mobile application", "assets"],
  "software.agent": ["Agent", "assets", "Software that works without a user."],
  "os.linux": ["Linux", "assets"],
  "network.hospital": ["Hospital network", "networks"],
  "network.lan": ["Local network", "networks"],
  "network.wifi": ["Wi-Fi network", "networks"],
  "network.internet": ["Internet", "networks"],
  "person.clinician": ["Clinician", "people"],
  "person.patient": ["Patient", "people"],
  "data.health.report": ["Report", "data"],
  "data.health.signal": ["Signal", "data"],
  "function.monitoring": ["Monitoring", "functions"],
  "function.treatment-by-clinician": ["Treatment by a clinician", "functions"],
  organisation: ["Organisation", "organisations"],
  zone: ["Zone", "zones", "Where one organisation or person is in charge."],
};

export const kindTitle = (id: string) => titles[id]?.[0] ?? id;

export const kinds: Kind[] = Object.entries(titles).map(([kind, [title, block, says]]) => ({ kind, title, block, says: says ?? "" }));

const block = (kind: string) => titles[kind]?.[1];

const put = (sort: string, key: string): Connection => ({ sort, do: "put", id: "{from}", path: [key], value: "{to}" });

const rules: [from: string, to: string, connection: Connection][] = [
  ["assets", "assets", { sort: "flow", do: "add", id: "{new}", block: "flows", value: { from: "{from}", to: "{to}" } }],
  ["assets", "networks", put("on", "on")],
  ["networks", "networks", put("joins", "joins")],
  ["people", "assets", put("manages", "manages")],
  ["people", "assets", put("uses", "uses")],
  ["data", "functions", { sort: "informs", do: "set", id: "{to}", path: ["uses", "{from}"], value: {} }],
  ["people", "functions", { sort: "performs", do: "set", id: "{to}", path: ["by"], value: "{from}" }],
];

const inside = (kind: string) => /^(software|os)\./.test(kind);

export function legal(from: string, to: string): Connection[] {
  const found = rules.filter(([f, t]) => block(from) === f && block(to) === t).map(([, , c]) => c);
  return inside(from) && block(to) === "assets" ? [...found, { sort: "inside", do: "add", id: "{to}/{new}", block: "runs" }] : found;
}
