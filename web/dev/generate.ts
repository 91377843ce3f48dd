// Graphs of any size for trying the canvas: a hospital with wards, and homes that are looked after from it. The same
// number gives the same graph.

import type { ClinicalFunction, Edge, Graph, Level, Node, Place, Zone } from "../src/canvas/types";
import { kindTitle } from "./kinds";

/** A small generator of numbers from 0 up to 1 (mulberry32). */
function numbers(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let x = Math.imul(a ^ (a >>> 15), 1 | a);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}

const bedside = ["device.patient-monitor", "device.infusion-pump", "device.ventilator", "device.hospital-bed", "device.infusion-pump.syringe", "device.pulse-oximeter"];
const central = ["service.health-record", "service.integration-engine", "service.identity", "service.alarm-manager", "service.laboratory-system", "service.image-archive", "service.pharmacy-system", "service.log-collector"];
const home = ["device.wearable-sensor", "device.home-hub", "device.smartphone", "device.router", "device.home-meter"];

export function generate(elements: number): Graph {
  const next = numbers(elements);
  const zones: Zone[] = [];
  const places: Place[] = [];
  const nodes: Node[] = [];
  const edges: Edge[] = [];
  const at = (line: number) => ({ file: "system.yaml", line });
  const zone = (id: string, title: string, within?: string, by?: string) =>
    zones.push({ id, title, kind: "zone", "kind-title": "Zone", within, "controlled-by": by, ...at(zones.length + 1) });
  const node = (id: string, kind: string, title: string, block: string, more: Partial<Node> = {}) => {
    nodes.push({ id, kind, "kind-title": kindTitle(kind), title, block, ...at(nodes.length + 1), ...more });
    return id;
  };
  const refer = (sort: string, from: string, to: string, of: string, key: string) =>
    edges.push({ id: `${from} ${sort} ${to}`, sort, from, to, title: sort.replaceAll("-", " "), of, key, ...at(1) });
  const flow = (from: string, to: string, title: string, data: string[] = []) => {
    const id = `${from}-to-${to}`.replaceAll("/", "-");
    if (!edges.some((e) => e.id === id)) edges.push({ id, sort: "flow", from, to, title, of: id, key: "", data, ...at(1) });
  };
  const part = (of: string, name: string, kind: string, title: string) => {
    const holder = nodes.find((n) => n.id === of) as Node;
    return node(`${of}/${name}`, kind, title, "assets", { "part-of": of, holding: "software", zone: holder.zone, inherits: ["zone"] });
  };

  zone("hospital", "Hospital", undefined, "hospital-trust");
  zone("maker", "Manufacturer", undefined, "maker-company");
  node("hospital-trust", "organisation", "Hospital trust", "organisations");
  node("maker-company", "organisation", "Manufacturer", "organisations");
  zone("data-centre", "Data centre", "hospital");
  node("hospital-lan", "network.hospital", "Hospital network", "networks", { zone: "hospital" });
  node("internet", "network.internet", "Internet", "networks");
  refer("joins", "hospital-lan", "internet", "hospital-lan", "joins");
  const services = central.slice(0, Math.max(3, Math.min(central.length, Math.round(elements / 10)))).map((k) => {
    const id = node(k.slice(8), k, kindTitle(k), "assets", { zone: "data-centre" });
    refer("on", id, "hospital-lan", id, "on");
    return id;
  });
  node("cloud", "platform.cloud", "Monitoring cloud", "assets", { zone: "maker" });
  for (const [n, k, t] of [["ingest", "service.api", "Data intake"], ["scoring", "service.processing", "Scoring service"], ["records", "service.database", "Patient records"]] as const) part("cloud", n, k, t);
  flow("cloud/ingest", "cloud/scoring", "Recordings");
  flow("cloud/scoring", "cloud/records", "Scores");
  flow("cloud/records", "health-record", "Reports", ["report"]);
  refer("on", "cloud", "internet", "cloud", "on");
  node("update", "service.update", "Update service", "assets", { zone: "maker" });
  node("clinician", "person.clinician", "Neurologist", "people", { zone: "hospital", place: "clinic", inherits: ["zone"] });
  places.push({ id: "clinic", title: "Clinic", kind: "place.clinic", "kind-title": "Clinic", zone: "hospital", ...at(1) });
  node("report", "data.health.report", "Physician's report", "data");
  node("vital-signs", "data.health.signal", "Vital signs", "data");

  const functions: ClinicalFunction[] = [
    { id: "adjust", title: "Adjust medication", kind: "function.treatment-by-clinician", members: [], harms: ["Late adjustment"] },
    { id: "watch", title: "Watch vital signs", kind: "function.monitoring", members: [], harms: ["Missed deterioration"] },
  ];
  for (const f of functions) node(f.id, f.kind, f.title, "functions");
  refer("performs", "clinician", "adjust", "adjust", "by");
  refer("informs", "report", "adjust", "adjust", "uses");

  let wards = 0;
  let homes = 0;
  while (nodes.length < elements) {
    if (nodes.length % 3 === 0 && homes * 3 < elements / 8) {
      const z = `home-${++homes}`;
      zone(z, homes === 1 ? "Patient's home" : `Patient's home ${homes}`, undefined, `patient-${homes}`);
      places.push({ id: `place-${z}`, title: "Home", kind: "place.home", "kind-title": "Home", zone: z, ...at(1) });
      const wifi = node(`wifi-${homes}`, "network.wifi", "Home Wi-Fi", "networks", { zone: z });
      refer("joins", wifi, "internet", wifi, "joins");
      const ids = home.map((k) => node(`${k.slice(7)}-${homes}`, k, kindTitle(k), "assets", { zone: z }));
      const app = part(ids[2] as string, "app", "software.mobile-app", "Diary app");
      part(ids[1] as string, "os", "os.linux", "Hub Linux");
      const sender = part(ids[1] as string, "uploader", "software.agent", "Uploader");
      flow(ids[0] as string, ids[1] as string, "Motion signals", ["vital-signs"]);
      flow(sender, "cloud/ingest", "Recordings", ["vital-signs"]);
      flow(app, "cloud/ingest", "Diary");
      flow("update", ids[1] as string, "Updates");
      for (const id of [ids[1], ids[2], ids[3]]) refer("on", id as string, wifi, id as string, "on");
      const who = node(`patient-${homes}`, "person.patient", homes === 1 ? "Patient" : `Patient ${homes}`, "people", { zone: z, place: `place-${z}`, inherits: ["zone"] });
      refer("uses", who, app, who, "uses");
      refer("wears", who, ids[0] as string, ids[0] as string, "worn-by");
      continue;
    }
    const w = ++wards;
    const z = `ward-${w}`;
    zone(z, `Ward ${w}`, "hospital");
    places.push({ id: `place-${z}`, title: `Ward ${w}`, kind: "place.ward", "kind-title": "Ward", zone: z, ...at(1) });
    const net = node(`ward-net-${w}`, "network.lan", `Ward network ${w}`, "networks", { zone: z });
    refer("joins", net, "hospital-lan", net, "joins");
    const station = node(`station-${w}`, "device.patient-monitor.central-station", "Central station", "assets", { zone: z });
    refer("on", station, net, station, "on");
    const nurse = node(`nurse-${w}`, "person.clinician", `Nurse of ward ${w}`, "people", { zone: z, place: `place-${z}`, inherits: ["zone"] });
    refer("uses", nurse, station, nurse, "uses");
    flow(station, services[w % services.length] as string, "Trends", ["vital-signs"]);
    const beds = elements > 500 ? 14 : 4;
    for (let b = 1; b <= beds && nodes.length < elements; b++) {
      const kind = bedside[Math.floor(next() * bedside.length)] as string;
      const id = node(`bed-${w}-${b}`, kind, `${kindTitle(kind)} ${w}-${b}`, "assets", { zone: z });
      refer("on", id, net, id, "on");
      flow(id, station, b % 2 === 0 ? "Alarms" : "Vital signs", ["vital-signs"]);
      if (next() < 0.35) flow("pharmacy-system" in central ? "pharmacy-system" : (services[Math.floor(next() * services.length)] as string), id, "Orders");
    }
  }
  join(functions, nodes, edges);
  return { zones, places, nodes, edges, functions };
}

