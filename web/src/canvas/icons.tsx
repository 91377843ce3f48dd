// One small picture per family of kinds. They repeat what the words beside them say, so they are hidden from readers.

/** Paths in a square of 24, drawn with strokes. */
const pictures = {
  device: "M4 5h16v11H4zM8 20h8M12 16v4",
  wearable: "M8 7h8v10H8zM9 7l.7-4h4.6l.7 4M9 17l.7 4h4.6l.7-4M10.5 12h1l1-2 1 4 .7-2",
  implant: "M12 3a6 6 0 0 1 6 6v6a6 6 0 0 1-12 0V9a6 6 0 0 1 6-6zM9 12h2l1-3 1.5 6 1-3H16",
  pump: "M6 3h8v12H6zM8 6h4M8 9h4M10 15v3a3 3 0 0 0 6 0v-6a2 2 0 0 1 4 0v8",
  monitor: "M3 5h18v12H3zM6 11h3l1.5-4 3 7 1.5-3h3M9 21h6",
  imaging: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM2 21h20",
  care: "M5 4h14v16H5zM12 8v8M8 12h8",
  drop: "M12 3c3 4.5 6 7.5 6 11a6 6 0 0 1-12 0c0-3.5 3-6.5 6-11z",
  phone: "M7 2h10v20H7zM11 18.5h2",
  workstation: "M3 4h18v11H3zM2 19h20M9 15v4M15 15v4",
  server: "M4 4h16v7H4zM4 13h16v7H4zM7 7.5h1M7 16.5h1M12 7.5h5M12 16.5h5",
  router: "M3 14h18v6H3zM7 17h1M11 17h1M12 14V9M8.5 8a5 5 0 0 1 7 0M6 5.5a8.5 8.5 0 0 1 12 0",
  hub: "M4 11h16v8H4zM8 15h.5M12 15h4M8 11V7h8v4",
  key: "M8 12a4 4 0 1 0 0 .1M12 12h9M18 12v3M15 12v2",
  software: "M3 4h18v16H3zM3 8h18M9 12l-2.5 2.5L9 17M15 12l2.5 2.5L15 17",
  system: "M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4",
  cloud: "M7 18a4 4 0 0 1-.5-8 6 6 0 0 1 11.5 1A3.5 3.5 0 0 1 17.5 18z",
  service:
    "M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM12 3v3M12 18v3M3 12h3M18 12h3M5.600 5.600l2.200 2.200M16.200 16.200l2.200 2.200M18.400 5.600l-2.200 2.200M7.800 16.200l-2.200 2.200",
  model:
    "M5 6a2 2 0 1 0 .1 0M5 14a2 2 0 1 0 .1 0M13 10a2 2 0 1 0 .1 0M20 10a1.5 1.5 0 1 0 .1 0M7 8.5l4 2.5M7 15.5l4-2.5M15 12h3.5",
  hardware: "M4 6h16v12H4zM8 10h8v4H8zM8 6V3M16 6V3M8 18v3M16 18v3",
  port: "M8 3v6M16 3v6M5 9h14v4a7 7 0 0 1-14 0zM12 20v2",
  radio:
    "M12 13v8M12 11a1 1 0 1 0 .1 0M8.5 8.5a5 5 0 0 0 0 7M15.5 8.5a5 5 0 0 1 0 7M6 6a8.5 8.5 0 0 0 0 12M18 6a8.5 8.5 0 0 1 0 12",
  network: "M12 3v5M12 8H5v5M12 8h7v5M12 8v5M3 13h4v4H3zM10 13h4v4h-4zM17 13h4v4h-4z",
  internet: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-4.5 3.5-7 8-7s8 2.5 8 7",
  patient:
    "M12 3a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM5 21v-3c0-3.5 3-5.5 7-5.5s7 2 7 5.5v3M9.5 17h1.5l1-2 1 3.5.8-1.5h1.200",
  clinician: "M12 3a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM5 21v-3c0-3.5 3-5.5 7-5.5s7 2 7 5.5v3M12 15v5M9.5 17.5h5",
  organisation: "M4 21V6l8-3 8 3v15M9 21v-4h6v4M8 9h1M12 9h1M16 9h1M8 13h1M12 13h1M16 13h1",
  data: "M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h7",
  fn: "M12 20s-8-4.5-8-10.5A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8 2.5C20 15.5 12 20 12 20zM7 12h3l1.5-3 2 5 1-2H17",
  place: "M12 21s-7-6.5-7-11.5a7 7 0 0 1 14 0C19 14.5 12 21 12 21zM12 7a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  benefit: "M4 12.5l5 5L20 6.5",
  hazard: "M12 3.5L22 20H2zM12 10v5M12 17.300v.4",
  zone: "M4 4h4M12 4h4M20 4v4M20 12v4M20 20h-4M12 20H8M4 20v-4M4 12V8",
} as const;

