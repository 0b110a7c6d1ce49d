// Dialogs: a button with data-opens="id" opens that <dialog>, one with data-closes closes the dialog it stands in.
export function openSheets() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-opens]");
    if (opener) {
      const sheet = document.getElementById(opener.dataset.opens);
      if (sheet?.showModal) {
        event.preventDefault();
        sheet.showModal();
      }
    }
    event.target.closest?.("[data-closes]")?.closest("dialog")?.close();
  });
}
