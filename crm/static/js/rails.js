// Rails of links that scroll sideways: the entry one is on is brought into view.
export function showWhereOneIs() {
  for (const entry of document.querySelectorAll(":is(.tabs, .topnav, .filters) [aria-current]")) {
    const rail = entry.closest(".tabs, .topnav, .filters");
    const middle = entry.offsetLeft - rail.offsetLeft - (rail.clientWidth - entry.offsetWidth) / 2;
    rail.scrollTo({ left: middle, behavior: "instant" });
  }
}