export type Picture = keyof typeof pictures;

/** Families, most exact first: a kind has the picture of the first that it is, or begins with. */
const families: [string, Picture][] = [
  ["device.wearable-sensor", "wearable"],
  ["device.biosensor", "wearable"],
  ["device.glucose-sensor", "wearable"],
  ["device.hearing-aid", "wearable"],
  ["device.defibrillator.worn", "wearable"],
  ["device.implant", "implant"],
  ["device.brain-interface", "implant"],
  ["device.infusion-pump", "pump"],
  ["device.insulin-pump", "pump"],
  ["device.insulin-pen", "pump"],
  ["device.dialysis-machine", "pump"],
  ["device.contrast-injector", "pump"],
  ["device.patient-monitor", "monitor"],
  ["device.pulse-oximeter", "monitor"],
  ["device.ventilator", "monitor"],
  ["device.defibrillator", "monitor"],
  ["device.imaging", "imaging"],
  ["device.radiation", "imaging"],
  ["device.radiotherapy", "imaging"],
  ["device.ivd-reader", "drop"],
  ["device.home-meter", "drop"],
  ["device.smartphone", "phone"],
  ["device.programmer", "phone"],
  ["device.workstation", "workstation"],
  ["device.service-laptop", "workstation"],
  ["device.server", "server"],
  ["device.router", "router"],
  ["device.gateway", "router"],
  ["device.home-hub", "hub"],
  ["device.theatre-hub", "hub"],
  ["device.security-token", "key"],
  ["device.removable-medium", "key"],
  ["device.label-printer", "device"],
  ["device", "care"],
  ["software.firmware", "system"],
  ["software.bootloader", "system"],
  ["software", "software"],
  ["os", "system"],
  ["platform", "cloud"],
  ["service.model-hosting", "model"],
  ["service", "service"],
  ["model", "model"],
  ["hardware", "hardware"],
  ["host", "server"],
  ["interface.usb", "port"],
  ["interface.debug", "port"],
  ["interface.serial", "port"],
  ["interface.port", "port"],
  ["interface.ethernet", "port"],
  ["interface.contact", "port"],
  ["interface.user", "device"],
  ["interface", "radio"],
  ["network.internet", "internet"],
  ["network.cellular", "radio"],
  ["network.wifi", "radio"],
  ["network.body-area", "radio"],
  ["network.cloud", "cloud"],
  ["network", "network"],
  ["person.patient", "patient"],
  ["person.clinician", "clinician"],
  ["person", "person"],
  ["organisation", "organisation"],
  ["data.secret", "key"],
  ["data", "data"],
  ["function", "fn"],
  ["place", "place"],
  ["context", "place"],
  ["benefit", "benefit"],
  ["hazard", "hazard"],
  ["harm", "hazard"],
  ["zone", "zone"],
];

const blocks: Record<string, Picture> = {
  assets: "device",
  interfaces: "port",
  networks: "network",
  people: "person",
  organisations: "organisation",
  data: "data",
  functions: "fn",
  places: "place",
  contexts: "place",
  benefits: "benefit",
  hazards: "hazard",
  harms: "hazard",
  zones: "zone",
};

export function pictureOf(kind: string, block: string): Picture {
  return families.find(([f]) => kind === f || kind.startsWith(`${f}.`))?.[1] ?? blocks[block] ?? "device";
}

export function Icon({ picture, size = 20 }: { picture: Picture; size?: number }) {
  return (
    <svg className="canvas-icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={pictures[picture]} />
    </svg>
  );
}