function join(functions: ClinicalFunction[], nodes: Node[], edges: Edge[]) {
  const [adjust, watch] = functions as [ClinicalFunction, ClinicalFunction];
  const inHomes = (id: string) => /^(wearable-sensor|home-hub|smartphone|patient|wifi)-/.test(id) || id.startsWith("cloud") || id === "health-record";
  adjust.members = [...nodes.map((n) => n.id).filter(inHomes), "clinician", "report"];
  watch.members = nodes.map((n) => n.id).filter((id) => /^(bed|station|nurse)-/.test(id));
  for (const f of functions) {
    const m = new Set(f.members);
    f.members.push(...edges.filter((e) => e.sort === "flow" && m.has(e.from) && m.has(e.to)).map((e) => e.id));
    for (const x of [...nodes, ...edges]) if (f.members.includes(x.id)) x.functions = [...(x.functions ?? []), f.id];
  }
}

const words = ["very-low", "low", "medium", "high", "very-high"];

export function levelsOf(graph: Graph): Level[] {
  const next = numbers(7);
  return graph.nodes
    .filter((n) => n.block === "assets" || n.block === "networks")
    .map((n) => {
      const step = Math.min(4, Math.floor(next() * 5.5));
      const word = words[step] as string;
      return { id: n.id, likelihood: word, impact: words[Math.floor(next() * 5)] as string, risk: words[Math.max(0, step - 1)] as string, "leads-to": word, threats: Math.floor(next() * 30), worst: [] };
    });
}
