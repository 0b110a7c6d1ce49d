// One tap calls: the number that was revealed is dialled, and whoever comes back finds the form for the call.
let isToBeDialled = false;

function dial(place) {
  const number = place.querySelector("[data-dial]");
  const form = place.closest("[data-dialled]") ?? place.querySelector("[data-dialled]");
  if (!number || !form) return;
  const comeBack = () => {
    if (document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", comeBack);
    window.location.assign(form.dataset.dialled);
  };
  document.addEventListener("visibilitychange", comeBack);
  number.click();
}

export function makeCalls() {
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    isToBeDialled = event.detail.elt.matches("[data-dials]");
  });
  document.body.addEventListener("htmx:load", (event) => {
    if (!isToBeDialled) return;
    isToBeDialled = false;
    dial(event.detail.elt);
  });
}
