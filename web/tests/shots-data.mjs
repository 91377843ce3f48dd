// What the pictures show: an organisation with people, a project in which much has happened, one that is empty, one with errors, a pack.
import assert from "node:assert/strict";

/** file reads a file of the newest revision. */
async function file(person, project, path) {
  const r = await fetch(`${person.bench.base}/api/v1/projects/${project.id}/revisions/head/file?path=${path}`, {
    headers: { Cookie: [...person.cookies].map(([k, v]) => `${k}=${v}`).join("; ") },
  });
  assert(r.ok, `${path}: ${r.status}`);
  return r.text();
}

const term = `id: ward-round
title: ward round
means: Walk of the ward's team from patient to patient, at a fixed time of the day.
because: Decisions on devices are made there, and documents name it.
readings:
  - {source: Own procedures, part: "4", means: The daily visit of the team., certainty: checked}
sources: [{document: Own procedures, part: "4"}]
`;

/** seed makes it all, and gives what addresses need. */
export async function seed(bench) {
  const olga = await bench.owner();
  const people = { olga };
  for (const [key, role, name] of [
    ["emil", "security-engineer", "Emil Strand"],
    ["clara", "clinical", "Clara Lund"],
    ["rita", "regulatory", "Rita Moreau"],
    ["omar", "operator", "Omar Osei"],
    ["anna", "assessor", "Anna Weiss"],
  ])
    people[key] = await bench.invite(olga, role, name);
  const org = `/organisations/${bench.org}`;
  const invited = { email: "ivo@tremor.example", name: "Ivo Tran", role: "integrator", language: "en" };
  const { secret: invitation } = await olga.call("POST", `${org}/members`, invited);

  const project = await olga.project("Wearable monitor", "wearable-monitor");
  const empty = await olga.project("Infusion pump");
  const wrong = await olga.project("Ward bed", "wearable-monitor");
  const of = `/projects/${project.id}`;
  const head = async () => (await olga.call("GET", of)).head;
  const text = await file(olga, wrong, "system.yaml");
  await olga.call("POST", `/projects/${wrong.id}/revisions`, {
    base: wrong.head,
    files: { "system.yaml": text.replace("zones:", "zonez:") },
    message: "Zones are written anew",
  });

  // After release: advisories, what they concern, and a decision.
  await olga.call("POST", `${org}/feeds/example`);
  await people.omar.call("POST", `${of}/after/find`);
  const { items } = await olga.call("GET", `${of}/revisions/head/after`);

  // A decision with a comment, and an approval that is asked for.
  await olga.call("POST", `${of}/decisions`, {
    about: ["wrong-intake"],
    choice: "treat",
    who: "Olga Berg",
    role: "Product security",
    why: "The plan will be signed by the clinic and checked on the phone.",
    until: "2030-01-01",
  });
  const about = "decision:wrong-intake.yaml";
  await olga.call("POST", `${of}/comments`, { about, text: "See section 5.2 of the plan." });
  await olga.call("POST", `${of}/reviews`, {
    about,
    meaning: "approval",
    roles: ["clinical"],
    text: "Is the stand-in acceptable?",
  });

  // A change that made something worse, and a draft of somebody.
  const controls = await file(olga, project, "controls.yaml");
  await people.emil.call("POST", `${of}/revisions`, {
    base: await head(),
    files: { "controls.yaml": controls.replace("present", "absent") },
    message: "One control was taken away for the trial in the clinic",
  });
  const system = await file(olga, project, "system.yaml");
  await people.emil.call("PUT", `${of}/draft`, {
    base: await head(),
    files: { "system.yaml": system.replace("title: Hospital,", "title: University clinic,") },
  });

  // Documents: everything as a zip, links with an end.
  await people.rita.call("POST", `${of}/dossiers`, { formats: ["html", "md"] });
  const share = async (what, title) => people.rita.call("POST", `${of}/shares`, { what, title, hours: 72 });
  const document = await share("document:security-concept.html", "Review for the clinic");
  const folder = await share("folder", "Description for the notified body");
  const ended = await share("document:security-concept.html", "Sent to the wrong address");
  await people.rita.call("DELETE", `${of}/shares/${ended.id}`);

  // A pack of the organisation's own.
  const pack = await olga.call("POST", `${org}/projects`, { name: "Our ward", sort: "pack" });
  await olga.call("POST", `/projects/${pack.id}/revisions`, {
    base: pack.head,
    files: { "terms/ward-round.yaml": term },
    message: "The word of our ward",
  });

  await olga.call("POST", "/account/tokens", { name: "Nightly export", scopes: ["read"], days: 90 });
  await olga.call("POST", `${org}/webhooks`, {
    url: "https://hooks.tremor.example/cordon",
    topics: ["revision.made", "signature.made"],
  });
  const { items: revisions } = await olga.call("GET", `${of}/revisions`);
  const { items: threats } = await olga.call("GET", `${of}/revisions/head/threats`);
  await until("the zip of all documents", async () => {
    const dossiers = await olga.call("GET", `${of}/dossiers`);
    return dossiers.items[0]?.bytes;
  });
  return {
    org: bench.org,
    people,
    project,
    empty,
    wrong,
    pack,
    revisions,
    vulnerability: items[0].id,
    invitation,
    threat: threats[0].id,
    shares: { document: document.secret, folder: folder.secret, ended: ended.secret },
  };
}

/** until asks again and again until f gives something. */
async function until(what, f) {
  for (let i = 0; i < 240; i++) {
    const found = await f();
    if (found) return found;
    await new Promise((r) => setTimeout(r, 500));
  }
  assert.fail(`${what} did not come`);
}
