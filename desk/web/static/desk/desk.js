/* Keys and ticking: everything here can be done without it. */
(() => {
  "use strict";
  const list = document.getElementById("list");
  const rows = list ? [...list.querySelectorAll("tbody tr, a.row")].filter((row) => row.matches("a") || row.querySelector("a.open")) : [];
  let at = -1;
  const stand = (next) => {
    if (!rows.length) return;
    if (rows[at]) rows[at].classList.remove("at");
    at = Math.max(0, Math.min(rows.length - 1, next));
    rows[at].classList.add("at");
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const all = document.querySelector("[data-all]");
  if (all) all.addEventListener("change", () => {
    document.querySelectorAll("input[name=number]").forEach((box) => { box.checked = all.checked; });
  });
  const typing = (target) => target.closest("input:not([type=checkbox]), select, textarea");
  const press = (key) => {
    const named = document.querySelector(`[data-key="${key}"]`);
    if (key === "n" && named) { named.focus(); return true; }
    if (named) { named.click(); return true; }
    return false;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const kind = event.target.closest("select[data-key]");
    if (kind && event.key === "Enter" && kind.value) {
      event.preventDefault();
      kind.form.querySelector("[data-dismiss]").click();
      return;
    }
    if (typing(event.target)) return;
    const row = rows[at];
    let done = true;
    if (event.key === "j" && rows.length) stand(at + 1);
    else if (event.key === "k" && rows.length) stand(at - 1);
    else if (event.key === "Enter" && row && event.target === document.body) (row.matches("a") ? row : row.querySelector("a.open")).click();
    else if (event.key === "x" && row && row.querySelector("input[name=number]")) row.querySelector("input[name=number]").click();
    else if (event.key.length === 1 && /[a-z]/.test(event.key)) done = press(event.key);
    else done = false;
    if (done) event.preventDefault();
  });
})();
