"use strict";
// Shows the questions that fit all filters; without scripts every question is shown.
const filters = document.querySelector("#filters");
const cases = [...document.querySelectorAll(".case")];
const count = document.querySelector("#count");

function fits(item) {
  const text = filters.elements.text.value.trim().toLowerCase();
  return ["kind", "verdict", "outcome"].every((name) => {
    const wanted = filters.elements[name].value;
    return !wanted || item.dataset[name] === wanted;
  }) && (!text || item.textContent.toLowerCase().includes(text));
}

function show() {
  let shown = 0;
  for (const item of cases) {
    item.hidden = !fits(item);
    shown += !item.hidden;
  }
  count.textContent = `顯示 ${shown} 題，共 ${cases.length} 題`;
}

filters.hidden = false;
for (const kind of ["input", "change"]) filters.addEventListener(kind, show);
filters.addEventListener("submit", (event) => event.preventDefault());
// Paper cannot be clicked: what is shown is printed open, and closed again afterwards.
let opened = [];
addEventListener("beforeprint", () => {
  opened = cases.filter((item) => !item.hidden && !item.open);
  for (const item of opened) item.open = true;
});
addEventListener("afterprint", () => {
  for (const item of opened) item.open = false;
});
show();
