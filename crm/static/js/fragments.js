// What htmx swaps in: say it, show refusals where they belong, and say so when the network is gone.
import { announce, word } from "./words.js";
import { drawCharts } from "./charts-loader.js";

export function listenToFragments() {
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const place = event.detail.target;
    place.querySelector?.("[data-focus]")?.focus();
    const said = place.querySelector?.("[data-announce]");
    if (said) announce(said.textContent.trim());
    drawCharts(place);
  });
  document.body.addEventListener("htmx:sendError", () => announce(word("offline")));
  document.body.addEventListener("htmx:responseError", () => announce(word("failed")));
}
