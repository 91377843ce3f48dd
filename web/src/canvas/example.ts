// A small system for tests: a patient's phone at home sends doses to a pump on a ward.

import type { Graph, Node } from "./types";

export function graphOf(): Graph {
  const shown = (id: string, title: string, kind: string) => ({
    id,
    title,
    kind,
    "kind-title": "",
    file: "system.yaml",
    line: 1,
  });
  const node = (id: string, title: string, kind: string, block: string, more: Partial<Node> = {}): Node => ({
    ...shown(id, title, kind),
    block,
    ...more,
  });
  const edge = (sort: string, from: string, to: string, of: string, key: string) => ({
    id: `${from} ${sort} ${to}`,
    sort,
    from,
    to,
    title: sort,
    of,
    key,
    file: "system.yaml",
    line: 1,
  });
  return {
    zones: [
      shown("hospital", "Hospital", "zone"),
      { ...shown("ward", "Ward", "zone"), within: "hospital" },
      shown("home", "Home", "zone"),
    ],
    places: [{ ...shown("flat", "Flat", "place.home"), zone: "home" }],
    nodes: [
      node("phone", "Phone", "device.smartphone", "assets", { zone: "home" }),
      node("phone/app", "App", "software.mobile-app", "assets", {
        zone: "home",
        "part-of": "phone",
        inherits: ["zone"],
      }),
      node("phone/radio", "Radio", "interface.wifi", "interfaces", {
        zone: "home",
        "part-of": "phone",
        inherits: ["zone"],
      }),
      node("pump", "Pump", "device.infusion-pump", "assets", { zone: "ward" }),
      node("wifi", "Wi-Fi", "network.wifi", "networks", { zone: "home" }),
      node("internet", "Internet", "network.internet", "networks", { imported: true }),
      node("patient", "Patient", "person.patient", "people", { zone: "home", place: "flat", inherits: ["zone"] }),
      node("watch", "Watch", "function.monitoring", "functions"),
    ],
    edges: [
      { ...edge("flow", "phone/app", "pump", "doses", ""), id: "doses", title: "Doses" },
      edge("connects", "phone/radio", "wifi", "phone/radio", "connects"),
      edge("uses", "patient", "phone/app", "patient", "uses"),
      edge("joins", "wifi", "internet", "wifi", "joins"),
      edge("inside", "phone/app", "phone", "phone/app", ""),
      edge("performs", "patient", "watch", "watch", "by"),
    ],
    functions: [
      {
        id: "watch",
        title: "Watch",
        kind: "function.monitoring",
        members: ["phone", "phone/app", "patient"],
        harms: [],
      },
    ],
  };
}
