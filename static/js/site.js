// Wakes the components. Everything works without it: it only saves people a page load here and there.
import { createAll, initAll, Button, CharacterCount } from "../assets/govuk-frontend.min.js";
import { wakeRows } from "./rows.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
document.querySelectorAll('[data-module="app-rows"]').forEach((rows) => {
  wakeRows(rows, (row) => {
    createAll(Button, undefined, row);
    createAll(CharacterCount, undefined, row);
  });
});
