// Rows that repeat: adds and removes one at once, where without a script the server would.

const BLANK = "__row__";

export function wakeRows(rows, wake) {
  const all = rows.querySelector(".app-rows__all");
  const blank = rows.querySelector("template");
  const status = rows.querySelector('[role="status"]');
  const add = rows.querySelector('[data-rows="add"]');
  const singular = rows.dataset.singular;
  const most = Number(rows.dataset.most);

  // People count rows from 1, whatever numbers tell them apart.
  function number() {
    [...all.children].forEach((row, index) => {
      row.querySelectorAll("[data-position]").forEach((position) => {
        position.textContent = String(index + 1);
      });
    });
    if (add) add.hidden = all.children.length >= most;
  }

  function next() {
    const used = [...all.children].map((row) => Number(row.id.split("-").pop()));
    return Math.max(-1, ...used) + 1;
  }

  function insert() {
    const holder = document.createElement("template");
    holder.innerHTML = blank.innerHTML.replaceAll(BLANK, String(next()));
    const row = holder.content.querySelector("fieldset");
    all.append(row);
    number();
    wake(row);
    return row;
  }

  function focusField(row) {
    row.querySelector("input, select, textarea").focus();
  }

  function drop(row) {
    const place = [...all.children].indexOf(row);
    row.remove();
    if (all.children.length === 0) insert();
    number();
    (all.children[place] || all.lastElementChild).focus();
    status.textContent = `Removed ${singular} ${place + 1}`;
  }

  rows.addEventListener("click", (event) => {
    const button = event.target.closest("[data-rows]");
    if (!button || !blank) return;
    event.preventDefault();
    if (button.dataset.rows === "add") {
      if (all.children.length < most) focusField(insert());
    } else {
      drop(button.closest("fieldset"));
    }
  });
}
