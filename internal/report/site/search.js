// Finds entries by the words of their title and id. A word may stand anywhere; all words must be found.
(() => {
  const box = document.getElementById("q"), list = document.getElementById("found"), count = document.getElementById("n");
  const most = 50;
  box.form.addEventListener("submit", (e) => e.preventDefault());
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    list.replaceChildren();
    count.textContent = "";
    if (words.length === 0) return;
    const found = entries.filter(([type, id, title]) => {
      const text = (type + " " + id + " " + title).toLowerCase();
      return words.every((w) => text.includes(w));
    });
    count.textContent = found.length === 1 ? "1 entry" : found.length + " entries" + (found.length > most ? ", the first " + most : "");
    for (const [type, id, title] of found.slice(0, most)) {
      const item = document.createElement("li"), link = document.createElement("a"), code = document.createElement("code");
      link.href = box.dataset.root + type + "/" + encodeURIComponent(id) + ".html";
      link.textContent = title;
      code.textContent = type + " " + id;
      item.append(link, " ", code);
      list.append(item);
    }
  });
})();
