"use strict";

const form = document.querySelector(".filters");
const findings = [...document.querySelectorAll(".finding")];
const cells = [...document.querySelectorAll("a.mark")];
const names = ["server", "operation", "check"];

function choice(name) {
  return form.elements[name]?.value ?? "";
}

function show() {
  const verdicts = [...form.querySelectorAll("[name=verdict]:checked")].map((box) => box.value);
  for (const finding of findings) {
    const { dataset } = finding;
    const chosen = names.every((name) => !choice(name) || choice(name) === dataset[name]);
    finding.hidden = !chosen || !verdicts.includes(dataset.verdict);
  }
  for (const cell of cells) {
    const chosen = names.every((name) => !form.elements[name] || choice(name) === cell.dataset[name]);
    cell.toggleAttribute("aria-current", chosen && choice("check") + choice("operation") !== "");
  }
  const shown = findings.filter((finding) => !finding.hidden).length;
  form.querySelector("output").value = `${shown} of ${findings.length} shown`;
}

function choose(event) {
  const { dataset, hash } = event.currentTarget;
  event.preventDefault();
  form.reset();
  for (const name of names) {
    if (form.elements[name]) form.elements[name].value = dataset[name];
  }
  show();
  document.getElementById(hash.slice(1)).focus({ preventScroll: true });
  document.getElementById("findings").scrollIntoView();
}

if (form) {
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
  for (const cell of cells) cell.addEventListener("click", choose);
  show();
}
