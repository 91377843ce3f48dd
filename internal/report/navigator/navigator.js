// Filters what a page lists by status, role, stage, document and words. What is chosen stands behind the # of the address, as in
// #status=open,partly&role=operator&q=update, so that a view can be shared. Without this script everything is listed.
(() => {
  const form = document.getElementById("filter"), search = document.getElementById("search");

  if (search) {
    search.hidden = false;
    search.addEventListener("submit", (e) => {
      e.preventDefault();
      const q = search.querySelector("input").value.trim();
      location.href = search.dataset.to + (q ? "#" + new URLSearchParams({ q }) : "");
    });
  }

  for (const code of document.querySelectorAll(".command code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.setAttribute("aria-label", "Copy the command " + code.textContent);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(code);
        button.textContent = "Selected";
      }
    });
    code.after(" ", button);
  }

  const items = form ? [...document.querySelectorAll("[data-role]")] : [], texts = new Map();
  const names = ["document", "role", "stage"].filter((n) => form && form.elements[n]);
  const boxes = form ? [...form.querySelectorAll("[name=status]")] : [];

  const chosen = () => {
    const out = { q: form.elements.q.value.trim(), status: boxes.filter((b) => b.checked).map((b) => b.value) };
    for (const n of names) out[n] = form.elements[n].value;
    return out;
  };

  const textOf = (item) => {
    if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase());
    return texts.get(item);
  };

  const fits = (item, c, words) =>
    (c.status.length === 0 || c.status.includes(item.dataset.status)) &&
    names.every((n) => !c[n] || item.dataset[n].split(" ").includes(c[n])) &&
    words.every((w) => textOf(item).includes(w));

  const apply = () => {
    const c = chosen(), words = c.q.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const item of items) {
      item.hidden = !fits(item, c, words);
      if (!item.hidden) shown++;
    }
    for (const group of document.querySelectorAll("[data-group]"))
      group.hidden = group.querySelector("[data-role]") !== null && group.querySelector("[data-role]:not([hidden])") === null;
    const said = [boxes.filter((b) => b.checked).map((b) => b.dataset.word).join(" or "), ...names.map((n) => c[n] && form.elements[n].selectedOptions[0].text), c.q && "“" + c.q + "”"].filter(Boolean).join("; ");
    document.getElementById("count").textContent =
      (shown === items.length ? "All " + shown : shown + " of " + items.length) + " " + form.dataset.noun + (said ? ": " + said : "");
    return c;
  };

  const write = () => {
    const c = apply(), p = [];
    if (c.status.length) p.push("status=" + c.status.join(","));
    for (const n of names) if (c[n]) p.push(n + "=" + encodeURIComponent(c[n]));
    if (c.q) p.push("q=" + encodeURIComponent(c.q));
    history.replaceState(null, "", p.length ? "#" + p.join("&") : location.pathname + location.search);
  };

  // A hash with = is a filter; any other names a place, which must be seen.
  const read = () => {
    const hash = location.hash.slice(1);
    if (form && (hash.includes("=") || hash === "")) {
      const p = new URLSearchParams(hash);
      form.elements.q.value = p.get("q") ?? "";
      for (const n of names) form.elements[n].value = [...form.elements[n].options].some((o) => o.value === p.get(n)) ? p.get(n) : "";
      for (const b of boxes) b.checked = (p.get("status") ?? "").split(",").includes(b.value);
      apply();
      return;
    }
    const place = document.getElementById(decodeURIComponent(hash));
    if (!place) return;
    if (form && place.closest("[hidden]")) {
      form.reset();
      apply();
    }
    if (place.matches("details")) place.open = true;
    place.scrollIntoView();
  };

  if (form) {
    form.hidden = false;
    form.addEventListener("submit", (e) => e.preventDefault());
    form.addEventListener("input", write);
    form.addEventListener("reset", () => setTimeout(write));
    apply();
  }
  addEventListener("hashchange", read);
  read();
})();
